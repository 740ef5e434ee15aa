/** Runs the health checks, each within its deadline, and adds them up to the worst (spec §12). */
import { KithError } from '../../contract/errors.ts'
import type { HealthFinding, HealthView } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { brokenFinding, hungFinding, newsOf, worstOf } from './health.policy.ts'
import type { Health, HealthCheck } from './health.types.ts'

export interface HealthPorts {
  readonly clock: Clock
  readonly log: Log
  readonly uptimeMs: () => number
}

type Checked = HealthView['checks'][number]

/** One check, and what it found last. */
interface Entry {
  readonly check: HealthCheck
  /** Under way, perhaps for ever: it is not begun a second time. */
  running: { readonly startedMs: number; readonly finding: Promise<HealthFinding> } | null
  last: Checked | null
}

export function createHealth(
  ports: HealthPorts,
  checks: readonly HealthCheck[],
  settings: () => Settings['health'],
): Health {
  const { clock, log } = ports
  const changed = createEmitter<HealthView>((error) => log.error('a listener to health threw', { error }))
  const entries = checks.map((check): Entry => ({ check, running: null, last: null }))
  /** Ends the wait for each check that is waited for. */
  const waits = new Set<() => void>()
  let round: Promise<HealthView> | null = null
  let next: Disposable | null = null
  /** Grows with each start and each end, so that a round of an earlier life schedules nothing. */
  let life = 0
  let started = false

  async function attempt({ check, last }: Entry): Promise<HealthFinding> {
    try {
      return await check.check()
    } catch (error) {
      const finding = brokenFinding(error instanceof KithError ? error.message : null)
      // Said once, not every half minute.
      if (last?.message !== finding.message) log.error('a health check failed', { check: check.name, error })
      return finding
    }
  }

  /** Waits no longer than the deadline of the check, which may have begun in an earlier round. */
  function within(deadlineMs: number, startedMs: number, finding: Promise<HealthFinding>): Promise<HealthFinding> {
    return new Promise((resolve) => {
      const end = (found: HealthFinding): void => {
        timer[Symbol.dispose]()
        waits.delete(giveUp)
        resolve(found)
      }
      const giveUp = (): void => end(hungFinding(deadlineMs))
      const timer = clock.at(startedMs + deadlineMs, giveUp)
      waits.add(giveUp)
      void finding.then(end)
    })
  }

  async function runOne(entry: Entry): Promise<Checked> {
    if (!entry.running) {
      const finding = attempt(entry)
      entry.running = { startedMs: clock.now(), finding }
      void finding.then(() => (entry.running = null))
    }
    const { startedMs, finding } = entry.running
    const found = await within(settings().deadlineMs, startedMs, finding)
    const checkedAt = isoTime(clock.wallMs())
    entry.last = {
      ...found,
      name: entry.check.name,
      checkedAt,
      tookMs: Math.round(clock.now() - startedMs),
      since: entry.last?.status === found.status ? entry.last.since : checkedAt,
    }
    return entry.last
  }

  async function runAll(): Promise<HealthView> {
    const before = newsOf(entries.flatMap(({ last }) => last ?? []))
    const found = await Promise.all(entries.map(runOne))
    const view: HealthView = {
      status: worstOf(found.map(({ status }) => status)),
      checks: found,
      uptimeMs: ports.uptimeMs(),
      checkedAt: isoTime(clock.wallMs()),
    }
    if (started && newsOf(found) !== before) changed.emit(view)
    return view
  }

  function run(): Promise<HealthView> {
    round ??= runAll().finally(() => (round = null))
    return round
  }

  function again(mine: number): void {
    void run().then(() => {
      if (life === mine) next = clock.at(clock.now() + settings().intervalMs, () => again(mine))
    })
  }

  return {
    start() {
      if (started) return
      started = true
      life += 1
      // Of an earlier life; now everything is news.
      for (const entry of entries) entry.last = null
      again(life)
    },
    run,
    changed,
    [Symbol.dispose]() {
      started = false
      life += 1
      next?.[Symbol.dispose]()
      next = null
      for (const giveUp of [...waits]) giveUp()
    },
  }
}
