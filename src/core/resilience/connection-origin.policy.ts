/** Where a connection comes from, as far as limits are concerned: an IPv4 address, an IPv6 /64 or a relay (spec §5). */

export interface Origin {
  readonly kind: 'ipv4' | 'ipv6' | 'relay'
  /** The same for everybody who shares one limit. */
  readonly key: string
}

/** How much of an IPv6 address one household or one rented machine has to itself: the first four of eight groups. */
const PREFIX_GROUPS = 4
const GROUPS = 8
/** `::ffff:0:0/96`, an IPv4 address in IPv6 clothes: what a socket that listens on both families sees. */
const MAPPED = [0, 0, 0, 0, 0, 0xffff] as const

/**
 * Relayed connections come from their relay, whatever its own address is. Of IPv6 the /64 counts; a link-local one is told apart by
 * its zone, because every link has the same prefix.
 *
 * @param address multiaddr of the other end
 * @returns `null` where the address does not say: WebRTC that was negotiated elsewhere, names, what is no multiaddr
 */
export function originOf(address: string): Origin | null {
  const relay = /\/p2p\/([^/]+)\/p2p-circuit(?!.*\/webrtc)/.exec(address)?.[1]
  if (relay !== undefined) return { kind: 'relay', key: `relay ${relay}` }
  const [, zone, family, host] = /^(?:\/ip6zone\/([^/]+))?\/ip([46])\/([^/]+)/.exec(address) ?? []
  if (host === undefined) return null
  return family === '4' ? { kind: 'ipv4', key: `ipv4 ${host}` } : ipv6Origin(host, zone)
}

function ipv6Origin(host: string, zoneBefore: string | undefined): Origin | null {
  const [text = '', zone = zoneBefore] = host.split('%')
  const groups = ipv6Groups(text)
  if (!groups) return null
  if (MAPPED.every((group, index) => groups[index] === group)) {
    const [high = 0, low = 0] = groups.slice(6)
    return { kind: 'ipv4', key: `ipv4 ${[high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')}` }
  }
  const prefix = groups.slice(0, PREFIX_GROUPS).map((group) => group.toString(16))
  return { kind: 'ipv6', key: `ipv6 ${prefix.join(':')}::/64${zone === undefined ? '' : `%${zone}`}` }
}

/** The eight groups of an IPv6 address in any of its spellings; `null` when it is none. */
function ipv6Groups(text: string): number[] | null {
  const halves = text.toLowerCase().split('::')
  if (halves.length > 2) return null
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)))
  const missing = GROUPS - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...new Array<number>(halves.length === 1 ? 0 : missing).fill(0), ...tail]
  return groups.every((group) => group >= 0 && group <= 0xffff) ? groups : null
}

/** One group, or the two that a dotted IPv4 address at the end stands for. `NaN` fails the caller's range check. */
function groupsOf(text: string): number[] {
  if (/^[0-9a-f]{1,4}$/.test(text)) return [Number.parseInt(text, 16)]
  const bytes = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (bytes?.every((byte) => byte <= 0xff) !== true) return [Number.NaN]
  const [a = 0, b = 0, c = 0, d = 0] = bytes
  return [(a << 8) | b, (c << 8) | d]
}
