import { expect, test } from 'vitest'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import type { SurroundingsEvent } from '../core/surroundings.types.ts'
import { createEmitter } from '../kit/emitter.ts'
import { silentLog } from '../kit/log.ts'
import type { PowerEvent } from './power.ts'
import type { Interfaces } from './surroundings.policy.ts'
import { createSurroundings, machine } from './surroundings.ts'

function setUp() {
  const clock = new ManualClock()
  const power = { battery: false, events: createEmitter<PowerEvent>() }
  const cost = {
    metered: null as boolean | null,
    asked: 0,
    changed: createEmitter<boolean | null>(),
    onMetered: () => cost.metered,
    networkChanged: () => void (cost.asked += 1),
  }
  const ticks = new Set<() => void>()
  const world: { slept: number; interfaces: Interfaces } = { slept: 0, interfaces: {} }
  const surroundings = createSurroundings({
    clock,
    log: silentLog,
    power: { onBattery: () => power.battery, events: power.events },
    cost,
    every(_ms, task) {
      ticks.add(task)
      return { [Symbol.dispose]: () => void ticks.delete(task) }
    },
    upMs: () => clock.now() + world.slept,
    interfaces: () => world.interfaces,
  })
  const heard: SurroundingsEvent[] = []
  surroundings.events.on((event) => heard.push(event))
  const tick = async (afterMs = 2_000) => {
    await clock.advance(afterMs)
    for (const task of ticks) task()
    return heard.splice(0)
  }
  return { clock, power, cost, ticks, world, surroundings, heard, tick }
}

test('tells of a sleep, a new network, a battery and a clock that was set, each once', async () => {
  const { clock, power, world, surroundings, heard, tick } = setUp()
  expect(await tick()).toEqual([])
  world.slept += 30_000
  clock.jumpWallMs(30_000)
  expect(await tick()).toEqual([{ type: 'woke', sleptMs: 30_000 }])
  world.interfaces = { wlan0: [{ address: '192.0.2.7', internal: false }] }
  expect(await tick()).toEqual([{ type: 'network-changed' }])
  clock.jumpWallMs(-60_000)
  expect(await tick()).toEqual([{ type: 'clock-set', byMs: -60_000 }])
  power.battery = true
  power.events.emit('changed')
  expect(heard.splice(0)).toEqual([{ type: 'power-changed' }])
  expect(surroundings.onBattery()).toBe(true)
  for (let ticks = 0; ticks < 4; ticks++) expect(await tick()).toEqual([])
  power.events.emit('resumed')
  expect(heard.splice(0)).toEqual([{ type: 'woke', sleptMs: 0 }])
  expect(await tick()).toEqual([])
})

test('tells at once, and before anything else, that the machine is about to sleep', () => {
  const { power, heard } = setUp()
  power.events.emit('suspending')
  expect(heard).toEqual([{ type: 'suspending' }])
})

test('tells what the network costs, and has that asked anew on another network', async () => {
  const { cost, world, surroundings, heard, tick } = setUp()
  expect(surroundings.onMetered()).toBeNull()
  cost.metered = true
  cost.changed.emit(true)
  expect([surroundings.onMetered(), heard.splice(0)]).toEqual([true, [{ type: 'metered-changed' }]])
  await tick()
  expect(cost.asked).toBe(0)
  world.interfaces = { wlan0: [{ address: '192.0.2.7', internal: false }] }
  await tick()
  expect(cost.asked).toBe(1)
})

test('lists the networks that the machine is on, and makes another list only when they are others', async () => {
  const { world, surroundings, tick } = setUp()
  expect(surroundings.subnets()).toEqual([])
  world.interfaces = {
    lo: [{ address: '127.0.0.1', internal: true, cidr: '127.0.0.1/8' }],
    wlan0: [
      { address: '192.0.2.7', internal: false, cidr: '192.0.2.7/24' },
      { address: 'fd00::7', internal: false, cidr: 'fd00::7/64' },
      { address: 'fe80::7', internal: false, cidr: null },
    ],
    gone: undefined,
  }
  await tick()
  const subnets = surroundings.subnets()
  expect(subnets).toEqual(['192.0.2.7/24', 'fd00::7/64'])
  await tick()
  expect(surroundings.subnets()).toBe(subnets)
})

test('disposed twice, nothing looks any more', () => {
  const { power, cost, ticks, surroundings } = setUp()
  surroundings[Symbol.dispose]()
  surroundings[Symbol.dispose]()
  expect([ticks.size, power.events.size, cost.changed.size]).toEqual([0, 0, 0])
})

test('this machine can be looked at', () => {
  expect(machine.upMs()).toBeGreaterThan(0)
  expect(Object.keys(machine.interfaces()).length).toBeGreaterThan(0)
  machine.every(1, () => {})[Symbol.dispose]()
})
