/** What a failed dial means. libp2p tells its errors apart by name; what a person needs is why and whether to try again. */
import { type ErrorName, KithError } from '../../contract/errors.ts'
import type { PeerReason } from '../../contract/views.ts'

interface Meaning {
  readonly name: ErrorName
  readonly reason: PeerReason
  readonly message: string
}

const meanings: Readonly<
  Record<
    'timeout' | 'refused' | 'mismatch' | 'protocol' | 'invalid' | 'denied' | 'reset' | 'relays' | 'unreachable',
    Meaning
  >
> = {
  timeout: { name: 'Timeout', reason: 'timeout', message: 'The peer did not answer in time.' },
  refused: {
    name: 'Refused',
    reason: 'refused',
    message: 'The peer closed the connection: it does not let this node in.',
  },
  mismatch: {
    name: 'ProtocolMismatch',
    reason: 'peer-id-mismatch',
    message:
      'Somebody else answers at this address: the peer ID differs. The address is old, or somebody pretends to be this peer.',
  },
  protocol: {
    name: 'ProtocolMismatch',
    reason: 'no-common-protocol',
    message: 'The other end does not speak Kith’s protocols.',
  },
  invalid: {
    name: 'InvalidAddress',
    reason: 'invalid-address',
    message: 'None of the peer’s addresses can be dialled.',
  },
  denied: {
    name: 'Blocked',
    reason: 'blocked',
    message: 'This node does not let itself connect to that peer, or to the relay on the way to it.',
  },
  reset: { name: 'ConnectionFailed', reason: 'reset', message: 'The connection broke while it was being made.' },
  relays: {
    name: 'BreakerOpen',
    reason: 'unreachable',
    message:
      'Nobody answers at a direct address of the peer, and relays are left alone for a while because they kept failing. Kith tries again by itself.',
  },
  unreachable: { name: 'Unreachable', reason: 'unreachable', message: 'Nobody answers at the peer’s addresses.' },
}

/** By the `name` (or system `code`) of the error. Names from @libp2p/interface, libp2p and Node's system errors. */
const byName: Readonly<Record<string, keyof typeof meanings>> = {
  TimeoutError: 'timeout',
  ETIMEDOUT: 'timeout',
  UnexpectedEOFError: 'refused',
  UnexpectedPeerError: 'mismatch',
  InvalidCryptoExchangeError: 'mismatch',
  UnsupportedProtocolError: 'protocol',
  MuxerUnavailableError: 'refused',
  NoValidAddressesError: 'invalid',
  InvalidMultiaddrError: 'invalid',
  DialDeniedError: 'denied',
  ConnectionDeniedError: 'denied',
  ConnectionInterceptedError: 'denied',
  ECONNREFUSED: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  BreakerOpen: 'relays',
  BreakerProbing: 'relays',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  StreamResetError: 'reset',
  ConnectionClosedError: 'refused',
}

/**
 * When several addresses failed in different ways, the one that says most about the peer wins. Somebody else at one old
 * address says little while another address merely does not answer.
 */
const weight: readonly (keyof typeof meanings)[] = [
  'refused',
  'protocol',
  'denied',
  'reset',
  'timeout',
  'relays',
  'unreachable',
  'mismatch',
  'invalid',
]

/** A plain picture of an error: names and messages, with what it wraps. */
interface ErrorShape {
  readonly name?: string
  readonly code?: unknown
  readonly message?: string
  readonly cause?: unknown
  readonly errors?: readonly unknown[]
}

export function dialError(error: unknown): KithError {
  const kinds = kindsOf(error, 0)
  const kind = weight.find((k) => kinds.has(k)) ?? 'unreachable'
  const { name, reason, message } = meanings[kind]
  return new KithError(name, message, { cause: error, details: { reason } })
}

function kindsOf(error: unknown, depth: number): Set<keyof typeof meanings> {
  const kinds = new Set<keyof typeof meanings>()
  if (typeof error !== 'object' || error === null || depth > 4) return kinds
  const { name = '', code, message = '', cause, errors = [] } = error as ErrorShape
  const known = byName[name] ?? (typeof code === 'string' ? byName[code] : undefined)
  if (known) kinds.add(known)
  // The upgrader wraps every failure of the handshake in one name; what it wraps is only in the text.
  else if (name === 'EncryptionFailedError')
    kinds.add(
      /peer id|identity|expected/i.test(message) ? 'mismatch' : /select|protocol/i.test(message) ? 'protocol' : 'reset',
    )
  for (const inner of [cause, ...errors]) for (const kind of kindsOf(inner, depth + 1)) kinds.add(kind)
  return kinds
}
