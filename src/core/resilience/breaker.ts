/** A circuit breaker (spec §7): the shell around `breaker.policy.ts`. Holds a timer only while it is open. */
import type { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import {
  type BreakerLife,
  type BreakerOptions,
  type BreakerReport,
  enterBreaker,
  failuresOf,
  isQuiet,
  NEW_BREAKER,
  reportToBreaker,
  settledBreaker,
  type Ticket,
} from './breaker.policy.ts'
import type { Breaker, BreakerChange } from './breaker.types.ts'
import { type BreakerWords, plainWords, refusal } from './breaker-words.ts'

export interface BreakerPorts {
  readonly clock: Clock
  readonly log: Log
}

export interface OwnBreaker extends Breaker, Disposable {
  /** Nothing is lost when it is forgotten. */
  readonly isQuiet: boolean
  /** After a dispose: time is watched again. */
  start(): void
}

/**
 * @param options as the settings say now
 * @param words what a person reads when it lets nothing through
 */
export function createBreaker(
  { clock, log }: BreakerPorts,
  name: string,
  options: () => BreakerOptions,
  words: BreakerWords = plainWords(name),
): OwnBreaker {
  const changed = createEmitter<BreakerChange>((error) => log.error('a breaker’s listener threw', { error }))
  let life: BreakerLife = NEW_BREAKER
  let timer: Disposable | null = null
  let watching = true

  function become(next: BreakerLife): void {
    const before = life
    if (next === before) return
    life = next
    if (before.state === next.state) return
    watch()
    changed.emit({ name, from: before.state, to: next.state })
  }

  /** Whoever watches hears that a probe is possible; `status` and `enter` know without being told. */
  function watch(): void {
    timer?.[Symbol.dispose]()
    timer =
      watching && life.state === 'open' ? clock.at(life.untilMs, () => become(settledBreaker(life, clock.now()))) : null
  }

  function pass(byHand: boolean): Ticket | KithError {
    // First, and told of: a listener may do its own probe now, after which this is decided.
    become(settledBreaker(life, clock.now()))
    const { verdict, life: next } = enterBreaker(life, byHand, clock.now(), options())
    if (verdict !== 'pass') {
      const retryInMs = life.state === 'open' ? life.untilMs - clock.now() : 0
      return refusal(words, { verdict, name, retryInMs, retryAtMs: clock.wallMs() + retryInMs })
    }
    become(next)
    return next.ticket
  }

  function report(what: BreakerReport, ticket: Ticket | null): void {
    become(reportToBreaker(life, what, ticket, clock.now(), options()))
  }

  return {
    name,
    status() {
      const now = settledBreaker(life, clock.now())
      return {
        state: now.state,
        failures: failuresOf(now, clock.now(), options()),
        retryMs: now.state === 'open' ? now.untilMs : null,
      }
    },
    enter(byHand = false) {
      const passed = pass(byHand)
      return typeof passed === 'number' ? null : passed
    },
    succeeded: () => report('succeeded', null),
    failed: () => report('failed', null),
    left: () => report('left', null),
    async run(work, isFailure = () => true) {
      const ticket = pass(false)
      if (typeof ticket !== 'number') throw ticket
      try {
        const result = await work()
        report('succeeded', ticket)
        return result
      } catch (error) {
        report(isFailure(error) ? 'failed' : 'left', ticket)
        throw error
      }
    },
    runSync(work, isFailure = () => true) {
      const ticket = pass(false)
      if (typeof ticket !== 'number') throw ticket
      try {
        const result = work()
        report('succeeded', ticket)
        return result
      } catch (error) {
        report(isFailure(error) ? 'failed' : 'left', ticket)
        throw error
      }
    },
    changed,
    get isQuiet() {
      return isQuiet(life, clock.now(), options())
    },
    start() {
      watching = true
      watch()
    },
    [Symbol.dispose]() {
      watching = false
      watch()
    },
  }
}
