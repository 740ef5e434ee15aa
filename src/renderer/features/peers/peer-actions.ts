/** What a person can do with a peer. Each says what it did, and takes it back where that is possible. */
import type { PeerView, TrustLevel } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { formatRtt } from '../../format/quantities.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'

type Needs = Pick<Stores, 'client' | 'toasts'>
const said = strings.peer.did

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

/** @param name `null` goes back to what the peer calls itself */
export const rename = ({ client, toasts }: Needs, peer: PeerView, name: string | null): Promise<boolean> =>
  attempt(toasts, () => client.call('peers.edit', { peerId: peer.peerId, name }))

export const keep = ({ client, toasts }: Needs, peer: PeerView, kept: boolean): Promise<boolean> =>
  attempt(toasts, () => client.call('peers.edit', { peerId: peer.peerId, kept }))

/** Undone by going back to the level, and to being kept or not, that it had. */
export const setTrust = (needs: Needs, peer: PeerView, level: TrustLevel): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    const { client, toasts } = needs
    await client.call('peers.trust', { peerId: peer.peerId, level })
    toasts.done(trustWords(callPeer(peer), level), () => void restoreTrust(needs, peer))
  })

function restoreTrust({ client, toasts }: Needs, before: PeerView): Promise<boolean> {
  return attempt(toasts, async () => {
    const after = await client.call('peers.trust', { peerId: before.peerId, level: before.trust })
    if (after.kept !== before.kept) await client.call('peers.edit', { peerId: before.peerId, kept: before.kept })
    toasts.done(trustWords(callPeer(before), before.trust))
  })
}

function trustWords(name: string, level: TrustLevel): string {
  if (level === 'blocked') return said.blocked(name)
  return level === 'unknown' ? said.unblocked(name) : said.trust(name, strings.trust[level])
}

/** Cannot be undone: whoever calls this has asked. */
export const forget = ({ client, toasts }: Needs, peer: PeerView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('peers.forget', { peerIds: [peer.peerId] })
    toasts.done(said.forgot(callPeer(peer)))
  })
