/** `kith status` and `kith id`: what the running node says of itself. */
import type { NodeView } from '../contract/views.ts'
import { type Command, runCommand } from './run-command.ts'
import { duration, facts } from './text.ts'

export const status: Command = runCommand(async ({ client, print, options }) => {
  const [node, counters] = await Promise.all([client.call('node.status'), client.call('node.counters')])
  const refused = Object.fromEntries(
    counters.flatMap(({ name, labels, value }) =>
      name === 'connections_refused_total' ? [[labels['reason'] ?? 'other', value] as const] : [],
    ),
  )
  if (options.json) {
    print.json({ ...node, refused })
    return
  }
  print.lines(statusFacts(node, refused))
})

export const id: Command = runCommand(async ({ client, print, options }) => {
  const { peerId, name, addresses } = await client.call('node.status')
  if (options.json) {
    print.json({ peerId, name, addresses })
    return
  }
  print.lines([peerId])
})

const admissionWords: Readonly<Record<NodeView['admission'], string>> = {
  learn: 'learn: unknown peers may connect, without permissions',
  ask: 'ask: unknown peers wait for your decision',
  locked: 'locked: unknown peers are refused',
}

function statusFacts(node: NodeView, refused: Readonly<Record<string, number>>): string[] {
  const turnedAway = Object.entries(refused).sort(([, a], [, b]) => b - a)
  const waiting = node.requests > 0 ? `${node.requests} waiting. See them with: kith requests` : 'none'
  return facts([
    ['Name', node.name],
    ['Peer ID', node.peerId],
    ['Running', `for ${duration(node.uptimeMs)}`],
    ['Peers', `${node.connected} connected, ${node.known} known`],
    ['Requests', waiting],
    ['Admission', admissionWords[node.admission]],
    ['Refused', turnedAway.map(([reason, times]) => `${times} × ${reason}`).join(', ') || 'nobody since the start'],
    ['Addresses', node.addresses.length > 0 ? node.addresses : 'none'],
    ['Key', node.keyStore],
    ['Version', `${node.version}, process ${node.pid}`],
    ['Warning', node.warnings.map(({ message }) => message)],
  ])
}
