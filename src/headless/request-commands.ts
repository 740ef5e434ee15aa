/** `kith requests …`: who asks to connect, and what a person decides. */
import type { Permission } from '../contract/views.ts'
import { printPeer } from './peer-commands.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { relative, shortId, table } from './text.ts'
import { whichPeer } from './which-peer.ts'

export const requestsLs: Command = runCommand(async ({ client, context, options, print, paint }) => {
  const requests = await client.call('requests.list')
  if (options.json) {
    print.json(requests)
    return
  }
  if (requests.length === 0) {
    print.lines(['Nobody waits for a decision.'])
    return
  }
  const nowMs = context.clock.wallMs()
  const rows = requests.map(({ peerId, name, transport, count, lastSeen, ignored }) => [
    name === null ? '–' : `“${name}”`,
    peerId,
    transport,
    String(count),
    relative(lastSeen, nowMs),
    ignored ? 'ignored' : 'waiting',
  ])
  const [heading = '', ...lines] = table(['CALLS ITSELF', 'PEER', 'VIA', 'TRIES', 'LAST', ''], rows)
  print.lines([paint.bold(heading), ...lines, paint.dim('Decide with: kith requests approve|ignore|block PEER')])
})

interface ApproveOptions {
  readonly level?: 'verified' | 'trusted'
  readonly name?: string
  readonly permissions?: Permission[] | null
}

export const requestsApprove: Command<ApproveOptions> = runCommand(async (asked) => {
  const peerId = await typedRequest(asked)
  const { level = 'verified', name = null, permissions = null } = asked.options
  const peer = await asked.client.call('requests.approve', { peerId, level, name, permissions })
  printPeer(asked, peer, 'is approved')
})

export const requestsIgnore: Command = runCommand(async (asked) => {
  const peerId = await typedRequest(asked)
  const request = await asked.client.call('requests.ignore', { peerId })
  if (asked.options.json) {
    asked.print.json(request)
    return
  }
  asked.print.lines([`${shortId(peerId)} is ignored: it stays outside and asks no more until you forget it.`])
})

export const requestsBlock: Command = runCommand(async (asked) => {
  const peerId = await typedRequest(asked)
  printPeer(asked, await asked.client.call('requests.block', { peerId }), 'is blocked')
})

export const requestsForget: Command = runCommand(async (asked) => {
  const peerId = await typedRequest(asked)
  await asked.client.call('requests.forget', { peerId })
  if (asked.options.json) asked.print.json({ peerId })
  else
    asked.print.lines([`The request of ${shortId(peerId)} is forgotten, as if it had never asked. It may ask again.`])
})

const typedRequest = (asked: Pick<Asked<object>, 'client' | 'args'>): Promise<string> =>
  whichPeer(asked.client, asked.args[0] ?? '', 'requests')
