import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { PowerEvent } from '../../host/power.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { createDesktopPower } from './power.ts'

function setUp() {
  const supplies = { events: createEmitter<PowerEvent>(), battery: false, disposed: 0 }
  const power = createDesktopPower({
    onBattery: () => supplies.battery,
    events: supplies.events,
    [Symbol.dispose]: () => void (supplies.disposed += 1),
  })
  const told: unknown[] = []
  power.events.on((what) => told.push([what, power.onBattery()]))
  const state = { onBattery: false }
  const monitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => state.onBattery })
  // Of Electron's monitor, only this much is used.
  const attach = () => power.attach(monitor as unknown as Parameters<typeof power.attach>[0])
  return { supplies, power, told, state, monitor, attach }
}

test('says what Electron says, from the moment on that it may be asked', () => {
  const { power, told, state, monitor, attach } = setUp()
  state.onBattery = true
  expect(power.onBattery()).toBe(false)
  attach()
  expect(told.splice(0)).toEqual([['changed', true]])
  for (const event of ['suspend', 'resume', 'shutdown']) monitor.emit(event)
  state.onBattery = false
  monitor.emit('on-ac')
  expect(told).toEqual([
    ['suspending', true],
    ['resumed', true],
    ['suspending', true],
    ['changed', false],
  ])
})

test('on Linux, where Electron knows of no battery, the supplies count', () => {
  const { supplies, told, attach } = setUp()
  attach()
  supplies.battery = true
  supplies.events.emit('changed')
  expect(told.at(-1)).toEqual(['changed', true])
})

test('lets go of the supplies', () => {
  const { supplies, power } = setUp()
  power[Symbol.dispose]()
  expect([supplies.disposed, supplies.events.size]).toEqual([1, 0])
})
