/** The decisions about a request. Each says what it did; approving and blocking can be taken back. */
import type { RequestView } from '../../../contract/views.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'

type Needs = Pick<Stores, 'client' | 'toasts'>
const said = strings.requests.did

export interface Approval {
  readonly level: 'verified' | 'trusted'
  /** `null`: as it calls itself. */
  readonly name: string | null
}

export const callRequest = (request: RequestView): string => request.name ?? shortPeerId(request.peerId)

/** @throws KithError for the dialog to show */
export async function approve(needs: Needs, request: RequestView, { level, name }: Approval): Promise<void> {
  const peer = await needs.client.call('requests.approve', { peerId: request.peerId, level, name })
  const called = callPeer(peer)
  needs.toasts.done(said.approved(called, strings.trust[level]), () => void takeBack(needs, peer.peerId, called))
}

export const ignore = ({ client, toasts }: Needs, request: RequestView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('requests.ignore', { peerId: request.peerId })
    toasts.done(said.ignored(callRequest(request)))
  })

export const block = (needs: Needs, request: RequestView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    const { client, toasts } = needs
    await client.call('requests.block', { peerId: request.peerId })
    const called = callRequest(request)
    toasts.done(said.blocked(called), () => void takeBack(needs, request.peerId, called))
  })

/** Forgetting is as near to "never decided" as there is: it shows up again when it knocks again. */
function takeBack({ client, toasts }: Needs, peerId: string, called: string): Promise<boolean> {
  return attempt(toasts, async () => {
    await client.call('peers.forget', { peerIds: [peerId] })
    toasts.done(said.takenBack(called))
  })
}
