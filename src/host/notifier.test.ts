import { expect, it } from 'vitest'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import { createNotifier } from './notifier.ts'

const about = { kind: 'bans-held' } as const
const said = (title: string) => ({ tag: 'requests', title, body: '', about })

it('shows the first at once, and of those within ten seconds only the last', async () => {
  const clock = new ManualClock()
  const shown: string[] = []
  const notifier = createNotifier(clock, ({ title }) => shown.push(`${title} at ${clock.now()}`))
  notifier.notify(said('one'))
  await clock.advance(1_000)
  notifier.notify(said('two'))
  notifier.notify(said('three'))
  await clock.advance(20_000)
  notifier.notify(said('four'))
  expect(shown).toEqual(['one at 0', 'three at 10000', 'four at 21000'])
})

it('tells at once of something else, and remembers no more than it must', async () => {
  const clock = new ManualClock()
  const shown: string[] = []
  const notifier = createNotifier(clock, ({ title }) => shown.push(title))
  notifier.notify(said('one'))
  notifier.notify(said('two'))
  for (let tag = 0; tag < 60; tag++) notifier.notify({ ...said(`of ${tag}`), tag: String(tag) })
  expect(shown).toHaveLength(61)
  // The oldest tag made room, with what waited for it.
  await clock.advance(20_000)
  expect([shown.includes('two'), clock.pending]).toEqual([false, 0])
})

it('lets go of its timer', async () => {
  const clock = new ManualClock()
  const shown: string[] = []
  const notifier = createNotifier(clock, ({ title }) => shown.push(title))
  notifier.notify(said('one'))
  notifier.notify(said('two'))
  notifier[Symbol.dispose]()
  notifier[Symbol.dispose]()
  expect(clock.pending).toBe(0)
  await clock.advance(20_000)
  expect(shown).toEqual(['one'])
})
