import { expect, it } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { UndoToken } from '../../contract/trust-views.ts'
import { createUndoShelf, type Undoable } from './undo-shelf.ts'

const nothing = (): Undoable => ({ trust: { peers: [] }, addresses: new Map() })
const gone = expect.objectContaining({ name: 'InvalidRequest' }) as Error

it('keeps what was taken away for ten minutes, and gives it back until it is dropped', async () => {
  const clock = new ManualClock()
  const shelf = createUndoShelf(clock)
  const [one, two] = [nothing(), nothing()]
  const tokens = [shelf.put(one), shelf.put(two)] as const
  for (const token of tokens) expect(UndoToken.safeParse(token).success).toBe(true)
  expect([shelf.find(tokens[0]), shelf.find(tokens[1])]).toEqual([one, two])
  shelf.drop(tokens[0])
  expect(() => shelf.find(tokens[0])).toThrow(gone)
  await clock.advance(10 * 60_000)
  expect(() => shelf.find(tokens[1])).toThrow(gone)
  expect(() => shelf.find('unknown-token')).toThrow(gone)
})

it('keeps the last sixteen', () => {
  const shelf = createUndoShelf(new ManualClock())
  const tokens = Array.from({ length: 17 }, () => shelf.put(nothing()))
  expect(() => shelf.find(tokens[0] ?? '')).toThrow(gone)
  for (const token of tokens.slice(1)) expect(shelf.find(token)).toBeDefined()
})

it('never takes a token of an earlier run for one of its own', async () => {
  const clock = new ManualClock()
  const token = createUndoShelf(clock).put(nothing())
  await clock.advance(1)
  const shelf = createUndoShelf(clock)
  shelf.put(nothing())
  expect(() => shelf.find(token)).toThrow(gone)
})
