/** `kith peers …`, `kith trust` and `kith ping`. */
import { KithError } from '../contract/errors.ts'
import { type PeerView, type Permission, TrustLevel } from '../contract/views.ts'
import { SECOND_MS } from '../kit/units.ts'
import { forgetPeers } from './allowlist-commands.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { facts, printable, relative, rtt, shortId, table } from './text.ts'
import { whichPeer, whichPeers } from './which-peer.ts'
import { checkedWords, reasonWords } from './words.ts'

export const peersLs: Command = runCommand(async ({ client, context, options, print, paint }) => {
  const peers = await client.call('peers.list')
  if (options.json) {
    print.json(peers)
    return
  }
  if (peers.length === 0) {
    print.lines(['No peers yet. Add one with: kith peers add ADDRESS', 'Who asks to connect is under: kith requests'])
    return
  }
  const nowMs = context.clock.wallMs()
  const rows = peers.map((peer) => [
    peer.name ?? '–',
    shortId(peer.peerId),
    peer.trust,
    stateWords(peer, nowMs),
    [peer.transport, peer.direction].filter(Boolean).join(' ') || '–',
    rtt(peer.rttMs),
    peer.state === 'connected' ? 'now' : relative(peer.lastSeen, nowMs),
  ])
  const [heading = '', ...lines] = table(['NAME', 'PEER', 'TRUST', 'STATE', 'VIA', 'RTT', 'SEEN'], rows)
  print.lines([paint.bold(heading), ...lines])
})

interface AddOptions {
  readonly name?: string
  readonly level?: 'verified' | 'trusted'
  readonly keep?: boolean
  readonly note?: string
  readonly permissions?: Permission[] | null
}

export const peersAdd: Command<AddOptions> = runCommand(async (asked) => {
  const { name = null, level = null, keep = null, note = null, permissions } = asked.options
  // An address that was pasted without quotes may come in pieces.
  const address = asked.args.join(' ')
  const own = permissions === undefined ? {} : { permissions }
  const peer = await asked.client.call('peers.add', { address, name, level, kept: keep, note, ...own })
  printPeer(asked, peer, 'is on the list')
})

export const peersConnect: Command = runCommand(async (asked) => {
  const peerId = await typedPeer(asked)
  printPeer(asked, await asked.client.call('peers.connect', { peerId }), 'is connected')
})

export const peersDisconnect: Command = runCommand(async (asked) => {
  const peerId = await typedPeer(asked)
  printPeer(asked, await asked.client.call('peers.disconnect', { peerId }), 'is disconnected')
})

export const peersForget: Command = runCommand((asked) => forgetPeers(asked))

export const peersShow: Command = runCommand(async (asked) => {
  const peerId = await typedPeer(asked)
  const peer = await asked.client.call('peers.show', { peerId })
  if (asked.options.json) {
    asked.print.json(peer)
    return
  }
  asked.print.lines(peerFacts(peer, asked.context.clock.wallMs()))
})

export const peersEdit: Command<Omit<AddOptions, 'level'>> = runCommand(async (asked) => {
  const { name, keep, note, permissions } = asked.options
  if (name === undefined && keep === undefined && note === undefined && permissions === undefined) {
    throw new KithError(
      'InvalidRequest',
      'Say what to change: --name NAME or --note TEXT (empty removes it), --permissions LIST, --keep or --no-keep.',
    )
  }
  const peerId = await typedPeer(asked)
  const peer = await asked.client.call('peers.edit', {
    peerId,
    ...(name === undefined ? {} : { name: name === '' ? null : name }),
    ...(keep === undefined ? {} : { kept: keep }),
    ...(note === undefined ? {} : { note: note === '' ? null : note }),
    ...(permissions === undefined ? {} : { permissions }),
  })
  printPeer(asked, peer, 'is changed')
})

/** `PEER… LEVEL`: the last word is the level. */
export const trust: Command = runCommand(async (asked) => {
  const { client, args, options, print } = asked
  const level = TrustLevel.parse(args.at(-1))
  const peerIds = await whichPeers(client, args.slice(0, -1), 'both')
  const [peerId] = peerIds
  if (peerIds.length === 1 && peerId !== undefined) {
    printPeer(asked, await client.call('peers.trust', { peerId, level }), `is ${level} now`)
    return
  }
  const done =
    level === 'unknown'
      ? await client.call('peers.forget', { peerIds })
      : await client.call('peers.change', { peerIds, level })
  if (options.json) print.json(done)
  else
    print.lines([
      `${done.changed} peers are ${level} now. Take it back within ten minutes with: kith allowlist undo ${done.undo}`,
    ])
})

