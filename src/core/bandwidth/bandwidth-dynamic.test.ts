import { afterEach, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { quietSurroundings } from '../../../tests/harness/quiet-host.ts'
import { Settings, type SettingsInput } from '../../contract/settings.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { silentLog } from '../../kit/log.ts'
import { KIB, MIB } from '../../kit/units.ts'
import { createBandwidth } from './bandwidth.ts'
import type { Bandwidth } from './bandwidth.types.ts'
import type { RoundTrip } from './dynamic.types.ts'

let bandwidth: Bandwidth | null = null
afterEach(() => bandwidth?.[Symbol.dispose]())

/** A transfer of so much with a peer whose round trip is 20 ms, and 200 ms more while it goes on. */
async function transfer(bytesPerSecond: number, settings: SettingsInput['bandwidth']) {
  const clock = new ManualClock()
  const roundTrips = createEmitter<RoundTrip & { readonly peerId: string }>()
  const made = createBandwidth(
    {
      clock,
      log: silentLog,
      surroundings: quietSurroundings(),
      changeSettings: () => {},
      limitsOf: () => ({ uploadBytesPerSecond: 0, downloadBytesPerSecond: 0, monthlyBytes: 0 }),
      limited: () => [],
      levelOf: () => 'trusted',
      store: new FakeStore(),
      carried: () => {},
      roundTrips,
      probe: () => Promise.resolve({ connectionId: '1', rttMs: 220 }),
    },
    () => Settings.parse({ bandwidth: settings }).bandwidth,
  )
  bandwidth = made
  made.start()
  roundTrips.emit({ peerId: 'ben', connectionId: '1', rttMs: 20 })
  const stream = made.control.open(
    { peerId: 'ben', kind: 'bulk', remoteAddress: '/ip4/203.0.113.7/tcp/4711', passesOn: false },
    () => {},
  )
  let told = 0
  made.changed.on(() => (told += 1))
  for (let n = 0; n < 50; n += 1) {
    stream.count('up', bytesPerSecond / 10, bytesPerSecond / 10)
    await clock.advance(100)
  }
  return { status: made.status(), flow: stream.up.bytesPerSecond, told }
}

it('holds back what fills the line, says why, and tells people of it about once a second', async () => {
  const { status, flow, told } = await transfer(MIB, { dynamic: { enabled: true } })
  expect(status.upload.reason).toBe('dynamic')
  expect(status.upload.bytesPerSecond).toBeLessThan(MIB)
  expect(flow).toBe(status.upload.bytesPerSecond)
  expect(status.download).toMatchObject({ bytesPerSecond: null, reason: 'normal' })
  expect(status.dynamic).toEqual({ queueingMs: 200, targetMs: 60 })
  expect(told).toBeLessThanOrEqual(6)
})

it('never allows more than the caps do', async () => {
  const cap = 100 * KIB
  const { status, flow } = await transfer(MIB, {
    dynamic: { enabled: true },
    profiles: { normal: { uploadBytesPerSecond: cap } },
  })
  expect(flow).toBe(cap)
  expect(status.upload).toMatchObject({ bytesPerSecond: cap, reason: 'normal' })
})

it('does nothing while it is off', async () => {
  const { status, flow } = await transfer(MIB, {})
  expect(flow).toBe(Number.POSITIVE_INFINITY)
  expect(status).toMatchObject({ upload: { bytesPerSecond: null, reason: 'normal' }, dynamic: null })
})
