/** Whether an address is in this machine's own networks, which no cap has to protect (spec §9). Pure; a parser of its own, because core may not import `net`. */

/** An IP address: 4 or 16 bytes, most significant first. */
export type Ip = readonly number[]

export interface Subnet {
  readonly ip: Ip
  /** So many bits of an address decide. */
  readonly prefix: number
}

/** Never routed over the public network. */
const PRIVATE: readonly Subnet[] = subnets(
  // RFC 1918.
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  // Link-local, and this machine itself.
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fe80::/10',
  '::1/128',
  // RFC 4193.
  'fc00::/7',
)

/**
 * RFC 6598: what a provider's own NAT gives its customers. A neighbour there is another household, and the way to it is the
 * very line that the caps protect; so not even a subnet of one's own in this range is local. (A Tailscale address, which
 * says nothing about the way either, is in it too.)
 */
const CARRIER: readonly Subnet[] = subnets('100.64.0.0/10')

/**
 * An interface with a network larger than this is on no local network: Teredo has a /32 and 6to4 a /16 of the whole IPv6
 * internet, overlays such as Yggdrasil (a /7) and Hamachi (25/8) span the world. Real ones are a /64, and small in IPv4.
 */
const SHORTEST_PREFIX = { ipv4: 16, ipv6: 48 } as const

/**
 * @param remoteAddress a multiaddr. Names (`/dns4/…`) are not local: nobody knows here what they stand for. A relayed
 * address never is: its IP is the relay's, and everything goes on from there.
 * @param own this machine's networks, as `readSubnets` reads them
 */
export function isLocalAddress(remoteAddress: string, own: readonly Subnet[]): boolean {
  const ip = ipOf(remoteAddress)
  if (ip === null || within(ip, CARRIER)) return false
  return within(ip, PRIVATE) || within(ip, own)
}

/** Reads `192.168.1.7/24` and the like, and leaves out what is none, and what is too large to be a local network. */
export const readSubnets = (cidrs: readonly string[]): readonly Subnet[] =>
  subnets(...cidrs).filter(
    ({ ip, prefix }) => prefix >= (ip.length === 4 ? SHORTEST_PREFIX.ipv4 : SHORTEST_PREFIX.ipv6),
  )

function ipOf(remoteAddress: string): Ip | null {
  const parts = remoteAddress.split('/').slice(1)
  if (parts.includes('p2p-circuit')) return null
  const [protocol, value = ''] = parts[0] === 'ip6zone' ? parts.slice(2) : parts
  if (protocol === 'ip4') return readIpv4(value)
  return protocol === 'ip6' ? readIpv6(value) : null
}

const within = (ip: Ip, ranges: readonly Subnet[]): boolean => ranges.some((range) => contains(range, ip))

function contains(range: Subnet, ip: Ip): boolean {
  if (range.ip.length !== ip.length) return false
  return range.ip.every((byte, at) => {
    const bits = Math.min(8, Math.max(0, range.prefix - at * 8))
    return byte >> (8 - bits) === (ip[at] ?? 0) >> (8 - bits)
  })
}

function subnets(...cidrs: readonly string[]): readonly Subnet[] {
  return cidrs.flatMap((cidr) => {
    const [address = '', bits = ''] = cidr.split('/')
    const ip = readIp(address)
    const prefix = Number(bits)
    return ip !== null && /^\d{1,3}$/.test(bits) && prefix <= ip.length * 8 ? [{ ip, prefix }] : []
  })
}

function readIp(text: string): Ip | null {
  return text.includes(':') ? readIpv6(text) : readIpv4(text)
}

/** Four decimal numbers. Leading zeros are refused: some programs read them as octal. */
function readIpv4(text: string): Ip | null {
  const parts = text.split('.')
  const good = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255)
  return good ? parts.map(Number) : null
}

/** @returns 16 bytes; 4 for an IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`), which is what a socket for both shows */
function readIpv6(text: string): Ip | null {
  const [plain = ''] = text.split('%', 1)
  const halves = plain.split('::')
  if (halves.length > 2) return null
  const [front, back] = halves.map((half, at) => readGroups(half, at === halves.length - 1))
  if (front === undefined || front === null || back === null) return null
  const missing = 16 - front.length - (back?.length ?? 0)
  // The double colon stands for at least one group.
  if (back === undefined ? missing !== 0 : missing < 2) return null
  const bytes = [...front, ...Array<number>(missing).fill(0), ...(back ?? [])]
  const mapped = bytes.every((byte, at) => at >= 12 || byte === (at < 10 ? 0 : 0xff))
  return mapped ? bytes.slice(12) : bytes
}

/** One side of the double colon. The last group of an address may be written as IPv4. */
function readGroups(text: string, isLast: boolean): Ip | null {
  if (text === '') return []
  const bytes: number[] = []
  const groups = text.split(':')
  for (const [at, group] of groups.entries()) {
    const ipv4 = isLast && at === groups.length - 1 && group.includes('.') ? readIpv4(group) : null
    if (ipv4) bytes.push(...ipv4)
    else if (/^[\da-f]{1,4}$/i.test(group))
      bytes.push(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff)
    else return null
  }
  return bytes
}
