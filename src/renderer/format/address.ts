/** Reads a multiaddr for a person's eyes: what it leads to, over which transport, and from where it can be reached. */
import { shortPeerId } from './peer-id.ts'

/** From where an address can be reached; decides what a person may use it for. */
export type Reach = 'internet' | 'local-network' | 'this-machine' | 'relay'

export type AddressTransport = 'tcp' | 'webrtc-direct' | 'webrtc' | 'relay' | 'other'

export interface ReadAddress {
  /** `host:port`, or the multiaddr itself where there is no such thing. */
  readonly text: string
  readonly transport: AddressTransport
  readonly reach: Reach
  /** The relay's peer ID, for an address that passes through one. */
  readonly relay: string | null
}

const hostProtocols = new Set(['ip4', 'ip6', 'dns', 'dns4', 'dns6', 'dnsaddr'])

/** Never throws: what it cannot read it shows as it is. */
export function readAddress(multiaddr: string): ReadAddress {
  const parts = multiaddr.split('/').slice(1)
  const after = (...names: readonly string[]): string | null => {
    const at = parts.findIndex((part) => names.includes(part))
    return at === -1 ? null : (parts[at + 1] ?? null)
  }
  const protocol = parts[0] ?? ''
  const host = hostProtocols.has(protocol) ? (parts[1] ?? null) : null
  const port = after('tcp', 'udp')
  const relayed = parts.includes('p2p-circuit')
  const relay = relayed ? after('p2p') : null
  const transport = transportOf(parts, relayed)
  if (relayed) {
    return { text: relay === null ? multiaddr : shortPeerId(relay), transport, reach: 'relay', relay }
  }
  if (host === null) return { text: multiaddr, transport, reach: 'internet', relay }
  const shownHost = protocol === 'ip6' ? `[${host}]` : host
  return { text: port === null ? shownHost : `${shownHost}:${port}`, transport, reach: reachOf(protocol, host), relay }
}

function transportOf(parts: readonly string[], relayed: boolean): AddressTransport {
  if (relayed) return parts.includes('webrtc') ? 'webrtc' : 'relay'
  if (parts.includes('webrtc-direct')) return 'webrtc-direct'
  const plainTcp = parts.includes('tcp') && !parts.includes('ws') && !parts.includes('wss')
  return plainTcp ? 'tcp' : 'other'
}

/** RFC 1918, RFC 3927, RFC 6598: nothing beyond the own network gets there. */
const localV4 = /^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/
/** RFC 4193 and RFC 4291 §2.5.6. */
const localV6 = /^f([cd]|e[89ab])/i

function reachOf(protocol: string, host: string): Reach {
  if (protocol === 'ip4') {
    if (host.startsWith('127.')) return 'this-machine'
    return localV4.test(host) ? 'local-network' : 'internet'
  }
  if (protocol === 'ip6') {
    if (host === '::1') return 'this-machine'
    return localV6.test(host) ? 'local-network' : 'internet'
  }
  if (host === 'localhost') return 'this-machine'
  return host.endsWith('.local') ? 'local-network' : 'internet'
}

const reachRank: Readonly<Record<Reach, number>> = { internet: 0, relay: 1, 'local-network': 2, 'this-machine': 3 }
/** A webrtc-direct address holds a certificate that changes every two weeks; a TCP address stays. */
const transportRank: Readonly<Record<AddressTransport, number>> = {
  tcp: 0,
  'webrtc-direct': 1,
  webrtc: 2,
  relay: 3,
  other: 4,
}

/** The addresses that reach furthest come first; among those, the ones that stay valid longest. */
export function byUsefulness(addresses: readonly string[]): readonly string[] {
  const rank = (multiaddr: string): number => {
    const { reach, transport } = readAddress(multiaddr)
    return reachRank[reach] * 10 + transportRank[transport] + Number(multiaddr.startsWith('/ip6/')) / 2
  }
  return [...addresses].sort((a, b) => rank(a) - rank(b))
}
