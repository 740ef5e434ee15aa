import { expect, test } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { createLiveEdit } from './live-edit.ts'

function setUp(works: (value: number) => boolean = () => true) {
  const clock = new ManualClock()
  const log: string[] = []
  let value = 1
  const edit = createLiveEdit<number>({
    clock,
    read: () => value,
    apply: async (next) => {
      log.push(`apply ${next}`)
      if (works(next)) value = next
      return works(next)
    },
    told: (before, after) => log.push(`told ${before} to ${after}`),
  })
  return { clock, log, edit }
}

test('a hand that moves sends a moment after its moves, and at once when it lets go', async () => {
  const { clock, log, edit } = setUp()
  for (const value of [2, 3, 4]) {
    edit.move(value)
    await clock.advance(20)
  }
  expect(log).toEqual([])
  await clock.advance(80)
  expect(log).toEqual(['apply 4'])
  edit.move(5)
  expect(await edit.decide(6)).toBe(true)
  expect(log).toEqual(['apply 4', 'apply 6'])
  await clock.advance(1_000)
  expect(log).toEqual(['apply 4', 'apply 6', 'told 1 to 6'])
  expect(clock.pending).toBe(0)
})

test('several presses in a row are one change, and back where it began is none', async () => {
  const { clock, log, edit } = setUp()
  for (const value of [2, 3, 1]) {
    await edit.decide(value)
    await clock.advance(300)
  }
  await clock.advance(1_000)
  expect(log).toEqual(['apply 2', 'apply 3', 'apply 1'])
})

test('what is refused is not told as changed', async () => {
  const { clock, log, edit } = setUp((value) => value < 3)
  expect(await edit.decide(3)).toBe(false)
  await clock.advance(1_000)
  expect(log).toEqual(['apply 3'])
})

test('who leaves in the middle is told what was changed, once', async () => {
  const { clock, log, edit } = setUp()
  void edit.decide(2)
  await settled()
  edit[Symbol.dispose]()
  edit[Symbol.dispose]()
  expect([log, clock.pending]).toEqual([['apply 2', 'told 1 to 2'], 0])
})
