/** What a peer's score is: what a deed does to it, how it comes back to the middle with time, and what it is called. Pure. */
import type { Deed, Tier } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import { HOUR_MS } from '../../kit/units.ts'

type Options = Settings['reputation']

/** Where everybody begins and whither every score returns (spec §8). */
export const START_SCORE = 50
const MIN_SCORE = 0
const MAX_SCORE = 100
/** Screens show one decimal. What they show as 0 is 0: nobody is to stand at “0.0” and not be banned. */
const DECIMALS = 10

/** As it is shown. */
export const shownScore = (score: number): number => Math.round(score * DECIMALS) / DECIMALS

/** As low as a score goes. */
export const isAtBottom = (score: number): boolean => shownScore(score) <= MIN_SCORE

/**
 * A score after some time: the distance from 50 shrinks by `hourlyFactor` every hour.
 *
 * @param elapsedMs by the wall clock; less than nothing (the clock was set back) counts as nothing
 */
export function decayedScore(score: number, elapsedMs: number, hourlyFactor: number): number {
  return START_SCORE + (score - START_SCORE) * hourlyFactor ** (Math.max(0, elapsedMs) / HOUR_MS)
}

/** How long a score below `target` takes to come back to it; 0 when it is there, `Infinity` when it never will. */
export function msUntilScore(score: number, target: number, hourlyFactor: number): number {
  if (score >= target) return 0
  if (target >= START_SCORE || hourlyFactor >= 1) return Number.POSITIVE_INFINITY
  const hours = Math.log((START_SCORE - target) / (START_SCORE - score)) / Math.log(hourlyFactor)
  return Math.max(0, hours) * HOUR_MS
}

/** What a deed is worth; a person may have said so in the settings. */
export const weightOf = (deed: Deed, weights: Options['weights']): number => weights[weightNames[deed]]

/** A score after a deed, within its bounds. */
export function scoreAfter(score: number, deed: Deed, weights: Options['weights']): number {
  const sum = Math.min(MAX_SCORE, Math.max(MIN_SCORE, score + weightOf(deed, weights)))
  return isAtBottom(sum) ? MIN_SCORE : sum
}

const weightNames = {
  'transfer-succeeded': 'transferSucceeded',
  'transfer-failed': 'transferFailed',
  message: 'message',
  'bad-message': 'badMessage',
  'protocol-violation': 'protocolViolation',
  'ignored-rate-limit': 'ignoredRateLimit',
} as const satisfies Record<Deed, keyof Options['weights']>

/** From the best down. */
const tiers = [
  ['excellent', 80],
  ['good', 60],
  ['neutral', 40],
  ['poor', 20],
] as const satisfies readonly (readonly [Tier, number])[]

/** What a score is called; by what is shown of it, so that a shown 80 is never “good”. */
export function tierOf(score: number): Tier {
  const shown = shownScore(score)
  return tiers.find(([, least]) => shown >= least)?.[0] ?? 'bad'
}

/** Share of successes among transfers and messages; `null` before the first. */
export function reliabilityOf(record: {
  readonly successfulTransfers: number
  readonly failedTransfers: number
  readonly successfulMessages: number
  readonly failedMessages: number
}): number | null {
  const successes = record.successfulTransfers + record.successfulMessages
  const all = successes + record.failedTransfers + record.failedMessages
  return all === 0 ? null : successes / all
}

/** Of a new round trip in the rolling mean: about the last twenty count. */
const LATENCY_SHARE = 0.1

export const rollingLatencyMs = (before: number | null, rttMs: number): number =>
  before === null ? rttMs : before + (rttMs - before) * LATENCY_SHARE
