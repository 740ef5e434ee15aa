/** When a link is pinged and what its silence means (spec §6). */
export interface HeartbeatOptions {
  readonly intervalMs: number
  /** Share of the interval, 0 to 0.9, by which each beat may come earlier or later. */
  readonly jitter: number
  readonly timeoutMs: number
  /** Misses in a row, together with `silenceMs`, that make a peer unresponsive. */
  readonly misses: number
  readonly silenceMs: number
}

export type Vitality = 'alive' | 'suspect' | 'unresponsive'

/** @param unit a uniform number in [0, 1) */
export function nextBeatMs(unit: number, o: HeartbeatOptions): number {
  return Math.round(o.intervalMs * (1 + o.jitter * (2 * unit - 1)))
}

/** One miss makes a suspect; only many misses and a long silence together make a verdict, so that a burst of loss does not. */
export function vitality(misses: number, silenceMs: number, o: HeartbeatOptions): Vitality {
  if (misses === 0) return 'alive'
  return misses >= o.misses && silenceMs >= o.silenceMs ? 'unresponsive' : 'suspect'
}

/** Smoothed round trip (RFC 6298 §2, gain 1/8). */
export function smoothRttMs(smoothedMs: number | null, sampleMs: number): number {
  return smoothedMs === null ? sampleMs : smoothedMs + (sampleMs - smoothedMs) / 8
}
