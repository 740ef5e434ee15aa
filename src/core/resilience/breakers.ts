/** Every breaker of a node: one for each peer that fails, and one for each service that the node leans on (spec §7). */
import { ServiceName, type ServiceView } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import { isoTime } from '../../kit/clock.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import { type BreakerPorts, createBreaker, type OwnBreaker } from './breaker.ts'
import type { Breaker, BreakerChange, BreakerStatus } from './breaker.types.ts'
import { peerWords, serviceWords } from './breaker-words.ts'

export interface Breakers extends Disposable {
  /** The breaker of this peer's dials and calls. Peers that never failed cost nothing. */
  readonly peer: (peerId: string) => Breaker
  readonly service: (name: ServiceName) => Breaker
  services(): readonly ServiceView[]
  /** How many peers have a breaker in each state; those that never failed are closed and not counted. */
  summary(): { readonly closed: number; readonly open: number; readonly halfOpen: number }
  forget(peerId: string): void
  /** Of peers: the name is the peer ID. */
  readonly peerChanged: Source<BreakerChange>
  readonly serviceChanged: Source<BreakerChange>
  /** Time is watched again after a dispose; at first it is already. */
  start(): void
}

export interface BreakersPorts extends BreakerPorts {
  /** Those that the host made before there was a node. */
  readonly hosts: Readonly<Partial<Record<ServiceName, Breaker>>>
}

/** Peers that failed lately, far above how many can be dialled; beyond it one is forgotten for each that comes. */
const MAX_PEERS = 10_000
/** So many are looked at whenever one is added, so that those that are quiet again go. */
const TIDY_STEP = 2
const CLOSED: BreakerStatus = { state: 'closed', failures: 0, retryMs: null }

export function createBreakers(ports: BreakersPorts, settings: () => Settings['breakers']): Breakers {
  const { clock, log } = ports
  const onError = (error: unknown): void => log.error('a breaker’s listener threw', { error })
  const peerChanged = createEmitter<BreakerChange>(onError)
  const serviceChanged = createEmitter<BreakerChange>(onError)
  const peers = new Map<string, OwnBreaker>()
  let round = peers.entries()
  const own: OwnBreaker[] = []
  let watching = true
  const services = new Map<ServiceName, Breaker>(
    ServiceName.options.map((name) => [name, ports.hosts[name] ?? ownService(name)]),
  )
  /** The host's breakers live on when this node is gone. */
  let subscriptions: Disposable[] = []
  subscribe()

  function ownService(name: ServiceName): Breaker {
    const made = createBreaker(ports, name, () => settings()[name], serviceWords[name])
    own.push(made)
    return made
  }

  function subscribe(): void {
    subscriptions = [...services.values()].map(({ changed }) =>
      changed.on((change) => {
        const { name, from, to } = change
        if (to === 'open') log.warn('a service is left alone for a while', { service: name, from })
        else log.info(to === 'closed' ? 'a service works again' : 'a service is tried again', { service: name, from })
        serviceChanged.emit(change)
      }),
    )
  }

  function failing(peerId: string): OwnBreaker {
    const known = peers.get(peerId)
    if (known) return known
    tidy()
    const made = createBreaker(ports, peerId, () => settings().peer, peerWords)
    if (!watching) made[Symbol.dispose]()
    made.changed.on((change) => {
      log.info('the breaker of a peer changed', { peerId, from: change.from, to: change.to })
      peerChanged.emit(change)
    })
    peers.set(peerId, made)
    return made
  }

  /** Goes round all of them, a few at a time, and drops those that are quiet again. */
  function tidy(): void {
    for (let looked = 0; looked < TIDY_STEP || peers.size >= MAX_PEERS; looked += 1) {
      let next = round.next()
      if (next.done) {
        round = peers.entries()
        next = round.next()
      }
      if (next.done) return
      const [peerId, breaker] = next.value
      if (breaker.isQuiet || looked >= TIDY_STEP) forget(peerId)
    }
  }

  function forget(peerId: string): void {
    peers.get(peerId)?.[Symbol.dispose]()
    peers.delete(peerId)
  }

  /** Looks its breaker up anew each time: there is one only while the peer fails. */
  function peer(peerId: string): Breaker {
    const known = (): Breaker | undefined => peers.get(peerId)
    const afterwards = (): void => {
      if (peers.get(peerId)?.isQuiet) forget(peerId)
    }
    const failed = (error: unknown, isFailure: (error: unknown) => boolean): void => {
      if (isFailure(error)) failing(peerId).failed()
    }
    return {
      name: peerId,
      status: () => known()?.status() ?? CLOSED,
      enter: (byHand) => known()?.enter(byHand) ?? null,
      succeeded() {
        known()?.succeeded()
        afterwards()
      },
      failed: () => failing(peerId).failed(),
      left: () => known()?.left(),
      async run(work, isFailure = () => true) {
        const breaker = known()
        try {
          return await (breaker ? breaker.run(work, isFailure) : work())
        } catch (error) {
          if (!breaker) failed(error, isFailure)
          throw error
        } finally {
          afterwards()
        }
      },
      runSync(work, isFailure = () => true) {
        const breaker = known()
        try {
          return breaker ? breaker.runSync(work, isFailure) : work()
        } catch (error) {
          if (!breaker) failed(error, isFailure)
          throw error
        } finally {
          afterwards()
        }
      },
      changed: {
        on: (listener) =>
          peerChanged.on((change) => {
            if (change.name === peerId) listener(change)
          }),
      },
    }
  }

  return {
    peer,
    service(name) {
      const breaker = services.get(name)
      if (!breaker) throw new Error(`no such service: ${name}`)
      return breaker
    },
    services: () =>
      [...services].map(([name, breaker]): ServiceView => {
        const { state, failures, retryMs } = breaker.status()
        const retryAt = retryMs === null ? null : isoTime(clock.wallMs() + retryMs - clock.now())
        return { name, state, failures, retryAt, degraded: state === 'closed' ? null : serviceWords[name].degraded }
      }),
    summary() {
      const counts = { closed: 0, open: 0, 'half-open': 0 }
      for (const breaker of peers.values()) if (!breaker.isQuiet) counts[breaker.status().state] += 1
      return { closed: counts.closed, open: counts.open, halfOpen: counts['half-open'] }
    },
    forget,
    peerChanged,
    serviceChanged,
    start() {
      if (watching) return
      watching = true
      for (const breaker of [...own, ...peers.values()]) breaker.start()
      subscribe()
    },
    [Symbol.dispose]() {
      watching = false
      for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
      for (const breaker of [...own, ...peers.values()]) breaker[Symbol.dispose]()
    },
  }
}