export const ban: Command<{ for?: number }> = runCommand(async (asked) => {
  const peerId = await whichPeer(asked.client, asked.args[0] ?? '', 'both')
  const durationMs = asked.options.for
  const peer = await asked.client.call('peers.ban', { peerId, ...(durationMs === undefined ? {} : { durationMs }) })
  const nowMs = asked.context.clock.wallMs()
  printPeer(asked, peer, `is kept out; that ends ${relative(peer.bannedUntil, nowMs)}`)
})

export const unban: Command = runCommand(async (asked) => {
  const peerId = await whichPeer(asked.client, asked.args[0] ?? '', 'peers')
  printPeer(asked, await asked.client.call('peers.unban', { peerId }), 'is no longer kept out')
})

/** One line for each answer; fails when the last one failed, so that a script can wait for a peer. */
export const ping: Command<{ count: number }> = runCommand(async (asked) => {
  const { client, options, print } = asked
  const peerId = await typedPeer(asked)
  let failure: KithError | null = null
  for (let sent = 0; sent < options.count; sent += 1) {
    if (sent > 0) await pause(asked)
    try {
      const answer = await client.call('peers.ping', { peerId })
      failure = null
      if (options.json) print.json(answer)
      else print.lines([`${shortId(peerId)} answers in ${rtt(answer.rttMs)}`])
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      failure = error
      if (sent + 1 < options.count && !options.json) print.lines([error.message])
    }
  }
  if (failure !== null) throw failure
})

const typedPeer = (asked: Pick<Asked<object>, 'client' | 'args'>): Promise<string> =>
  whichPeer(asked.client, asked.args[0] ?? '', 'peers')

const pause = ({ context: { clock } }: Pick<Asked<object>, 'context'>): Promise<void> =>
  new Promise((resolve) => void clock.at(clock.now() + SECOND_MS, resolve))

export function printPeer(
  { options, print }: Pick<Asked<object>, 'options' | 'print'>,
  peer: PeerView,
  what: string,
): void {
  if (options.json) return print.json(peer)
  const who = peer.name === null ? shortId(peer.peerId) : `${peer.name} (${shortId(peer.peerId)})`
  print.lines([`${printable(who)} ${what}: ${peer.trust}, ${peer.state}.`])
}

function stateWords(peer: PeerView, nowMs: number): string {
  if (peer.state === 'connected' || peer.state === 'dialing') return peer.state
  const why = peer.reason ? ` (${reasonWords[peer.reason]})` : ''
  const next = peer.nextTryAt === null ? '' : `, next try ${relative(peer.nextTryAt, nowMs)}`
  return `${peer.state}${why}${next}`
}

const peerFacts = (peer: PeerView, nowMs: number): string[] =>
  facts([
    ['Name', peer.name ?? '–'],
    ['Peer ID', peer.peerId],
    ['Note', peer.note === null ? [] : peer.note.split('\n')],
    ['Trust', peer.trust],
    [
      'Checked',
      peer.verified === null ? 'no' : `${relative(peer.verified.at, nowMs)}, ${checkedWords[peer.verified.how]}`,
    ],
    ['Banned', peer.bannedUntil === null ? [] : `ends ${relative(peer.bannedUntil, nowMs)}`],
    ['May', `${peer.permissions.join(', ') || 'nothing'}${peer.ownPermissions ? ' (chosen for this peer)' : ''}`],
    ['Kept', peer.kept ? 'yes, reconnected by itself' : 'no'],
    ['State', stateWords(peer, nowMs)],
    ['Via', [peer.transport, peer.direction].filter(Boolean).join(', ') || '–'],
    ['Round trip', rtt(peer.rttMs)],
    ['Connected', relative(peer.connectedSince, nowMs)],
    ['Last seen', relative(peer.lastSeen, nowMs)],
    ['Added', relative(peer.addedAt, nowMs)],
    ['Runs', peer.agent ?? '–'],
    ['Addresses', peer.addresses.length > 0 ? peer.addresses : 'none known'],
  ])
