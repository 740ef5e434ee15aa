/** Puts the parts of the bandwidth together: which caps hold, the throttle that keeps them, the meters, and what is shown of it. */
import type { BandwidthView, PeerTrafficView, TrafficTick, TrafficView } from '../../contract/bandwidth-views.ts'
import type { Settings, SettingsChange } from '../../contract/settings.ts'
import type { PeerLimits, TrustLevel } from '../../contract/views.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { SECOND_MS } from '../../kit/units.ts'
import type { Surroundings } from '../surroundings.types.ts'
import type { Bandwidth } from './bandwidth.types.ts'
import { createCaps } from './caps.ts'
import { createDynamicCaps } from './dynamic.ts'
import type { DynamicPorts } from './dynamic.types.ts'
import { createMeters, type MetersPorts } from './meters.ts'
import type { MeterReading, Second, TrafficStore } from './meters.types.ts'
import { passingOn } from './passing-on.ts'
import { createThrottle } from './throttle.ts'
import type { CapPair, Flow, Way } from './throttle.types.ts'
import { windowFor } from './window.policy.ts'

export interface BandwidthPorts {
  readonly clock: Clock
  readonly log: Log
  readonly surroundings: Surroundings
  readonly changeSettings: (change: SettingsChange) => void
  readonly limitsOf: (peerId: string) => PeerLimits
  /** Whoever has limits of its own. */
  readonly limited: () => readonly string[]
  readonly levelOf: (peerId: string) => TrustLevel
  readonly store: TrafficStore
  /** So much was carried for a purpose since the last time, told once a minute. */
  readonly carried: MetersPorts['carried']
  readonly roundTrips: DynamicPorts['roundTrips']
  readonly probe: DynamicPorts['probe']
}

/** More are not connected at once. */
const MOST_ROUND_TRIPS = 1_000

const capOf = (bytesPerSecond: number): number => (bytesPerSecond === 0 ? Number.POSITIVE_INFINITY : bytesPerSecond)
const shown = (cap: number): number | null => (cap === Number.POSITIVE_INFINITY ? null : cap)
const stricter = (one: CapPair, other: CapPair): CapPair => ({
  up: Math.min(one.up, other.up),
  down: Math.min(one.down, other.down),
})

