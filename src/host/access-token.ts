/** The secrets of the local server: the token that every client shows, and tickets that a browser is opened with. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../kit/clock.ts'
import { MINUTE_MS } from '../kit/units.ts'

/** A browser that was asked to open comes within this time, or the person asks again. */
const TICKET_MS = MINUTE_MS

/** 256 random bits as base64url: nobody guesses it, and it needs no escaping in an address. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** Compares in constant time; the digests make both sides equally long. */
export function sameToken(shown: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(shown), digest(token))
}

/**
 * Tickets stand in for the token where other users of the machine can read along: the arguments with which a browser is
 * started. Each is good for one use within a minute.
 */
export interface Tickets {
  readonly issue: () => string
  readonly redeem: (ticket: string) => boolean
}

export function createTickets(clock: Clock): Tickets {
  let current: { readonly ticket: string; readonly until: number } | null = null
  return {
    issue() {
      current = { ticket: newToken(), until: clock.now() + TICKET_MS }
      return current.ticket
    },
    redeem(ticket) {
      const valid = current !== null && clock.now() <= current.until && sameToken(ticket, current.ticket)
      if (valid) current = null
      return valid
    },
  }
}
