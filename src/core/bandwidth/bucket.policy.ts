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

/** Spec §9: never more than this above what the cap allows. */
const MAX_BURST_BYTES = 512 * KIB
/** After a rest: a fifth of a second, so that a line that was idle does not spike. */
const RESTED_SECONDS = 0.2
/** Spec §9: the refill may come so late while somebody waits, and what it brings is not lost. */
const REFILL_SECONDS = 0.1
/** Spec §9: a burst is at most a second of the cap. */
const MAX_BURST_SECONDS = 1
/** Smaller turns would spend the cap on headers, larger ones make the others wait and their own second lumpy. */
const MIN_TURN_BYTES = 2 * KIB
const MAX_TURN_BYTES = 64 * KIB
const TURN_SECONDS = 0.02
/** What passed unasked is paid back, but not for longer than this: a flood must not silence everybody for the rest of the day. */
const MAX_DEBT_SECONDS = 1
const MIN_DEBT_BYTES = 64 * KIB

/** How much one flow may pass before the next has its turn. */
export const turnBytes = (rate: number): number =>
  Math.floor(Math.min(MAX_TURN_BYTES, Math.max(MIN_TURN_BYTES, rate * TURN_SECONDS)))

/** How much a bucket holds. While somebody waits it holds more: a timer that comes late must not cost part of the cap. */
export function capacity(rate: number, wanted: boolean): number {
  const rested = Math.max(turnBytes(rate), Math.min(rate * RESTED_SECONDS, MAX_BURST_BYTES))
  if (!wanted) return rested
  return Math.max(rested, rate * REFILL_SECONDS, Math.min(rate * MAX_BURST_SECONDS, MAX_BURST_BYTES))
}

export const fullBucket = (rate: number, nowMs: number): Bucket => ({ tokens: capacity(rate, false), atMs: nowMs })

/** @param wanted somebody has been waiting since it was last filled */
export function filled({ tokens, atMs }: Bucket, rate: number, nowMs: number, wanted: boolean): Bucket {
  const grown = tokens + (Math.max(0, nowMs - atMs) / SECOND_MS) * rate
  // What is above the rested capacity was earned while somebody waited; it is not taken away, it just does not grow.
  return {
    tokens: Math.min(grown, Math.max(capacity(rate, wanted), Math.min(tokens, capacity(rate, true)))),
    atMs: nowMs,
  }
}

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
