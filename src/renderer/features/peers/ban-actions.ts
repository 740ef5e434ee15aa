/** Keeping a peer out for a while, letting it in again, and forgetting how it behaved. */
import type { PeerView } from '../../../contract/views.ts'
import { SECOND_MS } from '../../../kit/units.ts'
import { callPeer } from '../../format/peer-words.ts'
import { formatRest, formatSpan } from '../../format/quantities.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { linkStrings } from '../../strings.ts'

type Needs = Pick<Stores, 'client' | 'toasts' | 'peers' | 'clock'>
const said = linkStrings.ban

/** @param durationMs for how long it is kept out, in both directions */
export const ban = (needs: Needs, peer: PeerView, durationMs: number): Promise<boolean> =>
  keepOut(needs, peer, durationMs, said.banned(callPeer(peer), formatSpan(durationMs)))

function keepOut(needs: Needs, peer: PeerView, durationMs: number, text: string): Promise<boolean> {
  return attempt(needs.toasts, async () => {
    const banned = await needs.client.call('peers.ban', { peerId: peer.peerId, durationMs })
    needs.peers.learn(banned)
    needs.toasts.done(text, () => void unban(needs, banned))
  })
}

/** Undone by keeping it out until the same time. */
export const unban = (needs: Needs, peer: PeerView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    needs.peers.learn(await needs.client.call('peers.unban', { peerId: peer.peerId }))
    const untilMs = peer.bannedUntil === null ? 0 : Date.parse(peer.bannedUntil)
    needs.toasts.done(said.lifted(callPeer(peer)), () => {
      // The rest of it, a second at least: what the node takes.
      const restMs = Math.max(SECOND_MS, Math.round(untilMs - needs.clock.wallMs()))
      void keepOut(needs, peer, restMs, said.again(callPeer(peer), formatRest(restMs)))
    })
  })

/** Its score is back at the start; a ban for its conduct ends. */
export const resetConduct = (needs: Needs & Pick<Stores, 'peerDetails'>, peer: PeerView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    needs.peerDetails.learn(await needs.client.call('peers.resetReputation', { peerId: peer.peerId }))
    needs.toasts.done(linkStrings.conduct.resetDone(callPeer(peer)))
  })
