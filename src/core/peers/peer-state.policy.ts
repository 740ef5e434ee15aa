/** The life of a peer as one pure transition function (spec §6). Total: an event that makes no sense changes nothing. */
import type { PeerReason, PeerState } from '../../contract/views.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'

export interface ReconnectOptions {
  readonly baseMs: number
  readonly capMs: number
  /** How long a link must stay up before its past failures are forgotten. */
  readonly stableMs: number
  /** After so many failures in a row a peer is dormant. */
  readonly dormantAfter: number
  /** Dormant peers are tried this often, ± 50 %, for ever. */
  readonly dormantMs: number
}

export interface Life {
  readonly state: PeerState
  readonly failure: 'temporary' | 'permanent' | null
  readonly reason: PeerReason | null
  /** In a row, without a stable link between them. */
  readonly failures: number
  /** Monotonic; when the node tries by itself. */
  readonly nextTryMs: number | null
  readonly upSinceMs: number | null
}

export type Happening =
  /** Dial now: a person asks. */
  | { readonly type: 'dial' }
  /** The wait is over. */
  | { readonly type: 'due' }
  | { readonly type: 'failed'; readonly reason: PeerReason }
  | { readonly type: 'up' }
  | { readonly type: 'missed' }
  | { readonly type: 'heard' }
  /** The last link is gone. */
  | { readonly type: 'down'; readonly reason: PeerReason }
  /** Its breaker is open: the try that was due is put off, which is no failure. */
  | { readonly type: 'held'; readonly untilMs: number }
  /** Its trust, its addresses or `kept` changed: what failed for good may work now. Tried within so many milliseconds (0). */
  | { readonly type: 'changed'; readonly withinMs?: number }
  /** It may be connected, whatever was said before. */
  | { readonly type: 'admitted' }
  /** The peer showed itself: there is no reason to sit out the wait. `news`: also at an address that was not known. */
  | { readonly type: 'sign'; readonly news: boolean }
  /** This machine woke or changed networks: whatever failed by itself may work now. */
  | { readonly type: 'retry' }
  /** This node had no link at all for a while and has one again: it may have been its own line that was gone. */
  | { readonly type: 'line-back' }

export interface Circumstances {
  readonly nowMs: number
  /** A uniform number in [0, 1). */
  readonly unit: number
  readonly kept: boolean
  /** How many kept peers there are while no link at all is up; 0 while one is. */
  readonly inTheDark?: number
}

export const NEW_LIFE: Life = {
  state: 'disconnected',
  failure: null,
  reason: null,
  failures: 0,
  nextTryMs: null,
  upSinceMs: null,
}

/** Nothing but a change of trust, address or mind makes these work (spec §6). */
const permanent: ReadonlySet<PeerReason> = new Set([
  'peer-id-mismatch',
  'refused',
  'not-approved',
  'no-common-protocol',
  'invalid-address',
  'no-address',
  'blocked',
  'banned',
])

/** Here only a person, or the other side, changes something. */
const meant: ReadonlySet<PeerReason> = new Set([
  'not-approved',
  'blocked',
  'banned',
  'disconnected-here',
  'disconnected-there',
])

/** This side did not want it, which a screen must not go on saying once it does. */
const keptOut: ReadonlySet<PeerReason | null> = new Set(['blocked', 'banned'])

/** How long the tries of many peers are spread when something makes all of them worth a try. */
export const RETRY_SPREAD_MS = SECOND_MS
/**
 * Share of the dormant wait by which it may be shorter or longer. Wide: tries that began together, when a whole network went dark, are out
 * of step after one wait; with a fifth they still came in waves of twice the mean an hour later (`tests/simulation/week.test.ts`).
 */
const DORMANT_JITTER = 0.5
/** A first dial is given up so soon, so that one into a hole that closes meanwhile does not hold up the next; each later one gets more time. */
const FIRST_PATIENCE_MS = 5 * SECOND_MS

/** Failed so often that it is only tried now and then; never given up. */
export const isDormant = (life: Life, o: Pick<ReconnectOptions, 'dormantAfter'>): boolean =>
  life.failures >= o.dormantAfter &&
  life.failure !== 'permanent' &&
  (life.nextTryMs !== null || life.state === 'dialing')

