/**
 * When a link is pinged and what its silence means (spec §6). An idle timer, not a metronome: what counts is the time since the last
 * byte, and only time in which this process could listen.
 */
import type { Settings } from '../../contract/settings.ts'
import { SECOND_MS } from '../../kit/units.ts'

export interface HeartbeatOptions {
  readonly intervalMs: number
  /** Share of the interval, 0 to 0.9, by which each beat may come earlier or later. */
  readonly jitter: number
  readonly timeoutMs: number
  /** Misses in a row, together with `silenceMs`, that make a peer unresponsive. */
  readonly misses: number
  readonly silenceMs: number
}

/** The options of the profile that holds now; `auto` saves while the machine runs on its battery. */
export function heartbeatOptions(settings: Settings['heartbeat'], onBattery: boolean): HeartbeatOptions {
  const { profile, batterySaver, ...normal } = settings
  return profile === 'battery-saver' || (profile === 'auto' && onBattery) ? batterySaver : normal
}

export type Vitality = 'alive' | 'suspect' | 'unresponsive'

/** What is remembered of one link between two looks. All times are monotonic. */
export interface Pulse {
  /** Since when nothing was heard although this process listened. */
  readonly quietSinceMs: number
  /** When the pings were sent after which nothing was heard yet, oldest first. */
  readonly unanswered: readonly number[]
  /** Unanswered pings whose time ran out. */
  readonly misses: number
  /** When the last ping was sent, if any. */
  readonly pingedMs: number | null
  /** When a round trip was last measured, or the link came up. */
  readonly measuredMs: number
  /** How long a silence is waited for before the next ping, as drawn. */
  readonly patienceMs: number
  /** When to look again. */
  readonly lookMs: number
}

export interface Glance {
  readonly nowMs: number
  /** When bytes last came over any stream of the connection. */
  readonly heardMs: number | null
  /** A uniform number in [0, 1). */
  readonly unit: number
  /** Ping now, whatever the timer says. */
  readonly ask?: boolean
  /** The machine slept: what was heard before says nothing about now. */
  readonly woke?: boolean
}

export interface Finding {
  readonly pulse: Pulse
  readonly ping: boolean
  readonly vitality: Vitality
  /** Pings that were given up with this look. */
  readonly missed: number
  readonly silenceMs: number
}

/** When both sides beat, one side's ping is the other's sign of life; each still wants a round trip of its own, this often. */
const MEASURE_EVERY_INTERVALS = 6
/** More at a time tell nothing that these do not. */
const MAX_UNANSWERED = 16
/** A timer this late means that the process had no time: what came meanwhile may not be read yet. */
const LATE_MS = 100
/** So long that is then waited for. */
const CATCH_UP_MS = 100
/** A suspect is looked at this often: bytes of any stream clear it, and those announce themselves to nobody. */
const SUSPECT_LOOK_MS = SECOND_MS

/** @param unit a uniform number in [0, 1) */
export function nextBeatMs(unit: number, o: HeartbeatOptions): number {
  return Math.max(1, Math.round(o.intervalMs * (1 + o.jitter * (2 * unit - 1))))
}

/** A link that has just come up. */
export const newPulse = (nowMs: number): Pulse => ({
  quietSinceMs: nowMs,
  unanswered: [],
  misses: 0,
  pingedMs: null,
  measuredMs: nowMs,
  patienceMs: 1,
  lookMs: nowMs,
})

/** Something came. */
export const heardPulse = (pulse: Pulse, nowMs: number): Pulse => ({
  ...pulse,
  quietSinceMs: nowMs,
  unanswered: pulse.unanswered.length === 0 ? pulse.unanswered : [],
  misses: 0,
})

/** A round trip was measured, which is something that came. */
export const measuredPulse = (pulse: Pulse, nowMs: number): Pulse => ({
  ...heardPulse(pulse, nowMs),
  measuredMs: nowMs,
})

/** Looks at the silence: whom it makes suspect, whether to ping, and when to look again. */
export function look(before: Pulse, at: Glance, o: HeartbeatOptions): Finding {
  const { nowMs, unit } = at
  const caughtUp = withoutLostTime(before, at, o)
  const pulse = withWhatCame(caughtUp, at.heardMs)
  const waiting = pulse.unanswered.filter((sentMs) => nowMs - sentMs < o.timeoutMs)
  const missed = pulse.unanswered.length - waiting.length
  const misses = pulse.misses + missed
  const silenceMs = nowMs - pulse.quietSinceMs
  const now = { ...pulse, unanswered: waiting, misses }
  const judged = vitality(misses, silenceMs, o)
  const isDue = waiting.length < MAX_UNANSWERED && nowMs >= pingDueMs(now, o)
  const ping = judged !== 'unresponsive' && (at.ask === true || caughtUp.pingedMs === null || isDue)
  const next: Pulse = {
    ...now,
    ...(ping ? { unanswered: [...waiting, nowMs].slice(-MAX_UNANSWERED), pingedMs: nowMs } : {}),
    // Drawn anew whenever a new wait begins.
    patienceMs: ping || pulse.quietSinceMs !== before.quietSinceMs ? nextBeatMs(unit, o) : pulse.patienceMs,
  }
  return {
    pulse: { ...next, lookMs: Math.max(nowMs + 1, lookAgainMs(next, nowMs, o)) },
    ping,
    vitality: judged,
    missed,
    silenceMs,
  }
}

