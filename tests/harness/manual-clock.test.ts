/** The clock of the tests runs what a sorted list would run, in its order. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ManualClock } from './manual-clock.ts'

it('runs what is due in order, what was asked for first of what is due together, and nothing that was cancelled', async () => {
  const timer = fc.record({ when: fc.nat(20), cancelled: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(timer, { maxLength: 60 }), fc.nat(20), async (timers, until) => {
      const clock = new ManualClock()
      const ran: number[] = []
      const handles = timers.map(({ when }, n) => clock.at(when, () => ran.push(n)))
      for (const [n, { cancelled }] of timers.entries()) {
        if (!cancelled) continue
        handles[n]?.[Symbol.dispose]()
        handles[n]?.[Symbol.dispose]()
      }
      const waiting = timers.map(({ when, cancelled }, n) => ({ when, cancelled, n })).filter((t) => !t.cancelled)
      const due = waiting.filter(({ when }) => when <= until).sort((a, b) => a.when - b.when || a.n - b.n)
      expect(clock.pending).toBe(waiting.length)
      await clock.advance(until)
      expect([ran, clock.pending, clock.now()]).toEqual([due.map(({ n }) => n), waiting.length - due.length, until])
      for (const handle of handles) handle[Symbol.dispose]()
      expect(clock.pending).toBe(0)
    }),
  )
})

it('runs what a task asks for meanwhile, at the time it asked for', async () => {
  const clock = new ManualClock()
  const at: number[] = []
  const tick = (): void => {
    at.push(clock.now())
    clock.at(clock.now() + 10, tick)
  }
  clock.at(5, tick)
  await clock.advance(30)
  expect([at, clock.now(), clock.pending]).toEqual([[5, 15, 25], 30, 1])
})
