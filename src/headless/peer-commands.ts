/** `kith peers …` and `kith trust`. */
import { KithError } from '../contract/errors.ts'
import { type PeerView, type Permission, TrustLevel } from '../contract/views.ts'
import { forgetPeers } from './allowlist-commands.ts'
import { peerFacts } from './peer-facts.ts'
import { peerTable } from './peer-table.ts'
import { watchPeers } from './peers-watch.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { printable, shortId } from './text.ts'
import { whichPeer, whichPeers } from './which-peer.ts'

export const peersLs: Command<{ watch?: boolean }> = runCommand(async (asked) => {
  const { client, context, options, print, paint } = asked
  if (options.watch) return watchPeers(asked)
  const peers = await client.call('peers.list')
  if (options.json) {
    print.json(peers)
    return
  }
  if (peers.length === 0) {
    print.lines(['No peers yet. Add one with: kith peers add ADDRESS', 'Who asks to connect is under: kith requests'])
    return
  }
  const [heading = '', ...lines] = peerTable(peers, context.clock.wallMs())
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

/** With `--json` the peer as `ls` has it, and beside it how its link fared and what is thought of its conduct. */
export const peersShow: Command = runCommand(async (asked) => {
  const { client, context, options, print } = asked
  const peerId = await typedPeer(asked)
  const [peer, history, reputation, { settings }] = await Promise.all([
    client.call('peers.show', { peerId }),
    client.call('peers.history', { peerId }),
    client.call('peers.reputation', { peerId }),
    client.call('settings.get'),
  ])
  if (options.json) {
    print.json({ ...peer, history, reputation })
    return
  }
  const { unit } = settings.bandwidth
  print.lines(peerFacts({ peer, history, reputation, unit }, context.clock.wallMs()))
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

const typedPeer = (asked: Pick<Asked<object>, 'client' | 'args'>): Promise<string> =>
  whichPeer(asked.client, asked.args[0] ?? '', 'peers')

export function printPeer(
  { options, print }: Pick<Asked<object>, 'options' | 'print'>,
  peer: PeerView,
  what: string,
): void {
  if (options.json) return print.json(peer)
  const who = peer.name === null ? shortId(peer.peerId) : `${peer.name} (${shortId(peer.peerId)})`
  print.lines([`${printable(who)} ${what}: ${peer.trust}, ${peer.state}.`])
}