/** How long a dial that nobody waits for may take. */
export const dialPatienceMs = (failures: number, limitMs: number): number =>
  Math.min(limitMs, FIRST_PATIENCE_MS * Math.max(1, failures))

/** Whose link has been up for long enough has no failures behind it any more. */
export const failuresNow = ({ failures, upSinceMs }: Life, nowMs: number, o: ReconnectOptions): number =>
  upSinceMs !== null && nowMs - upSinceMs >= o.stableMs ? 0 : failures

/** Fewer peers that are all gone are nothing unusual. */
const FEWEST_IN_THE_DARK = 3
/** In the dark one of the peers is tried this often on average … */
const LOOKOUT_MS = 30 * SECOND_MS
/** … but each of them no more often than this. */
const LEAST_LOOKOUT_WAIT_MS = 4 * MINUTE_MS

/**
 * Until the next try, after so many failures.
 *
 * @param inTheDark so many kept peers are all out of reach: this node's own line is gone more likely than all of them, and whichever answers first
 * tells that it is back. Many dormant peers are lookout enough; few are tried a little more often, so that a line that falls silent upstream
 * is noticed to be back within half a minute or so
 */
export function waitMs(failures: number, unit: number, o: ReconnectOptions, inTheDark = 0): number {
  if (failures < o.dormantAfter) return backoffMs(failures, unit, o)
  const lookoutMs =
    inTheDark < FEWEST_IN_THE_DARK ? o.dormantMs : Math.max(LEAST_LOOKOUT_WAIT_MS, LOOKOUT_MS * inTheDark)
  return Math.round(Math.min(o.dormantMs, lookoutMs) * (1 + DORMANT_JITTER * (2 * unit - 1)))
}

/** Between half the window and all of it, doubling: never a hot loop, never a herd that returns together. */
export function backoffMs(failures: number, unit: number, o: ReconnectOptions): number {
  const window = Math.min(o.capMs, o.baseMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30))
  return Math.round((window * (1 + unit)) / 2)
}

export function nextLife(life: Life, happening: Happening, at: Circumstances, o: ReconnectOptions): Life {
  const linked = life.state === 'connected' || life.state === 'suspect'
  switch (happening.type) {
    case 'dial':
      return linked || life.state === 'dialing' ? life : begin(life)
    case 'due':
      return life.nextTryMs === null || linked || life.state === 'dialing' ? life : begin(life)
    case 'up':
      return linked
        ? life
        : { ...life, state: 'connected', failure: null, reason: null, nextTryMs: null, upSinceMs: at.nowMs }
    case 'missed':
      return life.state === 'connected' ? { ...life, state: 'suspect' } : life
    case 'heard':
      return life.state === 'suspect' ? { ...life, state: 'connected' } : life
    case 'failed':
      // That they do not approve of us may arrive after the dial has failed for a reason that says less.
      return life.state === 'dialing' || (happening.reason === 'not-approved' && life.failure === 'temporary')
        ? fail(life, happening.reason, at, o)
        : life
    case 'down':
      return linked || life.state === 'dialing' || endsTries(life, happening.reason)
        ? goDown(life, happening.reason, at, o)
        : life
    case 'admitted':
      return afterChange(
        keptOut.has(life.reason) ? { ...life, state: 'disconnected', failure: null, reason: null } : life,
        at,
        0,
      )
    case 'held':
      return life.nextTryMs === null ? life : { ...life, nextTryMs: Math.max(at.nowMs, happening.untilMs) }
    case 'changed':
      return afterChange(life, at, happening.withinMs ?? 0)
    case 'sign':
      return at.kept && isWorthATry(life, happening.news) ? begin(life) : life
    case 'retry':
      return retried(life, at)
    case 'line-back':
      return retriedOnce(life, at)
  }
}

/** A peer that shows itself is tried again unless somebody said no; at a new address even what failed for good may work. */
function isWorthATry({ state, failure, reason, nextTryMs }: Life, news: boolean): boolean {
  if (state === 'disconnected') return nextTryMs !== null && (reason === null || !meant.has(reason))
  return state === 'failed' && (failure === 'temporary' || (news && reason !== 'blocked' && reason !== 'banned'))
}

