/** Which of a node's addresses go into an invite. Pure. */
import type { Transport } from '../../contract/views.ts'

export interface OwnAddress {
  /** Multiaddr without the trailing `/p2p/<peer ID>`. */
  readonly address: string
  readonly transport: Transport
}

type Reach = 'public' | 'lan' | 'relay' | 'loopback' | 'nowhere'

/** What works for most people first. Through a relay only those get who know the relay too. */
const kinds: readonly (readonly [Reach, Transport])[] = [
  ['public', 'tcp'],
  ['public', 'webrtc-direct'],
  ['lan', 'tcp'],
  ['lan', 'webrtc-direct'],
  // A stranger is not let through to negotiate WebRTC: the plain way through the relay is the one that redeems.
  ['relay', 'relay'],
  ['relay', 'webrtc'],
]

/**
 * The best few: one of each kind in turn, so that a host with many interfaces does not crowd out the only address that leads
 * in from outside. Loopback only when there is nothing else, which is how two nodes on one machine meet.
 */
export function inviteAddresses(own: readonly OwnAddress[], most: number): readonly string[] {
  const reachable = kinds.map(([reach, transport]) =>
    own.filter((one) => one.transport === transport && reachOf(one.address) === reach),
  )
  const found = inTurn(reachable).slice(0, most)
  const chosen = found.length > 0 ? found : own.filter(({ address }) => reachOf(address) === 'loopback').slice(0, most)
  return chosen.map(({ address }) => address)
}

function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, round) => lists.flatMap((list) => list.slice(round, round + 1))).flat()
}

/** From where an address works. */
export function reachOf(address: string): Reach {
  if (address.includes('/p2p-circuit')) return 'relay'
  const [, family, host = ''] = /^\/(ip4|ip6|dns|dns4|dns6)\/([^/]+)/.exec(address) ?? []
  if (family === 'ip4') return ipv4Reach(host)
  if (family === 'ip6') return ipv6Reach(host.toLowerCase())
  return family === undefined ? 'nowhere' : 'public'
}

function ipv4Reach(host: string): Reach {
  if (host.startsWith('127.')) return 'loopback'
  if (host === '0.0.0.0') return 'nowhere'
  // RFC 1918, link-local (RFC 3927), and what carriers and overlay networks share (RFC 6598).
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(host)
    ? 'lan'
    : 'public'
}

function ipv6Reach(host: string): Reach {
  if (host === '::1') return 'loopback'
  // Link-local addresses mean nothing without the name of an interface.
  if (host === '::' || /^fe[89ab]/.test(host)) return 'nowhere'
  return /^f[cd]/.test(host) ? 'lan' : 'public'
}
