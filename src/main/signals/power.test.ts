import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { createDesktopPower } from './power.ts'

test('says what Electron says, from the moment on that it may be asked', () => {
  const power = createDesktopPower()
  const told: unknown[] = []
  power.events.on((what) => told.push([what, power.onBattery()]))
  expect(power.onBattery()).toBe(false)
  const monitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => true })
  // Of Electron's monitor, only this much is used.
  power.attach(monitor as unknown as Parameters<typeof power.attach>[0])
  for (const event of ['on-battery', 'resume', 'on-ac', 'suspend']) monitor.emit(event)
  expect(told).toEqual([
    ['changed', true],
    ['resumed', true],
    ['changed', false],
  ])
})
