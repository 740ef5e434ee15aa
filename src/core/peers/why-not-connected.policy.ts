/** Puts the reason for which a peer is not connected into the error that a person sees. */
import { type ErrorName, KithError } from '../../contract/errors.ts'
import type { PeerReason } from '../../contract/views.ts'

/** A state that is not “connected”, as the error that a person who asked to connect gets. */
export function whyNotConnected(reason: PeerReason | null): KithError {
  const [name, message] = (reason && explanations[reason]) ?? (['ConnectionFailed', 'The connection failed.'] as const)
  return new KithError(name, message, { details: { reason } })
}

const explanations: Partial<Readonly<Record<PeerReason, readonly [ErrorName, string]>>> = {
  'not-approved': [
    'NotApproved',
    'The peer has not approved this node yet. It has your request; you are connected as soon as it says yes.',
  ],
  refused: ['Refused', 'The peer closed the connection: it does not let this node in.'],
  timeout: ['Timeout', 'The peer did not answer in time.'],
  unreachable: [
    'Unreachable',
    'Nobody answers at the peer’s addresses. It may be off, or its address may have changed.',
  ],
  'peer-id-mismatch': [
    'ProtocolMismatch',
    'Somebody else answers at this address: its peer ID is another one. Ask for the current address.',
  ],
  'no-common-protocol': ['ProtocolMismatch', 'The other end does not speak Kith’s protocols.'],
  'invalid-address': ['InvalidAddress', 'None of the peer’s addresses can be dialled.'],
  'no-address': ['InvalidAddress', 'No address of this peer is known. Add one, or wait until it connects by itself.'],
  blocked: ['Blocked', 'This peer, or the relay on the way to it, is not on the allowlist.'],
  'disconnected-here': ['Aborted', 'The connection was called off here.'],
  banned: ['Blocked', 'This peer is kept out for a while. Lift the ban to connect it now.'],
  'full-here': [
    'LimitReached',
    'This node has no place left for another connection. Disconnect a peer, or raise the limits in the settings.',
  ],
}
