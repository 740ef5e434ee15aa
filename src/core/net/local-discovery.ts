/**
 * Finds others on the local network by mDNS, behind a breaker: a port that is taken or a network without multicast stops neither the
 * start of the node nor what it does otherwise, and is tried again (spec §7).
 */
import type { PeerInfo } from '@libp2p/interface'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { SECOND_MS } from '../../kit/units.ts'
import type { Breaker } from '../resilience/index.ts'

/** After a failure, as long as the breaker is closed: as often as mDNS asks anyway. */
const AGAIN_MS = 10 * SECOND_MS
/** What libp2p's mDNS asks for (libp2p mdns specification). */
const SERVICE = '_p2p._udp.local'

export interface LocalDiscoveryPorts {
  readonly clock: Clock
  readonly log: Log
  readonly breaker: Breaker
  /** A new one for each try: libp2p's cannot be relied on after its socket failed. */
  readonly make: () => MdnsService
  readonly onPeer: (peer: PeerInfo) => void
}

export interface LocalDiscovery {
  /** Never fails and waits for nothing. */
  start(): void
  stop(): Promise<void>
}

/** Of @libp2p/mdns. */
export interface MdnsService {
  readonly mdns?: MdnsSocket | undefined
  start(): Promise<void>
  stop(): Promise<void>
  addEventListener(type: 'peer', listener: (event: CustomEvent<PeerInfo>) => void): void
}

type Sent = (error?: Error | null) => void

/** Of multicast-dns. */
interface MdnsSocket {
  send(value: unknown, to: unknown, sent?: Sent): void
  query(query: unknown, sent: Sent): void
  on(event: 'error', listener: (error: Error) => void): unknown
}

export function createLocalDiscovery(ports: LocalDiscoveryPorts): LocalDiscovery {
  const { clock, log, breaker } = ports
  let current: MdnsService | null = null
  /** A query is out by which the breaker will learn how it is. */
  let asking = false
  let again: Disposable | null = null
  let following: Disposable | null = null
  let ending: Promise<unknown> = Promise.resolve()

  function attempt(): void {
    if (!following || current) return
    // While it is open, its own turn to half-open calls back.
    if (breaker.enter() !== null) return
    asking = true
    const service = ports.make()
    current = service
    service.addEventListener('peer', ({ detail }) => {
      if (current === service) ports.onPeer(detail)
    })
    // Synchronous up to the socket, which tells later how binding it went.
    service.start().catch((error: unknown) => failed(service, error))
    const socket = service.mdns
    if (socket) watch(service, socket)
    else failed(service, new Error('mDNS has no socket'))
  }

  function watch(service: MdnsService, socket: MdnsSocket): void {
    // Never removed: one that comes after libp2p stopped listening would end the process.
    socket.on('error', (error) => failed(service, error))
    const send = socket.send.bind(socket)
    socket.send = (value, to, sent) => {
      // Of its two forms, one has no second argument.
      const tell = typeof to === 'function' ? (to as Sent) : sent
      send(value, typeof to === 'function' ? null : to, (error) => {
        if (error) failed(service, error)
        tell?.(error)
      })
    }
    ask(service, socket)
  }

  /** Whether a query goes out shows at once what libp2p, which does not look, would not notice. */
  function ask(service: MdnsService, socket: MdnsSocket): void {
    socket.query({ questions: [{ name: SERVICE, type: 'PTR' }] }, (error) => {
      if (error || current !== service) return
      asking = false
      breaker.succeeded()
      if (breaker.status().state !== 'half-open' || breaker.enter() !== null) return
      asking = true
      ask(service, socket)
    })
  }

  function failed(service: MdnsService, error: unknown): void {
    if (current !== service) return
    log.info('mDNS failed', { error })
    current = null
    asking = false
    end(service)
    again?.[Symbol.dispose]()
    again = clock.at(clock.now() + AGAIN_MS, attempt)
    breaker.failed()
  }

  function end(service: MdnsService): void {
    const ended = service.stop().catch((error: unknown) => log.debug('mDNS did not stop cleanly', { error }))
    ending = Promise.all([ending, ended])
  }

  return {
    start() {
      if (following) return
      following = breaker.changed.on(({ to }) => {
        if (to === 'half-open') attempt()
      })
      attempt()
    },
    async stop() {
      following?.[Symbol.dispose]()
      following = null
      again?.[Symbol.dispose]()
      again = null
      if (asking) breaker.left()
      asking = false
      if (current) end(current)
      current = null
      await ending
    },
  }
}
