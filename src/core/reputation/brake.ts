/** Keeps automatic bans within bounds: remembers the latest ones, holds all of them once there are too many, also over a restart. */
import { z } from 'zod'
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { BRAKE_WINDOW_MS, type BrakeDecision, decideBrake, HOLD_MS, heldUntil } from './brake.policy.ts'

/** The name under which the store keeps a hold. */
const HOLD = 'automatic-bans-held'
/** Peers that are counted while bans are held; more than may be connected. */
const MAX_HELD_BACK = 1_000

const StoredHold = z.object({
  untilMs: z.int().nonnegative(),
  heldBack: z.array(z.string().max(128)).max(MAX_HELD_BACK),
})

export interface BrakePorts {
  readonly clock: Clock
  readonly store: { blob(name: string): Uint8Array | null; putBlob(name: string, value: Uint8Array): void }
  readonly log: Log
  /** Peers that are connected now. */
  readonly connected: () => readonly string[]
  /** Peers that were banned automatically and are out now. */
  readonly out: () => readonly string[]
}

export interface Brake {
  /** May this one be banned now? One that may is counted as banned by `banned`; one that may not is counted as held back. */
  ask(peerId: string): BrakeDecision
  banned(): void
  /** Epoch milliseconds; `null` when bans are not held. */
  readonly heldUntilMs: number | null
  readonly heldBack: number
  /** Answers whether bans were held until now. */
  release(): boolean
  /** Answers whether a hold ended since the last look, because its time was over. */
  look(): boolean
}

export function createBrake(ports: BrakePorts, options: () => Settings['reputation']): Brake {
  const { clock, store, log } = ports
  /** Monotonic, oldest first. */
  const latest: number[] = []
  let untilMs: number | null = null
  let heldBack = new Set<string>()
  load()

  function load(): void {
    const blob = store.blob(HOLD)
    if (!blob) return
    try {
      const hold = StoredHold.parse(JSON.parse(new TextDecoder().decode(blob)))
      untilMs = heldUntil(hold.untilMs, clock.wallMs())
      if (untilMs !== null) heldBack = new Set(hold.heldBack)
    } catch (error) {
      log.warn('whether automatic bans were held could not be read', { error })
    }
  }

  function save(): void {
    const hold: z.infer<typeof StoredHold> = { untilMs: Math.round(untilMs ?? 0), heldBack: [...heldBack] }
    try {
      store.putBlob(HOLD, new TextEncoder().encode(JSON.stringify(hold)))
    } catch (error) {
      // It holds in this run all the same.
      log.warn('that automatic bans are held could not be written', { error })
    }
  }

  function end(): void {
    untilMs = null
    heldBack = new Set()
    save()
  }

  const isHeld = (): boolean => untilMs !== null && clock.wallMs() < untilMs

  function recent(): number {
    const sinceMs = clock.now() - BRAKE_WINDOW_MS
    while (latest[0] !== undefined && latest[0] <= sinceMs) latest.shift()
    return latest.length
  }

  function holdBack(peerId: string): void {
    if (heldBack.has(peerId) || heldBack.size >= MAX_HELD_BACK) return
    heldBack.add(peerId)
    save()
  }

  return {
    ask(peerId) {
      const out = ports.out()
      const present = new Set([...ports.connected(), ...out, peerId]).size
      const decision = decideBrake({ held: isHeld(), recent: recent(), present, out: out.length }, options())
      if (decision === 'hold') {
        untilMs = clock.wallMs() + HOLD_MS
        heldBack = new Set()
      }
      if (decision === 'hold' || decision === 'held') holdBack(peerId)
      return decision
    },
    banned: () => void latest.push(clock.now()),
    get heldUntilMs() {
      return isHeld() ? untilMs : null
    },
    get heldBack() {
      return isHeld() ? heldBack.size : 0
    },
    release() {
      const held = isHeld()
      if (untilMs !== null) end()
      return held
    },
    look() {
      if (untilMs === null) return false
      // A clock that was set back must not hold them for years.
      untilMs = heldUntil(untilMs, clock.wallMs())
      if (untilMs !== null) return false
      end()
      return true
    },
  }
}
