/** `kith reputation …`: what is thought of the peers' conduct, and a person's word on it. */
import type { ReputationView } from '../contract/link-views.ts'
import { MAX_ALLOWLIST_ENTRIES } from '../contract/trust-views.ts'
import { heldLines, moveTable, reputationFacts, reputationTable, summaryLine } from './reputation-lines.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { shortId } from './text.ts'
import { whichPeer } from './which-peer.ts'

interface ShowOptions {
  readonly reset?: boolean
}

export const reputationShow: Command<ShowOptions> = runCommand(async (asked) => {
  const typed = asked.args[0]
  await (typed === undefined ? showAll(asked) : showOne(asked, typed))
})

async function showAll({ client, context, options, print, paint }: Asked<ShowOptions>): Promise<void> {
  const [summary, peers, known] = await Promise.all([
    client.call('reputation.summary'),
    client.call('reputation.list', { limit: MAX_ALLOWLIST_ENTRIES }),
    client.call('peers.list'),
  ])
  if (options.json) {
    print.json({ summary, peers })
    return
  }
  const nowMs = context.clock.wallMs()
  const names = new Map(known.flatMap(({ peerId, name }) => (name === null ? [] : [[peerId, name]])))
  if (peers.length === 0) print.lines(['No peer was here yet: there is nothing to say of anybody.'])
  else {
    const [heading = '', ...lines] = reputationTable(peers, names, nowMs)
    print.lines([paint.bold(heading), ...lines, paint.dim(summaryLine(summary))])
  }
  print.lines(heldLines(summary, nowMs).map(paint.warn))
}

async function showOne(asked: Asked<ShowOptions>, typed: string): Promise<void> {
  const { client, context, options, print, paint } = asked
  const peerId = await whichPeer(client, typed, 'peers')
  const nowMs = context.clock.wallMs()
  if (options.reset) {
    const { bannedUntil } = await client.call('peers.reputation', { peerId })
    const view = await client.call('peers.resetReputation', { peerId })
    const lifted = bannedUntil !== null && view.bannedUntil === null ? ', and its ban is lifted' : ''
    printReset(asked, view, lifted)
    return
  }
  const view = await client.call('peers.reputation', { peerId })
  if (options.json) {
    print.json(view)
    return
  }
  const { name } = await client.call('peers.show', { peerId })
  print.lines(reputationFacts(view, name, nowMs))
  if (view.moves.length === 0) {
    print.lines(['', 'Nothing moved its score so far.'])
    return
  }
  const [heading = '', ...lines] = moveTable(view.moves, nowMs)
  print.lines(['', paint.bold(heading), ...lines])
}

function printReset({ options, print }: Asked<ShowOptions>, view: ReputationView, lifted: string): void {
  if (options.json) {
    print.json(view)
    return
  }
  const who = shortId(view.peerId)
  const left = view.bannedUntil === null ? '' : ` It stays kept out, as you decided; lift that with: kith unban ${who}`
  print.lines([`${who} is back at ${view.score}${lifted}.${left}`])
}

/** Automatic bans go on. */
export const reputationRelease: Command = runCommand(async ({ client, options, print }) => {
  const summary = await client.call('reputation.release')
  if (options.json) print.json(summary)
  else print.lines(['Automatic bans go on: whoever misbehaves from now on may be kept out again.'])
})
