/**
 * The token bucket (RFC 2697's idea, with the refill computed whenever it is looked at instead of ten times a second). Pure. Rates are bytes
 * per second; `Infinity` is no limit, 0 lets nothing pass.
 */
import { KIB, SECOND_MS } from '../../kit/units.ts'

export interface Bucket {
  /** What may pass now; below zero after something passed that did not ask. */
  readonly tokens: number
  /** Monotonic: when it was last filled. */
  readonly atMs: number
}

/**
 * Spec §9: a burst is at most a second of the cap and 512 KiB. Half of that, and a fifth of a second, is enough here: the other half may be on its way
 * already (`window.policy.ts`), and a line that rested must not spike.
 */
const BURST_SECONDS = 0.2
const MAX_BURST_BYTES = 256 * KIB
/** Spec §9: the refill may come so late. Somebody waits for it, so it is no burst, and a timer that comes late costs nothing of the cap. */
const REFILL_SECONDS = 0.1
/** Smaller turns would spend the cap on headers, larger ones make the others wait and their own second lumpy. */
const MIN_TURN_BYTES = 2 * KIB
const MAX_TURN_BYTES = 256 * KIB
const TURN_SECONDS = 0.02
/** What passed unasked is paid back, but not for longer than this: a flood must not silence everybody for the rest of the day. */
const MAX_DEBT_SECONDS = 1
const MIN_DEBT_BYTES = 64 * KIB

/** How much one flow may pass before the next has its turn. */
export const turnBytes = (rate: number): number =>
  Math.floor(Math.min(MAX_TURN_BYTES, Math.max(MIN_TURN_BYTES, rate * TURN_SECONDS)))

/** @param wanted somebody waits for it */
export function capacity(rate: number, wanted: boolean): number {
  const rested = Math.max(turnBytes(rate), Math.min(rate * BURST_SECONDS, MAX_BURST_BYTES))
  return wanted ? Math.max(rested, rate * REFILL_SECONDS) : rested
}

export const fullBucket = (rate: number, nowMs: number): Bucket => ({ tokens: capacity(rate, false), atMs: nowMs })

export const filled = ({ tokens, atMs }: Bucket, rate: number, nowMs: number, wanted: boolean): Bucket => ({
  tokens: Math.min(tokens + (Math.max(0, nowMs - atMs) / SECOND_MS) * rate, capacity(rate, wanted)),
  atMs: nowMs,
})

export const spent = ({ tokens, atMs }: Bucket, bytes: number, rate: number): Bucket => ({
  tokens: Math.max(tokens - bytes, -Math.max(MIN_DEBT_BYTES, rate * MAX_DEBT_SECONDS)),
  atMs,
})

/** The same bucket under another rate: neither an old burst nor an old debt is carried over. */
export const rerated = (bucket: Bucket, rate: number): Bucket =>
  spent({ ...bucket, tokens: Math.min(bucket.tokens, capacity(rate, false)) }, 0, rate)

/** How long until it holds so many tokens; `Infinity` under a rate of 0. */
export const waitMs = ({ tokens }: Bucket, rate: number, bytes: number): number =>
  tokens >= bytes ? 0 : ((bytes - tokens) / rate) * SECOND_MS
