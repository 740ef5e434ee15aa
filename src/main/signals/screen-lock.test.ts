import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { settled } from '../../../tests/harness/manual-clock.ts'
import { createScreenLock } from './screen-lock.ts'

function setUp(answers: (boolean | Error)[] = []) {
  const ticks = new Set<() => void>()
  const lock = createScreenLock({
    every(_ms, task) {
      ticks.add(task)
      return { [Symbol.dispose]: () => void ticks.delete(task) }
    },
    ask: () => {
      const answer = answers.shift() ?? false
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  })
  const told: string[] = []
  lock.unlocked.on(() => told.push('unlocked'))
  const tick = async () => {
    for (const task of ticks) task()
    await settled()
  }
  return { lock, ticks, told, tick }
}

test('goes by what Electron tells, where it tells', async () => {
  const { lock, told } = setUp()
  const monitor = new EventEmitter()
  // Of Electron's monitor, only its events are used.
  lock.attach(monitor as unknown as Parameters<typeof lock.attach>[0])
  monitor.emit('lock-screen')
  expect(await lock.isLocked()).toBe(true)
  monitor.emit('unlock-screen')
  expect([await lock.isLocked(), told]).toEqual([false, ['unlocked']])
})

test('asks elsewhere, and again and again only while somebody waits', async () => {
  const { lock, ticks, told, tick } = setUp([false, true, true, false])
  expect([await lock.isLocked(), ticks.size]).toEqual([false, 0])
  expect([await lock.isLocked(), ticks.size]).toEqual([true, 1])
  await tick()
  expect(told).toEqual([])
  await tick()
  expect([told, ticks.size]).toEqual([['unlocked'], 0])
})

test('where nobody can say, it is not locked', async () => {
  const { lock } = setUp([new Error('ENOENT')])
  expect(await lock.isLocked()).toBe(false)
})

test('disposed twice, nothing asks any more', async () => {
  const { lock, ticks } = setUp([true])
  await lock.isLocked()
  lock[Symbol.dispose]()
  lock[Symbol.dispose]()
  expect(ticks.size).toBe(0)
})
