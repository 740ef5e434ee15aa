/** The contract's words as a person reads them on the command line. */
import type { PeerReason, VerifiedHow } from '../contract/views.ts'

export const reasonWords: Readonly<Record<PeerReason, string>> = {
  'not-approved': 'waiting for approval there',
  refused: 'refused by the peer',
  timeout: 'no answer in time',
  unreachable: 'not reachable',
  reset: 'the line broke',
  'remote-full': 'the peer has no place left',
  unresponsive: 'it stopped answering',
  'peer-id-mismatch': 'somebody else answers at its address',
  'no-common-protocol': 'no protocol in common',
  'invalid-address': 'its address is not valid',
  'no-address': 'no address is known',
  blocked: 'blocked',
  'disconnected-here': 'by you',
  'disconnected-there': 'by the peer',
  stopped: 'the peer stopped',
  replaced: 'replaced by a better connection',
  banned: 'kept out for a while',
  'full-here': 'this node has no place left for it',
}

/** How a person made sure who a peer is. */
export const checkedWords: Readonly<Record<VerifiedHow, string>> = {
  words: 'by comparing the safety words',
  code: 'by its code',
  invite: 'by an invite',
}
