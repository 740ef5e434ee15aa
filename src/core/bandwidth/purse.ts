/** What may be spent under one cap: a bucket that keeps its own time. Without a cap it never runs out, under a cap of nothing it never has anything. */
import type { Clock } from '../../kit/clock.ts'
import { type Bucket, capacity, filled, fullBucket, rerated, spent, turnBytes, waitMs } from './bucket.policy.ts'

export interface Purse {
  /** Bytes per second; `Infinity` without a cap. */
  readonly rate: number
  readonly isCapped: boolean
  /** What may pass now. */
  holds(): number
  /** Enough for a turn. */
  hasTurn(): boolean
  /** How long until it has one, or a little more, so that nobody has to wake too often. */
  turnInMs(): number
  /** Less than nothing gives back. */
  spend(bytes: number): void
  setRate(rate: number): void
}

/** Waking more often would cost more than it smooths. */
const NAP_SECONDS = 0.005
const UNLIMITED = Number.POSITIVE_INFINITY

/** @param isWanted somebody waits for it */
export function createPurse(clock: Clock, firstRate: number, isWanted: () => boolean): Purse {
  let rate = firstRate
  let bucket = fullBucket(rate, clock.now())

  function fill(): Bucket {
    bucket = filled(bucket, rate, clock.now(), isWanted())
    return bucket
  }

  function holds(): number {
    if (rate === UNLIMITED) return UNLIMITED
    return rate === 0 ? Number.NEGATIVE_INFINITY : fill().tokens
  }

  return {
    get rate() {
      return rate
    },
    get isCapped() {
      return rate !== UNLIMITED
    },
    holds,
    hasTurn: () => holds() >= turnBytes(rate),
    turnInMs() {
      if (rate === UNLIMITED) return 0
      return waitMs(
        fill(),
        rate,
        rate === 0 ? UNLIMITED : Math.min(capacity(rate, true), Math.max(turnBytes(rate), rate * NAP_SECONDS)),
      )
    },
    spend(bytes) {
      if (rate !== UNLIMITED) bucket = spent(fill(), bytes, rate)
    },
    setRate(next) {
      if (next === rate) return
      bucket = rate === UNLIMITED ? fullBucket(next, clock.now()) : rerated(fill(), next)
      rate = next
    },
  }
}
