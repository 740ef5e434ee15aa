/** `kith ban` and `kith unban`: a peer is kept out for a while, and let in again. */
import type { PeerView } from '../contract/views.ts'
import { type Command, runCommand } from './run-command.ts'
import { printable, shortId } from './text.ts'
import { whichPeer } from './which-peer.ts'
import { left, stateWords } from './words.ts'

export const ban: Command<{ for?: number }> = runCommand(async ({ client, context, args, options, print }) => {
  const peerId = await whichPeer(client, args[0] ?? '', 'both')
  const durationMs = options.for
  const peer = await client.call('peers.ban', { peerId, ...(durationMs === undefined ? {} : { durationMs }) })
  if (options.json) {
    print.json(peer)
    return
  }
  const forHowLong = peer.bannedUntil === null ? '' : ` for ${left(peer.bannedUntil, context.clock.wallMs())}`
  print.lines([
    `${called(peer)} is kept out${forHowLong}, in both directions, whatever its level.`,
    `Let it in again before that with: kith unban ${shortId(peer.peerId)}`,
  ])
})

export const unban: Command = runCommand(async ({ client, context, args, options, print }) => {
  const peerId = await whichPeer(client, args[0] ?? '', 'peers')
  const peer = await client.call('peers.unban', { peerId })
  if (options.json) {
    print.json(peer)
    return
  }
  print.lines([`${called(peer)} is no longer kept out: ${peer.trust}, ${stateWords(peer, context.clock.wallMs())}.`])
})

const called = ({ name, peerId }: PeerView): string =>
  printable(name === null ? shortId(peerId) : `${name} (${shortId(peerId)})`)
