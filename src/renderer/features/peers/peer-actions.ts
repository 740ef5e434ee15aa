/** What a person can do with one peer. Each says what it did where the screen does not show it, and how to take it back. */
import type { PeerLimits, PeerView, Permission, TrustLevel } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { formatRtt } from '../../format/quantities.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { peerStrings, strings } from '../../strings.ts'
import { change, remove } from './many-actions.ts'

type Needs = Pick<Stores, 'client' | 'toasts' | 'peers'>
const said = strings.peer.did
const more = peerStrings.peer

/** Dials, and answers when it is connected or the try has failed. */
export const connect = ({ client, toasts }: Needs, peer: PeerView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('peers.connect', { peerId: peer.peerId })
    toasts.done(said.connected(callPeer(peer)))
  })

export const disconnect = ({ client, toasts }: Needs, peer: PeerView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('peers.disconnect', { peerId: peer.peerId })
    toasts.done(said.disconnected(callPeer(peer)))
  })

export const ping = ({ client, toasts }: Needs, peer: PeerView): Promise<boolean> =>
  attempt(toasts, async () => {
    const { rttMs } = await client.call('peers.ping', { peerId: peer.peerId })
    toasts.done(said.pinged(callPeer(peer), formatRtt(rttMs)))
  })

interface Edit {
  readonly name?: string | null
  readonly note?: string | null
  readonly kept?: boolean
  readonly permissions?: Permission[] | null
  readonly limits?: Partial<PeerLimits>
}

const edit = async ({ client, peers }: Needs, peer: PeerView, what: Edit): Promise<void> =>
  peers.learn(await client.call('peers.edit', { peerId: peer.peerId, ...what }))

/** @param name `null` goes back to what the peer calls itself */
export const rename = (needs: Needs, peer: PeerView, name: string | null): Promise<boolean> =>
  attempt(needs.toasts, () => edit(needs, peer, { name }))

export const keep = (needs: Needs, peer: PeerView, kept: boolean): Promise<boolean> =>
  attempt(needs.toasts, () => edit(needs, peer, { kept }))

/** @param permissions `null` follows the level */
export const allow = (needs: Needs, peer: PeerView, permissions: readonly Permission[] | null): Promise<boolean> =>
  attempt(needs.toasts, () => edit(needs, peer, { permissions: permissions === null ? null : [...permissions] }))

/** Only what is given is changed; 0 takes a limit away. */
export const limit = (needs: Needs, peer: PeerView, limits: Partial<PeerLimits>): Promise<boolean> =>
  attempt(needs.toasts, () => edit(needs, peer, { limits }))

/** Undone by writing down again what was there. */
export const writeNote = (needs: Needs, peer: PeerView, note: string | null): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    await edit(needs, peer, { note })
    needs.toasts.done(more.noteSaved(callPeer(peer)), () => void takeNoteBack(needs, peer))
  })

const takeNoteBack = (needs: Needs, before: PeerView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    await edit(needs, before, { note: before.note })
    needs.toasts.done(more.noteBack(callPeer(before)))
  })

/** The node gives back exactly what was there: a level takes permissions and being kept with it. */
export function setLevel(needs: Needs, peer: PeerView, level: Exclude<TrustLevel, 'unknown'>): Promise<boolean> {
  const name = callPeer(peer)
  return change(
    needs,
    [peer.peerId],
    { level },
    {
      done: () => (level === 'blocked' ? said.blocked(name) : said.trust(name, strings.trust[level])),
      restored: () => more.restored(name),
    },
  )
}

/** It is a stranger then. Undone by blocking it again. */
export const unblock = (needs: Needs, peer: PeerView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    needs.peers.learn(await needs.client.call('peers.trust', { peerId: peer.peerId, level: 'unknown' }))
    needs.toasts.done(said.unblocked(callPeer(peer)), () => void setLevel(needs, peer, 'blocked'))
  })

/** Over there it becomes a request. @param to who is told; it has to be connected */
export const introduce = ({ client, toasts }: Needs, peer: PeerView, to: PeerView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('peers.introduce', { peerId: peer.peerId, to: to.peerId })
    toasts.done(peerStrings.introduce.did(callPeer(peer), callPeer(to)))
  })

export const removePeer = (needs: Needs, peer: PeerView): Promise<boolean> =>
  remove(needs, [peer.peerId], {
    done: () => more.removed(callPeer(peer)),
    restored: () => more.restored(callPeer(peer)),
  })
