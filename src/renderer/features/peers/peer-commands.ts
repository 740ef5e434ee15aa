/** What can be done with one peer, as commands: the same deeds as the buttons of its details. */
import type { PeerView, TrustLevel } from '../../../contract/views.ts'
import type { Command } from '../../commands/command.ts'
import { copyText } from '../../commands/copy-text.ts'
import { isLinked } from '../../format/peer-standing.ts'
import { callPeer } from '../../format/peer-words.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'
import { unban } from './ban-actions.ts'
import { connect, disconnect, keep, ping, removePeer, setLevel, unblock } from './peer-actions.ts'

const { peer: words, peerAlso: also } = strings.palette

export function peerCommands(stores: Stores, peer: PeerView): readonly Command[] {
  const { screen, toasts } = stores
  const { peerId, trust } = peer
  const blocked = trust === 'blocked'
  const banned = peer.bannedUntil !== null
  const linked = isLinked(peer)
  const open = !blocked && !banned
  const of = (id: string, label: string, run: () => unknown, when = true, more = ''): readonly Command[] =>
    when ? [{ id: `peer.${id}`, group: 'do', label, also: more, run }] : []
  const level = (to: Exclude<TrustLevel, 'unknown' | 'blocked'>) =>
    of(`trust.${to}`, words.level(strings.trust[to]), () => setLevel(stores, peer, to), trust !== to)
  const showDetails = (): void => {
    screen.showPeer(peerId)
    // They may be there only with the next frame.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.panel')?.focus())
  }
  const keeping = async (kept: boolean): Promise<void> => {
    if (await keep(stores, peer, kept)) toasts.done((kept ? words.kept : words.unkept)(callPeer(peer)))
  }
  return [
    ...of('details', words.details, showDetails, true, also.details),
    ...of('connect', words.connect, () => connect(stores, peer), open && !linked, also.connect),
    ...of('disconnect', words.disconnect, () => disconnect(stores, peer), linked, also.disconnect),
    ...of('ping', words.ping, () => ping(stores, peer), linked, also.ping),
    ...of('verify', words.verify, () => screen.open({ kind: 'verify', peerId }), true, also.verify),
    ...level('trusted'),
    ...level('verified'),
    ...of('edit', words.edit, showDetails, true, also.edit),
    ...of('keep', words.keep, () => keeping(true), !peer.kept && !blocked),
    ...of('unkeep', words.unkeep, () => keeping(false), peer.kept),
    ...of('introduce', words.introduce, () => screen.open({ kind: 'introduce', peerId }), open),
    ...of(
      'reset-conduct',
      words.resetConduct,
      () => screen.open({ kind: 'reset-conduct', peerId }),
      true,
      also.resetConduct,
    ),
    ...of('copy-id', words.copyId, () => copyText(toasts, peerId, strings.node.peerIdShort)),
    ...of('ban', words.ban, () => screen.open({ kind: 'ban', peerId }), open, also.ban),
    ...of('unban', words.unban, () => unban(stores, peer), banned, also.unban),
    ...of('block', words.block, () => setLevel(stores, peer, 'blocked'), !blocked),
    ...of('unblock', words.unblock, () => unblock(stores, peer), blocked),
    ...of('remove', words.remove, () => removePeer(stores, peer), true, also.remove),
  ]
}