/** One miss makes a suspect; only many misses and a long silence together make a verdict, so that a burst of loss does not. */
export function vitality(misses: number, silenceMs: number, o: HeartbeatOptions): Vitality {
  if (misses === 0) return 'alive'
  return misses >= o.misses && silenceMs >= o.silenceMs ? 'unresponsive' : 'suspect'
}

/** Bytes of other streams announce themselves to nobody. Pings that were sent after them are still to be answered. */
function withWhatCame(pulse: Pulse, heardMs: number | null): Pulse {
  if (heardMs === null || heardMs <= pulse.quietSinceMs) return pulse
  return { ...heardPulse(pulse, heardMs), unanswered: pulse.unanswered.filter((sentMs) => sentMs > heardMs) }
}

/** Time in which this process did not run is not held against the peer: its bytes may lie here, unread. */
function withoutLostTime(pulse: Pulse, { nowMs, woke }: Glance, o: HeartbeatOptions): Pulse {
  const lostMs = nowMs - pulse.lookMs
  // One that was suspect stays so until it is heard; everything else begins anew, with a ping.
  if (woke === true || lostMs > o.intervalMs)
    return { ...pulse, quietSinceMs: nowMs, unanswered: [], misses: Math.min(pulse.misses, 1), pingedMs: null }
  if (lostMs < LATE_MS) return pulse
  const later = (ms: number): number => Math.min(nowMs, ms + lostMs + CATCH_UP_MS)
  return { ...pulse, quietSinceMs: later(pulse.quietSinceMs), unanswered: pulse.unanswered.map(later) }
}

function pingDueMs(
  { quietSinceMs, unanswered, misses, pingedMs, measuredMs, patienceMs }: Pulse,
  o: HeartbeatOptions,
): number {
  const isWaiting = unanswered.length > 0 || misses > 0
  const silent = isWaiting ? (pingedMs ?? quietSinceMs) + o.intervalMs / 2 : together(quietSinceMs, patienceMs, o)
  return Math.min(silent, Math.max(measuredMs, pingedMs ?? 0) + MEASURE_EVERY_INTERVALS * o.intervalMs)
}

/**
 * Links of one node that are due at about the same time are pinged together, within what the jitter allows: a processor that wakes for each
 * of them alone takes twice the time for it (`npm run bench -- idle`), and a radio longer still. What falls into one step is what the
 * dice, and the bytes that come, leave in it; other nodes have their steps at other times.
 */
function together(quietSinceMs: number, patienceMs: number, { intervalMs, jitter }: HeartbeatOptions): number {
  const stepMs = Math.round(intervalMs * jitter)
  if (stepMs === 0) return quietSinceMs + patienceMs
  const stepsMs = Math.ceil((quietSinceMs + patienceMs) / stepMs) * stepMs
  return stepsMs <= quietSinceMs + intervalMs + stepMs ? stepsMs : stepsMs - stepMs
}

function lookAgainMs(pulse: Pulse, nowMs: number, o: HeartbeatOptions): number {
  const [oldest] = pulse.unanswered
  return Math.min(
    pulse.unanswered.length < MAX_UNANSWERED ? pingDueMs(pulse, o) : Number.POSITIVE_INFINITY,
    oldest === undefined ? Number.POSITIVE_INFINITY : oldest + o.timeoutMs,
    pulse.misses >= o.misses && nowMs < pulse.quietSinceMs + o.silenceMs
      ? pulse.quietSinceMs + o.silenceMs
      : Number.POSITIVE_INFINITY,
    pulse.misses > 0 ? nowMs + SUSPECT_LOOK_MS : Number.POSITIVE_INFINITY,
  )
}

/** Smoothed round trip (RFC 6298 §2, gain 1/8). */
export function smoothRttMs(smoothedMs: number | null, sampleMs: number): number {
  return smoothedMs === null ? sampleMs : smoothedMs + (sampleMs - smoothedMs) / 8
}
