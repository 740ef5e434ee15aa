/** What a person typed, turned into a peer ID and addresses that libp2p can dial, or into a sentence that says what is wrong. */
import { peerIdFromString } from '@libp2p/peer-id'
import { CODE_P2P, type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { KithError } from '../../contract/errors.ts'
import type { Transport } from '../../contract/views.ts'
import { err, ok, type Result } from '../../kit/result.ts'

export interface PeerAddress {
  /** Canonical text form, `12D3KooW…`. */
  readonly peerId: string
  /** Multiaddr without the trailing `/p2p/<peer ID>`; `null` when only a peer ID was given. */
  readonly address: string | null
  readonly transport: Transport
}

/** Longer than any sane multiaddr (two certhashes and two peer IDs); keeps the parser's cost bounded. */
const MAX_LENGTH = 1_024
const ED25519_PREFIX = '12D3KooW'
/**
 * Of all Ed25519 peer IDs in their usual form, the first (a key of zeros) and the last (of ones). Base58 keeps the order of
 * the bytes, so every text between them is one. Decoding it takes thirty times as long, and a list has thousands.
 */
const USUAL_FORM = /^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/
const FIRST_PEER_ID = '12D3KooW9pNAk8aiBuGVQtWRdbkLmo5qVL3e2h5UxbN2Nz9ttwiw'
const LAST_PEER_ID = '12D3KooWT3gYEvLJyx1FyyHqrmvdy1tMjpgxmu9aSeKMEuafQtyC'
/** White space of every kind and the invisible characters that come with a paste from a chat or a mail. */
const INVISIBLE = /[\s\p{Cc}\p{Cf}]+/gu

const invalid = (message: string): Result<never, KithError> => err(new KithError('InvalidAddress', message))

/** `12D3KooW…`, or the CIDv1 form (`bafz…`, `k51…`) of the same key (libp2p peer-ids spec, "String representation"). */
export function parsePeerId(text: string): Result<string, KithError> {
  if (USUAL_FORM.test(text) && text >= FIRST_PEER_ID && text <= LAST_PEER_ID) return ok(text)
  let peerId: string
  try {
    peerId = peerIdFromString(text).toString()
  } catch {
    return invalid(
      `“${shorten(text)}” is not a peer ID. A peer ID begins with ${ED25519_PREFIX} and has 52 characters.`,
    )
  }
  if (!peerId.startsWith(ED25519_PREFIX))
    return invalid('This peer ID is not made from an Ed25519 key. Kith only connects to peers with Ed25519 keys.')
  return ok(peerId)
}

/**
 * Understands `peer_id@multiaddr`, `multiaddr/p2p/peer_id` and a bare peer ID, with white space and line breaks anywhere
 * (spec §3). Never throws.
 */
export function parsePeerAddress(text: string): Result<PeerAddress, KithError> {
  const clean = text.replace(INVISIBLE, '')
  if (clean === '') return invalid('There is no address here. Paste the address that the other node shows.')
  if (clean.length > MAX_LENGTH)
    return invalid(`This is too long for an address (${clean.length} characters, at most ${MAX_LENGTH}).`)

  const at = clean.indexOf('@')
  if (at >= 0) {
    const named = parsePeerId(clean.slice(0, at))
    return named.ok ? parseMultiaddr(clean.slice(at + 1), named.value) : named
  }
  if (clean.startsWith('/')) return parseMultiaddr(clean, null)
  const bare = parsePeerId(clean)
  if (bare.ok) return ok({ peerId: bare.value, address: null, transport: 'other' })
  return /^[\w.-]+:\d+$/.test(clean)
    ? invalid(
        `“${shorten(clean)}” is a host and a port. Kith needs a full address such as /ip4/192.0.2.7/tcp/4711/p2p/12D3KooW…`,
      )
    : bare
}

function parseMultiaddr(text: string, named: string | null): Result<PeerAddress, KithError> {
  if (!text.startsWith('/'))
    return invalid(`“${shorten(text)}” is not a multiaddr. It must begin with “/”, such as /ip4/192.0.2.7/tcp/4711.`)
  let parsed: Multiaddr
  try {
    parsed = multiaddr(text)
  } catch (error) {
    return invalid(`“${shorten(text)}” is not a valid multiaddr: ${plainReason(error)}.`)
  }
  const components = parsed.getComponents()
  const last = components.at(-1)
  const target = last?.code === CODE_P2P ? parsePeerId(last.value ?? '') : null
  if (target?.ok === false) return target
  if (named && target && named !== target.value)
    return invalid(
      'The peer ID before “@” and the one at the end of the address differ. Only one of them can be meant.',
    )
  const peerId = named ?? target?.value
  if (!peerId)
    return invalid(
      'The address has no peer ID, so nobody could check who answers. Add /p2p/12D3KooW… at its end, or put the peer ID and “@” before it.',
    )

  const route = target ? components.slice(0, -1) : components
  if (route.length === 0) return ok({ peerId, address: null, transport: 'other' })
  const address = route.map(({ name, value }) => (value === undefined ? `/${name}` : `/${name}/${value}`)).join('')
  const transport = transportOf(address)
  if (transport === 'other')
    return invalid(
      `Kith cannot dial “${shorten(address)}”. It connects over TCP (/ip4/…/tcp/…), webrtc-direct (/ip4/…/udp/…/webrtc-direct/certhash/…) and through relays (…/p2p-circuit).`,
    )
  if (transport === 'webrtc-direct' && !address.includes('/certhash/'))
    return invalid('A webrtc-direct address needs its /certhash/…, which proves the other end. Copy the whole address.')
  if (transport === 'relay' || transport === 'webrtc') {
    const through = relayIn(address)
    if (!through.ok) return through
  }
  const port = /\/(?:tcp|udp)\/(\d+)/.exec(address)?.[1]
  if (port === '0')
    return invalid('Port 0 means “any free port” and cannot be dialled. Ask for the address with its real port.')
  return ok({ peerId, address, transport })
}

/** The relay that an address passes through: it has to be one that can be dialled itself, directly. */
function relayIn(address: string): Result<PeerAddress, KithError> {
  const circuit = address.indexOf('/p2p-circuit')
  if (!/^\/p2p-circuit(\/webrtc)?$/.test(address.slice(circuit)))
    return invalid(`Kith cannot dial “${shorten(address)}”. It passes through one relay at most.`)
  const relay = parseMultiaddr(address.slice(0, circuit), null)
  return relay.ok ? relay : invalid(`The relay in this address cannot be used. ${relay.error.message}`)
}

/** Which of our transports a multiaddr names. Looks at its shape only. */
export function transportOf(address: string): Transport {
  if (address.endsWith('/p2p-circuit/webrtc')) return 'webrtc'
  if (address.includes('/p2p-circuit')) return 'relay'
  if (/^\/(ip4|ip6)\/[^/]+\/udp\/\d+\/webrtc-direct(\/certhash\/[^/]+)*$/.test(address)) return 'webrtc-direct'
  if (/^\/(ip4|ip6|dns|dns4|dns6)\/[^/]+\/tcp\/\d+$/.test(address)) return 'tcp'
  return 'other'
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 40)}…${text.slice(-12)}` : text)

/** The library's own words, without its class names and stack. */
function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? 'it cannot be read').replace(/\.$/, '').slice(0, 120)
}

/** A multiaddr as text, without the peer ID that it may end with. */
export function withoutPeerId(address: Multiaddr): string {
  const text = address.toString()
  const last = address.getComponents().at(-1)
  return last?.code === CODE_P2P ? text.slice(0, text.lastIndexOf('/p2p/')) : text
}

/** Those at which Kith can dial this peer; none for an ID that is none in Kith, as other libp2p programs have. */
export const dialableAddresses = (peerId: string, addresses: readonly string[]): string[] =>
  addresses.flatMap((address) => {
    const parsed = parsePeerAddress(`${peerId}@${address}`)
    return parsed.ok && parsed.value.address !== null ? parsed.value.address : []
  })
