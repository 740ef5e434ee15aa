/** Listens on every address asked for; what is busy falls back to a free port, what is impossible is reported (spec §3). */
import { createSocket } from 'node:dgram'
import type { TransportManager } from '@libp2p/interface-internal'
import { multiaddr } from '@multiformats/multiaddr'
import { KithError } from '../../contract/errors.ts'
import type { ListenReport } from '../peers/index.ts'

type Problem = ListenReport['problems'][number]
type Outcome = { readonly listening: boolean; readonly problem: Problem | null }

/** UDP ports that this node holds already; IPv4 and IPv6 share one socket. */
type Held = Set<string>

export async function listenOn(
  transports: Pick<TransportManager, 'listen'>,
  addresses: readonly string[],
): Promise<ListenReport> {
  const outcomes: Outcome[] = []
  const held: Held = new Set()
  // One after the other: two addresses of one UDP port share a socket, which the second must find.
  for (const address of new Set(addresses)) outcomes.push(await listenOnOne(transports, address, held))
  const problems = outcomes.flatMap(({ problem }) => (problem ? [problem] : []))
  if (addresses.length > 0 && !outcomes.some(({ listening }) => listening)) {
    const first = problems[0]
    throw first?.kind === 'invalid'
      ? new KithError(
          'InvalidAddress',
          `“${first.address}” cannot be listened on: it is not a listen address that Kith knows.`,
        )
      : new KithError('ConnectionFailed', `Kith could not listen on any address (${addresses.join(', ')}).`, {
          details: { problems },
        })
  }
  // A machine without IPv6 is nothing to warn about while IPv4 works.
  return { problems: problems.filter(({ address, kind }) => !(kind === 'unavailable' && address.startsWith('/ip6/'))) }
}

async function listenOnOne(
  transports: Pick<TransportManager, 'listen'>,
  address: string,
  held: Held,
): Promise<Outcome> {
  if (!canListen(address)) return { listening: false, problem: { address, kind: 'invalid', insteadOf: null } }
  const failure = await attempt(transports, address, held)
  if (failure === null) return { listening: true, problem: null }
  if (failure === 'unavailable') return { listening: false, problem: { address, kind: 'unavailable', insteadOf: null } }
  const free = address.replace(/\/(tcp|udp)\/\d+/, '/$1/0')
  const again = free === address ? 'unavailable' : await attempt(transports, free, held)
  return { listening: again === null, problem: { address, kind: 'busy', insteadOf: again === null ? free : null } }
}

function canListen(address: string): boolean {
  try {
    multiaddr(address)
  } catch {
    return false
  }
  if (address === '/p2p-circuit' || address === '/webrtc') return true
  return (
    /^\/ip[46]\/[^/]+\/(tcp\/\d+|udp\/\d+\/webrtc-direct)$/.test(address) || /\/p2p\/[^/]+\/p2p-circuit$/.test(address)
  )
}

async function attempt(
  transports: Pick<TransportManager, 'listen'>,
  address: string,
  held: Held,
): Promise<'busy' | 'unavailable' | null> {
  const udp = /^\/ip(4|6)\/([^/]+)\/udp\/(\d+)\//.exec(address)
  if (udp) {
    const [, family, host = '', port = '0'] = udp
    // libp2p keeps a UDP socket that could not be bound and fails again, unhandled, when it is closed: ask first.
    if (port !== '0' && !held.has(port)) {
      const refusal = await probeUdp(family === '6' ? 'udp6' : 'udp4', host, Number(port))
      if (refusal) return refusal
    }
    held.add(port)
  }
  try {
    await transports.listen([multiaddr(address)])
    return null
  } catch (error) {
    // The transport manager only hands on texts.
    return /EADDRINUSE/.test(error instanceof Error ? error.message : String(error)) ? 'busy' : 'unavailable'
  }
}

/** Whether a UDP port can be bound, by binding it for a moment. */
function probeUdp(type: 'udp4' | 'udp6', host: string, port: number): Promise<'busy' | 'unavailable' | null> {
  return new Promise((resolve) => {
    const socket = createSocket(type)
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close()
      resolve(error.code === 'EADDRINUSE' ? 'busy' : 'unavailable')
    })
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(null)))
  })
}
