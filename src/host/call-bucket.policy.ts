/** How many calls one local client may make: a token bucket that can go into debt. Pure. */
export interface BucketLimits {
  readonly perSecond: number
  /** How many calls may come at once after a pause. */
  readonly burst: number
}

/** One screen or one command; a person's screens ask a handful of things a second. */
export const LOCAL_CALLS: BucketLimits = { perSecond: 100, burst: 400 }
/** A screen has a handful of calls open; this many is a loop gone wrong. */
export const MAX_CALLS_IN_FLIGHT = 64

export interface Bucket {
  /** Calls left; below zero is debt. */
  readonly tokens: number
  /** `Clock.now()` of the last look. */
  readonly at: number
}

export type Verdict =
  | { readonly is: 'pass' }
  | { readonly is: 'refuse'; readonly retryAfterMs: number }
  | { readonly is: 'drop' }

export const fullBucket = (limits: BucketLimits, now: number): Bucket => ({ tokens: limits.burst, at: now })

/**
 * Takes one call. A refused call is charged too: who waits as told is let in again, and who goes on until the debt is as
 * large as the burst is dropped.
 */
export function takeCall(bucket: Bucket, now: number, limits: BucketLimits): readonly [Bucket, Verdict] {
  const refilled = Math.min(limits.burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * limits.perSecond)
  const next: Bucket = { tokens: refilled - 1, at: now }
  if (refilled >= 1) return [next, { is: 'pass' }]
  if (next.tokens < -limits.burst) return [next, { is: 'drop' }]
  // One more than needed: the refill is a fraction, and a rounding step must not refuse who waited as told.
  return [next, { is: 'refuse', retryAfterMs: Math.ceil(((1 - next.tokens) * 1_000) / limits.perSecond) + 1 }]
}
