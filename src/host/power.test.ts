import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { type PowerSupply, runsOnBattery } from './power.policy.ts'
import { createLinuxPower } from './power.ts'

const supply = (over: Partial<PowerSupply>): PowerSupply => ({ type: '', scope: '', status: '', online: '', ...over })
const battery = (status: string) => supply({ type: 'Battery', status })

test.each<[string, readonly PowerSupply[], boolean]>([
  ['nothing is known', [], false],
  ['a desktop with a mouse', [supply({ type: 'Battery', scope: 'Device', status: 'Discharging' })], false],
  ['a laptop on its battery', [battery('Discharging'), supply({ type: 'Mains', online: '0' })], true],
  ['a laptop on mains', [battery('Charging'), supply({ type: 'Mains', online: '1' })], false],
  ['one that spares its battery', [battery('Not charging'), supply({ type: 'Mains', online: '1' })], false],
  ['one that is fed by USB', [battery('Discharging'), supply({ type: 'USB', online: '1' })], false],
  ['a phone without a word on plugs', [battery('Discharging')], true],
])('%s', (_what, supplies, expected) => expect(runsOnBattery(supplies)).toBe(expected))

test('reads the supplies of Linux again and again, and tells of a change', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-power-'))
  try {
    mkdirSync(join(folder, 'BAT0'))
    writeFileSync(join(folder, 'BAT0', 'type'), 'Battery\n')
    writeFileSync(join(folder, 'BAT0', 'status'), 'Charging\n')
    let ask = (): void => {}
    let running = true
    using power = createLinuxPower((_ms, task) => {
      ask = task
      return { [Symbol.dispose]: () => (running = false) }
    }, folder)
    let told = 0
    power.events.on(() => (told += 1))
    expect(power.onBattery()).toBe(false)
    writeFileSync(join(folder, 'BAT0', 'status'), 'Discharging\n')
    ask()
    await vi.waitFor(() => expect([power.onBattery(), told]).toEqual([true, 1]))
    power[Symbol.dispose]()
    power[Symbol.dispose]()
    expect(running).toBe(false)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('where there is no such folder, the answer is no', () => {
  using power = createLinuxPower(() => ({ [Symbol.dispose]: () => {} }), '/nonexistent')
  expect(power.onBattery()).toBe(false)
})