/** Soon, and as if for the first time: the tries that failed while this machine slept or was elsewhere say nothing about here and now. */
function retried(life: Life, at: Circumstances): Life {
  const { state, failure, reason, nextTryMs } = life
  const waits = state === 'failed' || (state === 'disconnected' && nextTryMs !== null)
  const saidNo = reason !== null && (meant.has(reason) || (reason === 'refused' && failure === 'permanent'))
  if (!at.kept || !waits || saidNo) return life
  const soonMs = at.nowMs + Math.round(at.unit * RETRY_SPREAD_MS)
  return {
    ...life,
    failures: failure === 'permanent' ? life.failures : 0,
    nextTryMs: Math.min(nextTryMs ?? soonMs, soonMs),
  }
}

/**
 * Soon, but only once: a line that comes and goes must not make every peer that is off be tried as if for the first time. What failed for
 * good did so over a line that worked.
 */
function retriedOnce(life: Life, at: Circumstances): Life {
  const soon = life.failure === 'permanent' ? life : retried(life, at)
  return soon === life ? life : { ...soon, failures: life.failures }
}

/** While it is tried again, a screen still shows why the last try failed; how an earlier link ended says nothing any more. */
function begin(life: Life): Life {
  return { ...life, state: 'dialing', reason: life.failure === null ? null : life.reason, nextTryMs: null }
}

/** What this side wants ends the tries too, not only a link. */
const endsTries = (life: Life, reason: PeerReason): boolean =>
  (reason === 'disconnected-here' || reason === 'blocked' || reason === 'banned') &&
  (life.state === 'failed' || life.nextTryMs !== null)

function goDown(life: Life, reason: PeerReason, at: Circumstances, o: ReconnectOptions): Life {
  // A flapping link has not earned a fresh start.
  const before = { ...life, failures: failuresNow(life, at.nowMs, o), upSinceMs: null }
  switch (reason) {
    case 'disconnected-here':
    case 'blocked':
    case 'banned':
      return { ...before, state: 'disconnected', failure: null, reason, nextTryMs: null }
    case 'disconnected-there':
      // They meant it: only the slowest pace, so that both ends find together again one day.
      return { ...before, state: 'disconnected', failure: null, reason, nextTryMs: at.kept ? slowly(at, o) : null }
    case 'stopped': {
      const nextTryMs = at.kept ? at.nowMs + waitMs(before.failures + 1, at.unit, o, at.inTheDark) : null
      return { ...before, state: 'disconnected', failure: null, reason, failures: before.failures + 1, nextTryMs }
    }
    default:
      return fail(before, reason, at, o)
  }
}

function fail(life: Life, reason: PeerReason, at: Circumstances, o: ReconnectOptions): Life {
  const failures = life.failures + 1
  const failed = { ...life, state: 'failed' as const, reason, failures, upSinceMs: null }
  // A line that breaks during the handshake looks like a refusal without a word: only the second in a row is believed.
  const isDoubtful = reason === 'refused' && life.failures === 0 && at.kept
  if (!permanent.has(reason) || isDoubtful) {
    const nextTryMs = at.kept ? at.nowMs + waitMs(failures, at.unit, o, at.inTheDark) : null
    return { ...failed, failure: 'temporary', nextTryMs }
  }
  // Who waits for an approval knocks again at the slowest pace: the approver may not be able to dial back.
  const mayChange = reason === 'not-approved' || reason === 'refused'
  const nextTryMs = mayChange && at.kept ? slowly(at, o) : null
  return { ...failed, failure: 'permanent', nextTryMs }
}

const slowly = (at: Circumstances, o: ReconnectOptions): number => at.nowMs + Math.round((o.capMs * (1 + at.unit)) / 2)

function afterChange(life: Life, at: Circumstances, withinMs: number): Life {
  const waits = life.state === 'disconnected' || life.state === 'failed'
  if (!waits) return life
  if (!at.kept) return life.nextTryMs === null ? life : { ...life, nextTryMs: null }
  if (life.reason === 'disconnected-here') return life
  return { ...life, nextTryMs: at.nowMs + Math.round(at.unit * withinMs) }
}
