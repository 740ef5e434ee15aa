/** Leaves relays alone that keep failing (spec §7): every dial through one and every reservation asks the breaker first. */
import type { PeerId, Transport } from '@libp2p/interface'
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import type { Breaker } from '../resilience/index.ts'
import { type RelayStage, relayOutcome, worksElsewhere } from './relay-outcome.policy.ts'

export interface RelayGuardPorts {
  readonly clock: Clock
  readonly breaker: Breaker
}

/** @libp2p/circuit-relay-v2, `ReservationStore`: what of it we lean on. */
interface ReservationStore {
  addRelay(peer: PeerId, type: string): Promise<unknown>
  hasReservation(peer: PeerId): boolean
}

/** Relays that are remembered: those that work, and those whose reservation waits. Each is a peer that a person trusts. */
const MAX_RELAYS = 64
/** Of a dial that was called off sooner nobody knows what would have come of it. */
const PATIENCE_MS = 5 * SECOND_MS

/** The same transport, asking first. */
export function withRelayGuard(transport: Transport, ports: RelayGuardPorts): Transport {
  const { clock, breaker } = ports
  const startable = transport as unknown as { start(): Promise<void>; stop(): Promise<void> }
  const { reservationStore } = transport as unknown as { readonly reservationStore?: ReservationStore }
  if (!reservationStore) throw new Error('libp2p’s relay transport has changed: its reservations cannot be guarded')
  const workedMs = new Map<string, number>()
  const waiting = new Map<string, () => Promise<unknown>>()
  let following: Disposable | null = null

  /** The breaker has let it in. */
  async function judged<T>(
    relay: string,
    signal: AbortSignal | undefined,
    stage: () => RelayStage,
    work: () => Promise<T>,
  ): Promise<T> {
    const sinceMs = clock.now()
    try {
      const result = await work()
      worked(relay)
      return result
    } catch (error) {
      const calledOff = signal?.aborted === true && clock.now() - sinceMs < PATIENCE_MS
      const outcome = relayOutcome(error, stage(), calledOff)
      if (outcome === 'works') worked(relay)
      else if (outcome === 'failed' && !worksElsewhere(workedMs, relay, clock.now())) breaker.failed()
      else breaker.left()
      throw error
    }
  }

  function worked(relay: string): void {
    remember(workedMs, relay, clock.now())
    breaker.succeeded()
  }

  const dial = transport.dial.bind(transport)
  transport.dial = async (address, options) => {
    const refused = breaker.enter()
    // For whoever dials, it is a peer that cannot be reached now.
    if (refused)
      throw new KithError(refused.name, refused.message, { details: { ...refused.details, reason: 'unreachable' } })
    let stage: RelayStage = 'reaching'
    const { onProgress } = options
    const watched: typeof options = {
      ...options,
      onProgress: (event) => {
        // Typed as the relay's own events only; those of the upgrader come here as well.
        const type = String(event.type)
        if (type === 'circuit-relay:read-connect-response') stage = 'asking'
        else if (stage === 'asking' && type.startsWith('upgrader:')) stage = 'through'
        onProgress?.(event)
      },
    }
    const relay = /\/p2p\/([^/]+)\/p2p-circuit/.exec(address.toString())?.[1] ?? ''
    return judged(
      relay,
      options.signal,
      () => stage,
      () => dial(address, watched),
    )
  }

  const addRelay = reservationStore.addRelay.bind(reservationStore)
  reservationStore.addRelay = async (peer, type) => {
    // What is there is renewed in any case.
    if (reservationStore.hasReservation(peer)) return addRelay(peer, type)
    const relay = peer.toString()
    const refused = breaker.enter()
    if (refused) {
      // libp2p asks for a place when it meets a relay, and not again.
      remember(waiting, relay, () => reservationStore.addRelay(peer, type))
      throw refused
    }
    return judged(
      relay,
      undefined,
      () => 'reserving',
      () => addRelay(peer, type),
    )
  }

  function reserveNow(): void {
    const reserve = [...waiting.values()]
    waiting.clear()
    for (const one of reserve) one().catch(() => {})
  }

  const { start, stop } = { start: startable.start.bind(transport), stop: startable.stop.bind(transport) }
  startable.start = () => {
    following = breaker.changed.on(({ to }) => {
      if (to !== 'open') reserveNow()
    })
    return start()
  }
  startable.stop = () => {
    following?.[Symbol.dispose]()
    following = null
    waiting.clear()
    return stop()
  }
  return transport
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key)
  map.set(key, value)
  for (const oldest of map.keys()) {
    if (map.size <= MAX_RELAYS) return
    map.delete(oldest)
  }
}
