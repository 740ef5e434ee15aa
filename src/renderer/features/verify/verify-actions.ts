/** What follows from comparing two screens: it is who they say, it is not, or the person takes back what they said. */
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { peerStrings, strings } from '../../strings.ts'

type Needs = Pick<Stores, 'client' | 'toasts' | 'peers'>

/** @throws KithError for the dialog to show */
export const confirmWords = async ({ client, peers }: Needs, peerId: string): Promise<void> =>
  peers.learn(await client.call('peers.verify', { peerId, how: 'words' }))

/**
 * Lets the node compare what the other screen shows.
 *
 * @throws KithError when it does not fit, for the dialog to show
 */
export const confirmCode = async ({ client, peers }: Needs, peerId: string, code: string): Promise<void> =>
  peers.learn(await client.call('peers.verify', { peerId, how: 'code', code }))

/** The person is no longer sure. @returns whether it worked */
export const takeBack = (needs: Needs, peer: PeerView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    needs.peers.learn(await needs.client.call('peers.verify', { peerId: peer.peerId, how: null }))
    needs.toasts.done(peerStrings.verify.tookBack(callPeer(peer)))
  })

/** Whoever it is, it is not let in any more. The node can give back what was there before. */
export const blockImpostor = (needs: Needs, peer: PeerView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    const { client, toasts } = needs
    const { undo } = await client.call('peers.change', { peerIds: [peer.peerId], level: 'blocked' })
    toasts.done(
      strings.peer.did.blocked(callPeer(peer)),
      () =>
        void attempt(toasts, async () => {
          await client.call('peers.undo', { undo })
          toasts.done(peerStrings.peer.restored(callPeer(peer)))
        }),
    )
  })
