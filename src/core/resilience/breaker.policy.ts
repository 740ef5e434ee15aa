/**
 * When a circuit breaker opens, lets a probe through and closes again (spec §7). Pure: the life before, what happened and the
 * time in, the life after out.
 */
import type { BreakerState } from '../../contract/link-views.ts'

export interface BreakerOptions {
  /** So many failures within the window open it. */
  readonly failures: number
  readonly windowMs: number
  /** How long an open one lets nothing through. A probe that never reports is given up after the same time. */
  readonly openMs: number
  /** So many successful probes, one after the other, close it. */
  readonly successes: number
}

/** Who was let in holds a ticket: a report that comes late, from before the breaker changed, says nothing about how it is now. */
export type Ticket = number

export type BreakerLife =
  | { readonly state: 'closed'; readonly ticket: Ticket; readonly failedMs: readonly number[] }
  | { readonly state: 'open'; readonly ticket: Ticket; readonly failures: number; readonly untilMs: number }
  | {
      readonly state: 'half-open'
      readonly ticket: Ticket
      readonly failures: number
      readonly successes: number
      /** Since when a probe is under way; `null` while none is. */
      readonly probeMs: number | null
    }

export type BreakerReport = 'succeeded' | 'failed' | 'left'

export const NEW_BREAKER: BreakerLife = { state: 'closed', ticket: 0, failedMs: [] }

/** What has become of it merely because time went by: an open one whose time is over waits for a probe. */
export function settledBreaker(life: BreakerLife, nowMs: number): BreakerLife {
  if (life.state !== 'open' || nowMs < life.untilMs) return life
  return { state: 'half-open', ticket: life.ticket + 1, failures: life.failures, successes: 0, probeMs: null }
}

/**
 * Somebody asks to go through.
 *
 * @param byHand a person asks: an open breaker lets that through as its probe
 * @returns `verdict` `pass` with the life after, or why not
 */
export function enterBreaker(
  life: BreakerLife,
  byHand: boolean,
  nowMs: number,
  { openMs }: Pick<BreakerOptions, 'openMs'>,
): { readonly verdict: 'pass' | 'open' | 'probing'; readonly life: BreakerLife } {
  const settled = settledBreaker(life, nowMs)
  switch (settled.state) {
    case 'closed':
      return { verdict: 'pass', life: settled }
    case 'open': {
      if (!byHand) return { verdict: 'open', life: settled }
      const { ticket, failures } = settled
      return {
        verdict: 'pass',
        life: { state: 'half-open', ticket: ticket + 1, failures, successes: 0, probeMs: nowMs },
      }
    }
    case 'half-open': {
      const underWay = settled.probeMs !== null && nowMs - settled.probeMs < openMs
      if (underWay) return { verdict: 'probing', life: settled }
      return { verdict: 'pass', life: { ...settled, ticket: settled.ticket + 1, probeMs: nowMs } }
    }
  }
}

/** @param ticket of who was let in; `null` when who reports does not hold one, and is taken for the one who was let in last */
export function reportToBreaker(
  life: BreakerLife,
  report: BreakerReport,
  ticket: Ticket | null,
  nowMs: number,
  options: BreakerOptions,
): BreakerLife {
  const settled = settledBreaker(life, nowMs)
  if (ticket !== null && ticket !== settled.ticket) return settled
  switch (settled.state) {
    case 'closed':
      return report === 'failed' ? failedOnce(settled.ticket, [...settled.failedMs, nowMs], nowMs, options) : settled
    case 'open':
      return settled
    case 'half-open': {
      // Nobody was let in: it comes from before.
      if (settled.probeMs === null) return settled
      if (report === 'left') return { ...settled, probeMs: null }
      if (report === 'failed') return opened(settled.ticket, settled.failures, nowMs, options)
      const successes = settled.successes + 1
      if (successes >= options.successes) return { state: 'closed', ticket: settled.ticket + 1, failedMs: [] }
      return { ...settled, successes, probeMs: null }
    }
  }
}

function failedOnce(ticket: Ticket, failedMs: readonly number[], nowMs: number, options: BreakerOptions): BreakerLife {
  const recent = failedMs.filter((atMs) => atMs > nowMs - options.windowMs)
  if (recent.length >= options.failures) return opened(ticket, recent.length, nowMs, options)
  return { state: 'closed', ticket, failedMs: recent }
}

const opened = (ticket: Ticket, failures: number, nowMs: number, { openMs }: BreakerOptions): BreakerLife => ({
  state: 'open',
  ticket: ticket + 1,
  failures,
  untilMs: nowMs + openMs,
})

/** Failures that count now: while it is not closed, those that opened it. */
export function failuresOf(life: BreakerLife, nowMs: number, { windowMs }: Pick<BreakerOptions, 'windowMs'>): number {
  if (life.state !== 'closed') return life.failures
  return life.failedMs.filter((atMs) => atMs > nowMs - windowMs).length
}

/** As good as new: nothing is lost when it is forgotten. */
export const isQuiet = (life: BreakerLife, nowMs: number, options: Pick<BreakerOptions, 'windowMs'>): boolean =>
  life.state === 'closed' && failuresOf(life, nowMs, options) === 0

export const stateOf = (life: BreakerLife, nowMs: number): BreakerState => settledBreaker(life, nowMs).state
