/** What to do about a page whose process is gone: load it anew, unless that happens again and again. Pure. */

/** A page that falls over this often within that time falls over again. */
export const MAX_CRASHES = 3
export const WITHIN_MS = 60_000

/** Electron's words for why a page's process ended. */
export type Gone =
  | 'clean-exit'
  | 'abnormal-exit'
  | 'killed'
  | 'crashed'
  | 'oom'
  | 'launch-failed'
  | 'integrity-failure'
  | 'memory-eviction'

export interface Verdict {
  /** `ignore`: it was meant to end. `ask`: a person is told what happened, and decides. */
  readonly is: 'ignore' | 'reload' | 'ask'
  /** Those that still count. */
  readonly crashes: readonly number[]
}

/** @param before when it was gone before, on the same clock as `now`; @param now in milliseconds */
export function onGone(reason: Gone, before: readonly number[], now: number): Verdict {
  const recent = before.filter((at) => now - at < WITHIN_MS)
  if (reason === 'clean-exit') return { is: 'ignore', crashes: recent }
  const crashes = [...recent, now]
  // Its code is not what was built, or it cannot even begin: another try would be the same.
  if (reason === 'integrity-failure' || reason === 'launch-failed') return { is: 'ask', crashes }
  return { is: crashes.length > MAX_CRASHES ? 'ask' : 'reload', crashes: crashes.slice(-MAX_CRASHES - 1) }
}
