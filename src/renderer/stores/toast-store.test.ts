import { expect, test } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { createToasts } from './toast-store.ts'

function setUp() {
  const clock = new ManualClock()
  const toasts = createToasts(clock)
  return { clock, toasts, texts: () => toasts.store.getState().toasts.map((toast) => toast.text) }
}

test('goes by itself after eight seconds', async () => {
  const { clock, toasts, texts } = setUp()
  toasts.done('one')
  await clock.advance(7_999)
  expect(texts()).toEqual(['one'])
  await clock.advance(1)
  expect(texts()).toEqual([])
})

test('what can be taken back stays twice as long', async () => {
  const { clock, toasts, texts } = setUp()
  toasts.done('one', () => {})
  await clock.advance(15_999)
  expect(texts()).toEqual(['one'])
  await clock.advance(1)
  expect(texts()).toEqual([])
})

test('waits while somebody reads, and then has its full time again', async () => {
  const { clock, toasts, texts } = setUp()
  toasts.problem('one')
  await clock.advance(5_000)
  toasts.pause()
  toasts.done('two')
  await clock.advance(60_000)
  expect([texts(), clock.pending]).toEqual([['one', 'two'], 0])
  toasts.resume()
  await clock.advance(7_999)
  expect(texts()).toEqual(['one', 'two'])
  await clock.advance(1)
  expect(texts()).toEqual([])
})

test('shows three at most, the newest', () => {
  const { toasts, texts, clock } = setUp()
  for (const text of ['1', '2', '3', '4']) toasts.done(text)
  expect([texts(), clock.pending]).toEqual([['2', '3', '4'], 3])
})

test('takes back the newest that can be taken back', () => {
  const { toasts, texts } = setUp()
  const undone: string[] = []
  toasts.done('a', () => undone.push('a'))
  toasts.done('b', () => undone.push('b'))
  toasts.done('c')
  expect([toasts.undoLast(), toasts.undoLast(), toasts.undoLast()]).toEqual([true, true, false])
  expect([undone, texts()]).toEqual([['b', 'a'], ['c']])
})

test('disposed twice, it leaves no timer', () => {
  const { toasts, clock } = setUp()
  toasts.done('a')
  toasts[Symbol.dispose]()
  toasts[Symbol.dispose]()
  expect(clock.pending).toBe(0)
})
