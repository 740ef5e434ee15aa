/** What a plot of round trips shows: which samples, up to which scale, and the figures beside it. Pure. */
import type { LinkHistoryView } from '../../../contract/link-views.ts'

type Sample = LinkHistoryView['rtts'][number]

export interface RoundTrips {
  /** Oldest first; `null` is a miss, or a time in which nothing was measured. */
  readonly values: readonly (number | null)[]
  /** Places in the plot, so that a few samples do not stretch over all of it. */
  readonly slots: number
  /** The plot's upper end, milliseconds. */
  readonly topMs: number
  readonly lastMs: number | null
  readonly middleMs: number | null
  readonly p95Ms: number | null
  readonly missed: number
  readonly answered: number
}

/** Between two samples that belong together no more than this passes, whatever the heartbeat's pace. */
const TOGETHER_MS = 150_000
const slotSteps = [30, 60, 120]

export function roundTrips(samples: readonly Sample[]): RoundTrips {
  const answered = samples.flatMap(({ rttMs }) => rttMs ?? [])
  const sorted = [...answered].sort((a, b) => a - b)
  const values = samples.flatMap(({ at, rttMs }, index) => {
    const before = samples[index - 1]
    const apart = before !== undefined && Date.parse(at) - Date.parse(before.at) > TOGETHER_MS
    return apart ? [null, rttMs] : [rttMs]
  })
  return {
    values,
    slots: slotSteps.find((step) => values.length <= step) ?? values.length,
    topMs: niceTop(sorted.at(-1) ?? 0),
    lastMs: samples.at(-1)?.rttMs ?? null,
    middleMs: shareOf(sorted, 0.5),
    p95Ms: shareOf(sorted, 0.95),
    missed: samples.length - answered.length,
    answered: answered.length,
  }
}

/** The value that this share of all does not exceed (nearest rank). */
function shareOf(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

/** In steps of 1, 2 and 5, so that the scale stays while values move. */
export function niceTop(most: number): number {
  if (most <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  const step = [1, 2, 5, 10].find((one) => one * power >= most) ?? 10
  return step * power
}
