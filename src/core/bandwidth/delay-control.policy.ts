/**
 * At which rates the queues on the way stay near the target: LEDBAT (RFC 6817) with a rate instead of a window. Pure; a step is taken a
 * few times a second while there is something to control. See docs/decisions/0017-ledbat-on-a-rate.md.
 */
import { KIB, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { LATEST_MS } from './line-delay.policy.ts'
import type { CapPair, Way } from './throttle.types.ts'

/** How often a step is taken, and the line measured. */
export const STEP_MS = 250
/** A transfer never starves: so much it gets through whatever fills the line. A direction with less carries nothing worth holding back. */
export const FLOOR_BYTES_PER_SECOND = 16 * KIB

/** Within this time the wait is brought to the target, or three times what it takes to see what a rate did. */
const APPROACH_MS = 2 * SECOND_MS
/** What is measured lags so far behind what was sent, besides the round trip: a step, and the times of which the shortest counts. */
const LAG_MS = STEP_MS + LATEST_MS / 2
/** How much of what the slope of the queue says of the rate is believed at once: the rest may be noise. */
const TRUST = 0.7
const MOST_SHRINKING = 0.35
const MOST_GROWTH = 0.1
/** A queue of less than this share of the target may as well be noise: then there is no slope to steer by, and the rate grows… */
const EMPTY_SHARE = 0.5
/** … by so much with a step, and the longer it stays so the faster, as doubts go … */
const LEAST_GROWTH = 0.01
const GROWTH_PER_EMPTY_SECOND = 0.02
/** … but never by more than this before its effect can be seen. */
const BLIND_GROWTH = 0.15
/** Up to the rate that filled the line before it is quick, like a slow start up to its threshold (RFC 5681 §3.1). */
const QUICK_GROWTH = 0.25
const QUICK_SHARE = 0.85
/** A queue that stays far above the target, whatever the slope says, is somebody else's: the rate is cut and cut again. */
const CUT = 0.5
/** What uses less than this of its rate is not held back by it (RFC 7661 asks for the half). */
const USED_SHARE = 0.75
/** So long the queues stay short and the rate unused before it is let go. */
const LET_GO_MS = 10 * SECOND_MS
/** Two seconds: what passed in the last second began to pass so long ago at most. */
const LATELY_STEPS = (2 * SECOND_MS) / STEP_MS
/**
 * The wait for a queue that is held at the target would become a part of the way in ten minutes. A moment of little traffic now and then
 * lets it run dry, as LEDBAT++ does (draft-irtf-iccrg-ledbat-plus-plus §4.4). It costs a third of a percent. The first comes soon: a transfer
 * may have been there before the way was measured, or the only measurement is of a busy moment.
 */
const BREATHE_SOON_MS = 15 * SECOND_MS
const BREATHE_EVERY_MS = 4 * MINUTE_MS
const BREATHE_MS = 1_200
const BREATHE_SHARE = 0.3

/** One direction. */
export interface Hold {
  /** Bytes per second; `Infinity`: not held. */
  readonly rate: number
  /** The rates of the last steps, oldest first: what is measured now was sent under one of them. */
  readonly lately: readonly number[]
  /** What last filled the line, as far as is known. */
  readonly fullAt: number
  /** Not cut before this: what was done last has not been seen yet. */
  readonly cutFromMs: number
  /** Since when the queues are empty; `null`: they are not. */
  readonly emptySinceMs: number | null
  /** Since when there is no reason to hold it; `null`: there is. */
  readonly unusedSinceMs: number | null
}

export interface DelayControl {
  readonly up: Hold
  readonly down: Hold
  /** What waiting added to the round trip at the last step. */
  readonly queueingMs: number | null
  /** The way without a queue, as it was known then, ms. */
  readonly wayMs: number
  /** When the line gets its next moment of rest; `null` while nothing is held. */
  readonly breatheMs: number | null
}

export interface LineLook {
  readonly nowMs: number
  /** What waiting adds to the round trip; `null`: not known. */
  readonly queueingMs: number | null
  /** The round trip with that: how old what is seen is. */
  readonly roundTripMs: number
  /** What passed in the last second, bytes. */
  readonly load: CapPair
}

const FREE: Hold = {
  rate: Number.POSITIVE_INFINITY,
  lately: [],
  fullAt: 0,
  cutFromMs: 0,
  emptySinceMs: null,
  unusedSinceMs: null,
}
export const FREE_CONTROL: DelayControl = { up: FREE, down: FREE, queueingMs: null, wayMs: 0, breatheMs: null }

/** The control after a step. */
export function nextControl(before: DelayControl, look: LineLook, targetMs: number): DelayControl {
  const { nowMs, queueingMs } = look
  const { breatheMs } = before
  // What is measured during a rest is about the rest, not about the rate.
  if (breatheMs !== null && nowMs >= breatheMs && nowMs < breatheMs + BREATHE_MS + look.roundTripMs)
    return { ...before, queueingMs }
  const hold = (way: Way): Hold => nextHold(before[way], before.queueingMs, look, look.load[way], targetMs)
  const [up, down] = [hold('up'), hold('down')]
  const wayMs = queueingMs === null ? before.wayMs : look.roundTripMs - queueingMs
  const isHeld = up !== FREE || down !== FREE
  return { up, down, queueingMs, wayMs, breatheMs: isHeld ? nextRestMs(before, wayMs, nowMs, targetMs) : null }
}

/** What a rest has taught much may have more to teach: the queue may not have run dry. */
function nextRestMs(
  { breatheMs, wayMs: beforeMs }: DelayControl,
  wayMs: number,
  nowMs: number,
  targetMs: number,
): number {
  if (breatheMs !== null && nowMs < breatheMs) return breatheMs
  const hasLearnt = breatheMs === null || wayMs < beforeMs - targetMs / 4
  return nowMs + (hasLearnt ? BREATHE_SOON_MS : BREATHE_EVERY_MS)
}

/** Nothing passes any more: the rates stay for what comes next, what was seen on the way to them is over. */
export const atRest = ({ up, down, wayMs, breatheMs }: DelayControl): DelayControl => {
  const still = (hold: Hold): Hold =>
    hold === FREE ? FREE : { ...hold, lately: [], emptySinceMs: null, unusedSinceMs: null }
  return { up: still(up), down: still(down), queueingMs: null, wayMs, breatheMs }
}

/** The rates that hold now. */
export function ratesOf({ up, down, breatheMs }: DelayControl, nowMs: number): CapPair {
  const rests = breatheMs !== null && nowMs >= breatheMs && nowMs < breatheMs + BREATHE_MS
  const rateOf = ({ rate }: Hold): number =>
    rests && rate !== Number.POSITIVE_INFINITY ? atLeastFloor(rate * BREATHE_SHARE) : rate
  return { up: rateOf(up), down: rateOf(down) }
}

function nextHold(hold: Hold, beforeMs: number | null, look: LineLook, load: number, targetMs: number): Hold {
  const { nowMs, queueingMs, roundTripMs } = look
  if (queueingMs === null) return hold
  const seenFromMs = nowMs + 1.5 * (roundTripMs + LAG_MS)
  if (hold.rate === Number.POSITIVE_INFINITY) {
    // Only round trips are known, not which way the queue is: whichever direction carries something is held.
    if (load < FLOOR_BYTES_PER_SECOND || queueingMs <= targetMs) return hold
    // What passed in the last second is the best guess there is, and a low one where a transfer has just begun.
    return { ...FREE, rate: load, lately: [load], fullAt: load, cutFromMs: seenFromMs }
  }
  const became = (rate: number, change: Partial<Hold> = {}): Hold => {
    const next = atLeastFloor(rate)
    const lately = [...hold.lately, next].slice(-LATELY_STEPS)
    return { ...hold, emptySinceMs: null, unusedSinceMs: null, ...change, rate: next, lately }
  }
  const isUsed = load >= Math.min(hold.rate, ...hold.lately) * USED_SHARE
  // Nothing is known of a rate that nobody uses: it does not grow. Below the floor nobody would notice it.
  if (load < FLOOR_BYTES_PER_SECOND / 2 || (!isUsed && queueingMs < targetMs)) {
    const unusedSinceMs = hold.unusedSinceMs ?? nowMs
    return nowMs - unusedSinceMs >= LET_GO_MS ? FREE : became(hold.rate, { unusedSinceMs })
  }
  const { fits, slope, wantedSlope, then } = steered(hold, beforeMs, queueingMs, roundTripMs, targetMs)
  if (queueingMs < targetMs * EMPTY_SHARE) {
    const emptySinceMs = hold.emptySinceMs ?? nowMs
    const doubtsGone = LEAST_GROWTH + (GROWTH_PER_EMPTY_SECOND * (nowMs - emptySinceMs)) / SECOND_MS
    const blind = (BLIND_GROWTH * STEP_MS) / (roundTripMs + LAG_MS)
    const quick = Math.min(QUICK_GROWTH, (hold.fullAt * QUICK_SHARE) / hold.rate - 1)
    const growth = Math.max(quick, Math.min(blind, doubtsGone), fits)
    return became(hold.rate * (1 + growth), { emptySinceMs, cutFromMs: seenFromMs })
  }
  const isFar = queueingMs > farAboveMs(targetMs)
  // The rate at which a queue appeared is more than the line takes.
  const filledAt = hold.emptySinceMs === null ? hold.fullAt : Math.min(hold.fullAt, then)
  if (isFar && slope > wantedSlope / 2 && nowMs >= hold.cutFromMs) {
    // Far more than passes is no rate to start from.
    const from = Math.min(hold.rate, Math.max(load, hold.rate / 2))
    return became(from * CUT, { fullAt: filledAt, cutFromMs: seenFromMs })
  }
  return became(hold.rate * (1 + (isUsed ? fits : Math.min(0, fits))), {
    fullAt: Math.max(filledAt, Math.min(load, hold.rate)),
    ...(isFar ? {} : { cutFromMs: seenFromMs }),
  })
}

/**
 * What a rate does to a queue is its slope: seconds of wait more with every second. One that fits leaves it level, twice as much makes it
 * grow by a second each second. So the slope is steered, and with it the wait: towards the target, without running past it. Steering by the
 * wait alone, as RFC 6817 may, would swing for ever: a window sends less by itself while a queue grows, a rate does not.
 */
function steered(hold: Hold, beforeMs: number | null, queueingMs: number, roundTripMs: number, targetMs: number) {
  const lagMs = roundTripMs + LAG_MS
  /** The rate that made this queue, not the one that holds now. */
  const then = hold.lately.at(-Math.round(lagMs / STEP_MS)) ?? hold.lately[0] ?? hold.rate
  const slope = beforeMs === null ? 0 : (queueingMs - beforeMs) / STEP_MS
  const wantedSlope = (targetMs - queueingMs) / Math.max(APPROACH_MS, 3 * lagMs)
  const change = (then * (1 + wantedSlope - slope)) / hold.rate - 1
  return { fits: Math.min(MOST_GROWTH, Math.max(-MOST_SHRINKING, change * TRUST)), slope, wantedSlope, then }
}

/** Noise and a moment of somebody else's traffic stay below it, also with a small target. */
const farAboveMs = (targetMs: number): number => targetMs + Math.max(1.5 * targetMs, 50)
const atLeastFloor = (rate: number): number => Math.max(FLOOR_BYTES_PER_SECOND, rate)