export function createBandwidth(ports: BandwidthPorts, settings: () => Settings['bandwidth']): Bandwidth {
  const { clock, log } = ports
  const failed = (error: unknown): void => log.error('a listener to the bandwidth threw', { error })
  const changed = createEmitter<BandwidthView>(failed)
  const ticked = createEmitter<TrafficTick>(failed)
  let subscriptions: Disposable[] = []
  let throttlingTold = ''
  /** Monotonic: when people were last told. */
  let toldMs = Number.NEGATIVE_INFINITY

  const meters = createMeters({
    clock,
    log,
    store: ports.store,
    carried: ports.carried,
    utcOffsetMinutes: ports.surroundings.utcOffsetMinutes,
    settings,
    limitsOf: ports.limitsOf,
  })
  const caps = createCaps({
    clock,
    log,
    surroundings: ports.surroundings,
    settings,
    changeSettings: ports.changeSettings,
    quotaPauses: () => settings().quota.whenReached === 'pause' && meters.quota().state === 'reached',
  })
  const dynamic = createDynamicCaps(
    {
      clock,
      roundTrips: ports.roundTrips,
      probe: ports.probe,
      seconds: meters.ticked,
      isExempt: (peerId) => isExemptPeer(peerId),
    },
    () => settings().dynamic,
  )
  const throttle = createThrottle(clock, {
    peerCaps(peerId) {
      const { uploadBytesPerSecond, downloadBytesPerSecond } = ports.limitsOf(peerId)
      if (settings().quota.whenReached === 'pause' && meters.peerQuota(peerId).state === 'reached')
        return { up: 0, down: 0 }
      return { up: capOf(uploadBytesPerSecond), down: capOf(downloadBytesPerSecond) }
    },
    weight: (peerId) => (ports.levelOf(peerId) === 'trusted' ? settings().trustedWeight : 1),
  })

  const holding = (): CapPair => stricter(caps.now.caps, dynamic.caps)

  function apply(): void {
    throttle.setCaps(holding())
    tell()
  }

  /** The throttle follows the line four times a second; people need to read what they are shown. */
  function followLine({ up, down }: CapPair): void {
    throttle.setCaps(holding())
    const isOver = Math.min(up, down) === Number.POSITIVE_INFINITY || dynamic.queueingMs === null
    if (isOver || clock.now() >= toldMs + SECOND_MS) tell()
  }

  function tell(): void {
    toldMs = clock.now()
    throttlingTold = throttling()
    changed.emit(status())
  }

  const throttling = (): string => `${throttle.held('up').size > 0} ${throttle.held('down').size > 0}`

  function status(): BandwidthView {
    const { now } = caps
    const held = holding()
    const cap = (way: Way): BandwidthView['upload'] => ({
      bytesPerSecond: shown(held[way]),
      reason: held[way] < now.caps[way] ? 'dynamic' : now.capReasons[way],
      throttling: throttle.held(way).size > 0,
    })
    return {
      profile: now.profile,
      reason: now.reason,
      upload: cap('up'),
      download: cap('down'),
      override: now.override && {
        profile: now.override.profile,
        until: now.override.untilMs === null ? null : isoTime(now.override.untilMs),
      },
      next: now.next && { at: isoTime(now.next.atMs), profile: now.next.profile },
      metered: now.metered,
      onBattery: now.onBattery,
      dynamic: settings().dynamic.enabled
        ? { queueingMs: dynamic.queueingMs, targetMs: settings().dynamic.targetMs }
        : null,
      quota: meters.quota(),
    }
  }

  /** Who has to wait, looked up once for many. */
  function throttled(): (peerId: string) => PeerTrafficView['throttled'] {
    const [up, down] = [throttle.held('up'), throttle.held('down')]
    return (peerId) => ({ upload: up.has(peerId), download: down.has(peerId) })
  }

  /** One second, with who waits although nothing of it passed. */
  function tick({ total, peers }: Second): TrafficTick {
    const moved = new Set(peers.map(({ peerId }) => peerId))
    const waiting = [...new Set([...throttle.held('up'), ...throttle.held('down')])].filter(
      (peerId) => !moved.has(peerId),
    )
    const still = waiting.map((peerId) => ({ peerId, uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 }))
    const throttledOf = throttled()
    return {
      at: isoTime(clock.wallMs()),
      total,
      peers: [...peers, ...still].map((peer) => ({ ...peer, throttled: throttledOf(peer.peerId) })),
    }
  }

  function traffic(): TrafficView {
    const throttledOf = throttled()
    const peerIds = [...new Set([...meters.peers(), ...ports.limited()])]
    const plain = ({ now, recent, session, day, month }: MeterReading): MeterReading => ({
      now,
      recent,
      session,
      day,
      month,
    })
    return {
      at: isoTime(clock.wallMs()),
      total: plain(meters.total()),
      peers: peerIds.map((peerId) => ({
        ...plain(meters.peer(peerId)),
        peerId,
        limits: ports.limitsOf(peerId),
        exempt: isExemptPeer(peerId),
        throttled: throttledOf(peerId),
        quota: meters.peerQuota(peerId),
      })),
    }
  }

  /** The latest of each peer, those that were measured last at the end. */
  const rtts = new Map<string, number>()
  /** Open streams, and whether any cap holds for them: asked for every frame, so it is not found out every time. */
  const streams = new Set<{ readonly peerId: string; readonly remoteAddress: string; isExempt: boolean }>()
  const isExemptPeer = (peerId: string): boolean =>
    [...streams].some((stream) => stream.peerId === peerId && stream.isExempt)

  function recheckExempt(): void {
    for (const stream of streams) stream.isExempt = caps.isExempt(stream.remoteAddress)
    throttle.recheck()
  }

  return {
    start() {
      subscriptions = [
        caps.changed.on(apply),
        ports.surroundings.events.on(({ type }) => type === 'network-changed' && recheckExempt()),
        ports.roundTrips.on(({ peerId, rttMs }) => {
          rtts.delete(peerId)
          rtts.set(peerId, rttMs)
          const [oldest] = rtts.keys()
          if (rtts.size > MOST_ROUND_TRIPS && oldest !== undefined) rtts.delete(oldest)
        }),
        dynamic.changed.on(followLine),
        meters.quotaChanged.on((peerId) => {
          if (peerId === null) caps.reconsider()
          else throttle.reconsider(peerId)
        }),
        meters.ticked.on((second) => {
          ticked.emit(tick(second))
          if (throttling() !== throttlingTold) tell()
        }),
      ]
      meters.start()
      caps.start()
      dynamic.start()
      throttle.setCaps(holding())
    },
    control: {
      open({ peerId, kind, remoteAddress, passesOn }, onRoom) {
        const stream = { peerId, remoteAddress, isExempt: caps.isExempt(remoteAddress) }
        streams.add(stream)
        const flow = (way: Way): Flow & Disposable =>
          throttle.open({ peerId, kind, isExempt: () => stream.isExempt }, way, () => onRoom(way))
        const [up, down] = [flow('up'), flow('down')]
        const both = passesOn ? passingOn(up, down) : down
        return {
          up,
          down: passesOn ? both : down,
          window: () => windowFor((passesOn ? both : down).bytesPerSecond, rtts.get(peerId) ?? null),
          count: (way, wireBytes, payloadBytes) => meters.count(peerId, way, wireBytes, payloadBytes),
          [Symbol.dispose]() {
            streams.delete(stream)
            for (const part of [both, up, down]) part[Symbol.dispose]()
          },
        }
      },
    },
    status,
    override(profile, until) {
      caps.override(profile, until)
      return status()
    },
    traffic,
    history: meters.history,
    quota: (peerId) => (peerId === null ? meters.quota() : meters.peerQuota(peerId)),
    totals() {
      const { session } = meters.total()
      return { uploadedBytes: session.sentBytes, downloadedBytes: session.receivedBytes }
    },
    flush: meters.flush,
    isExempt: caps.isExempt,
    settingsChanged() {
      meters.reconsider()
      dynamic.reconsider()
      caps.reconsider()
      recheckExempt()
    },
    peerChanged: (peerId) => {
      meters.reconsider(peerId)
      throttle.reconsider(peerId)
    },
    changed,
    ticked,
    quotaChanged: meters.quotaChanged,
    [Symbol.dispose]() {
      for (const part of [...subscriptions.splice(0), meters, caps, dynamic, throttle]) part[Symbol.dispose]()
    },
  }
}
