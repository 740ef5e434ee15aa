/** The decisions about a request and about strangers. Each says what it did, and how to take it back where that is possible. */
import type { AdmissionMode, Permission, RequestView } from '../../../contract/views.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'

type Needs = Pick<Stores, 'client' | 'toasts'>
const said = strings.requests.did
const words = strings.requestWords

export interface Approval {
  readonly level: 'verified' | 'trusted'
  /** `null`: as it calls itself. */
  readonly name: string | null
  /** `null`: as the level has it. */
  readonly permissions: readonly Permission[] | null
}

export const callRequest = (request: RequestView): string => request.name ?? shortPeerId(request.peerId)

/** @throws KithError for the dialog to show */
export async function approve(needs: Needs, request: RequestView, approval: Approval): Promise<void> {
  const { level, name, permissions } = approval
  const peer = await needs.client.call('requests.approve', {
    peerId: request.peerId,
    level,
    name,
    permissions: permissions === null ? null : [...permissions],
  })
  const called = callPeer(peer)
  needs.toasts.done(said.approved(called, strings.trust[level]), () => void takeBack(needs, peer.peerId, called))
}

export const ignore = ({ client, toasts }: Needs, request: RequestView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('requests.ignore', { peerId: request.peerId })
    toasts.done(said.ignored(callRequest(request)))
  })

/** The request is gone with it, so the way back is no true undo: unblocked, it has to knock again. */
export const block = (needs: Needs, request: RequestView): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    const { client, toasts } = needs
    await client.call('requests.block', { peerId: request.peerId })
    const called = callRequest(request)
    toasts.done(said.blocked(called), () => void unblock(needs, request.peerId, called), words.unblock)
  })

export const forget = ({ client, toasts }: Needs, request: RequestView): Promise<boolean> =>
  attempt(toasts, async () => {
    await client.call('requests.forget', { peerId: request.peerId })
    toasts.done(words.forgot(callRequest(request)))
  })

export const setAdmission = (needs: Needs, mode: AdmissionMode, before: AdmissionMode): Promise<boolean> =>
  attempt(needs.toasts, async () => {
    const { client, toasts } = needs
    await client.call('settings.set', { change: { admission: { mode } } })
    toasts.done(strings.strangers.changed[mode], () => void setAdmission(needs, before, mode))
  })

/** Forgetting is as near to "never decided" as there is: it shows up again when it knocks again. */
function takeBack({ client, toasts }: Needs, peerId: string, called: string): Promise<boolean> {
  return attempt(toasts, async () => {
    await client.call('peers.forget', { peerIds: [peerId] })
    toasts.done(said.takenBack(called))
  })
}

function unblock({ client, toasts }: Needs, peerId: string, called: string): Promise<boolean> {
  return attempt(toasts, async () => {
    await client.call('peers.trust', { peerId, level: 'unknown' })
    toasts.done(words.unblocked(called))
  })
}
