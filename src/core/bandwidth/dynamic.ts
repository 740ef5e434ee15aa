/** Holds back when the line fills up, so that a transfer yields to the household: measures while something passes, and asks its policy. */
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import {
  atRest,
  type DelayControl,
  FLOOR_BYTES_PER_SECOND,
  FREE_CONTROL,
  nextControl,
  ratesOf,
  STEP_MS,
} from './delay-control.policy.ts'
import type { DynamicCaps, DynamicPorts, RoundTrip } from './dynamic.types.ts'
import { baseMs, type LineDelay, measured, queueingMs } from './line-delay.policy.ts'
import type { Second } from './meters.types.ts'
import type { CapPair, Way } from './throttle.types.ts'

/** Who has less than this share of what passes is not measured, nor more than so many at once: a probe is cheap, a hundred are not. */
const BUSY_SHARE = 0.1
const MOST_PROBED = 3
/** Answers that may be waited for at once, of one peer: two seconds' worth, more tell nothing more. */
const MOST_ASKED = 8
/** Peers whose way is remembered; the one that was heard of longest ago goes first. */
const MOST_LINES = 256
/** What comes soon after a transfer meets the same line: it begins at the rate that fitted. */
const REMEMBERED_MS = MINUTE_MS
/** Shown at least so often while it works, whatever changed. */
const TOLD_EVERY_MS = SECOND_MS

export function createDynamicCaps(
  ports: DynamicPorts & { readonly clock: Clock },
  settings: () => Settings['bandwidth']['dynamic'],
): DynamicCaps {
  const { clock } = ports
  const changed = createEmitter<CapPair>()
  const lines = new Map<string, LineDelay>()
  /** When each question was asked that is not answered yet, oldest first. */
  const asked = new Map<string, number[]>()
  let subscriptions: Disposable[] = []
  let control: DelayControl = FREE_CONTROL
  let load: CapPair = { up: 0, down: 0 }
  let carried: CapPair = load
  /** Who is measured now. */
  let busy: readonly string[] = []
  let timer: Disposable | null = null
  let forgetting: Disposable | null = null
  let told = ratesOf(control, 0)
  let toldMs = Number.NEGATIVE_INFINITY

  const now = (): CapPair => ratesOf(control, clock.now())

  function tell(): void {
    const rates = now()
    const isSame = rates.up === told.up && rates.down === told.down
    if (isSame && clock.now() < toldMs + TOLD_EVERY_MS) return
    told = rates
    toldMs = clock.now()
    changed.emit(rates)
  }

  function learn(peerId: string, roundTrip: RoundTrip): void {
    const line = measured(lines.get(peerId) ?? null, roundTrip, clock.now())
    // Those that are heard of stay at the end.
    lines.delete(peerId)
    lines.set(peerId, line)
    const [oldest] = lines.keys()
    if (lines.size > MOST_LINES && oldest !== undefined) lines.delete(oldest)
  }

  function ask(peerId: string): void {
    const waiting = asked.get(peerId) ?? []
    if (waiting.length >= MOST_ASKED) return
    const askedMs = clock.now()
    asked.set(peerId, [...waiting, askedMs])
    void ports.probe(peerId).then((answer) => {
      const rest = asked.get(peerId)?.filter((ms) => ms !== askedMs) ?? []
      if (rest.length > 0) asked.set(peerId, rest)
      else asked.delete(peerId)
      if (answer) learn(peerId, answer)
    })
  }

  /** The way with the longest queue decides for all: whose it is, its household waits. */
  function worst(): { readonly queueingMs: number; readonly roundTripMs: number } | null {
    const found = busy.flatMap((peerId) => {
      const line = lines.get(peerId)
      const waitMs = line ? queueingMs(line, clock.now(), asked.get(peerId)?.[0] ?? null) : null
      return line && waitMs !== null ? [{ queueingMs: waitMs, roundTripMs: baseMs(line) + waitMs }] : []
    })
    return found.toSorted((a, b) => b.queueingMs - a.queueingMs)[0] ?? null
  }

  function step(): void {
    timer = clock.at(clock.now() + STEP_MS, step)
    const found = worst()
    const look = { nowMs: clock.now(), queueingMs: null, roundTripMs: 0, load, ...found }
    control = nextControl(control, look, settings().targetMs)
    // Asked after the look: an answer that has just come is not overtaken by the next question.
    for (const peerId of busy) ask(peerId)
    tell()
  }

  /** Nothing passes: nothing is measured. */
  function rest(): void {
    if (!timer) return
    timer[Symbol.dispose]()
    timer = null
    busy = []
    control = atRest(control)
    forgetting = clock.at(clock.now() + REMEMBERED_MS, free)
    changed.emit(now())
  }

  function free(): void {
    forgetting?.[Symbol.dispose]()
    forgetting = null
    control = FREE_CONTROL
    tell()
  }

  function onSecond(second: Second): void {
    if (!settings().enabled) return
    const peers = second.peers.filter(({ peerId }) => !ports.isExempt(peerId))
    const sum = (rate: 'uploadBytesPerSecond' | 'downloadBytesPerSecond'): number =>
      peers.reduce((total, peer) => total + peer[rate], 0)
    const passed = { up: sum('uploadBytesPerSecond'), down: sum('downloadBytesPerSecond') }
    // A second in the middle of which something began says little of its rate.
    const whole = (way: Way): number => (carried[way] >= FLOOR_BYTES_PER_SECOND / 2 ? passed[way] : 0)
    load = { up: whole('up'), down: whole('down') }
    carried = passed
    const total = passed.up + passed.down
    if (Math.max(passed.up, passed.down) < FLOOR_BYTES_PER_SECOND / 2) return rest()
    busy = peers
      .map((peer) => ({ peerId: peer.peerId, rate: peer.uploadBytesPerSecond + peer.downloadBytesPerSecond }))
      .filter(({ rate }) => rate >= total * BUSY_SHARE)
      .toSorted((a, b) => b.rate - a.rate)
      .slice(0, MOST_PROBED)
      .map(({ peerId }) => peerId)
    if (timer) return
    forgetting?.[Symbol.dispose]()
    forgetting = null
    step()
  }

  return {
    start() {
      if (subscriptions.length > 0) return
      subscriptions = [
        // Also while it is off: whoever switches it on in the middle of a transfer wants the way without a queue known.
        ports.roundTrips.on(({ peerId, ...roundTrip }) => learn(peerId, roundTrip)),
        ports.seconds.on(onSecond),
      ]
    },
    get caps() {
      return now()
    },
    get queueingMs() {
      return timer ? control.queueingMs : null
    },
    changed,
    reconsider() {
      if (settings().enabled) return
      rest()
      free()
    },
    [Symbol.dispose]() {
      for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
      timer?.[Symbol.dispose]()
      timer = null
      forgetting?.[Symbol.dispose]()
      forgetting = null
      control = FREE_CONTROL
      load = { up: 0, down: 0 }
      carried = load
      busy = []
    },
  }
}
