/** Every breaker of a node: one for each peer that fails, and one for each service that the node leans on (spec §7). */
import type { ServiceName, ServiceView } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { createBreaker } from './breaker.ts'
import type { Breaker, BreakerChange } from './breaker.types.ts'

export interface Breakers extends Disposable {
  /** The breaker of this peer's dials and calls. Peers that never failed cost nothing. */
  peer(peerId: string): Breaker
  service(name: ServiceName): Breaker
  services(): readonly ServiceView[]
  /** How many peers have a breaker in each state; those that never failed are closed and not counted. */
  summary(): { readonly closed: number; readonly open: number; readonly halfOpen: number }
  forget(peerId: string): void
  /** Of peers: the name is the peer ID. */
  readonly peerChanged: Source<BreakerChange>
  readonly serviceChanged: Source<BreakerChange>
}

export interface BreakersPorts {
  readonly clock: Clock
  readonly log: Log
  /** Those that the host made before there was a node. */
  readonly hosts: Readonly<Partial<Record<ServiceName, Breaker>>>
}

/** TO BE BUILT. */
export function createBreakers(ports: BreakersPorts, _settings: () => Settings['breakers']): Breakers {
  const names: readonly ServiceName[] = ['keychain', 'storage', 'relay', 'mdns', 'updates']
  const services = new Map(names.map((name) => [name, ports.hosts[name] ?? createBreaker(ports, name)]))
  const none = createBreaker(ports, 'peer')
  return {
    peer: () => none,
    service(name) {
      const breaker = services.get(name)
      if (!breaker) throw new Error(`no such service: ${name}`)
      return breaker
    },
    services: () =>
      [...services].map(([name, breaker]) => {
        const { state, failures, retryMs } = breaker.status()
        const retryAt = retryMs === null ? null : isoTime(ports.clock.wallMs() + retryMs - ports.clock.now())
        return { name, state, failures, retryAt, degraded: null }
      }),
    summary: () => ({ closed: 0, open: 0, halfOpen: 0 }),
    forget: () => {},
    peerChanged: createEmitter<BreakerChange>(),
    serviceChanged: createEmitter<BreakerChange>(),
    [Symbol.dispose]: () => {},
  }
}
