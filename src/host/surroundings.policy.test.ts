import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareLooks,
  firstSeen,
  type Interfaces,
  LOOK_EVERY_MS,
  type Look,
  networkKey,
  type Seen,
} from './surroundings.policy.ts'

const start: Look = { nowMs: 0, wallMs: 1_000_000, upMs: 500_000, network: 'a', onBattery: false, resumed: false }

/** The next look after the machine ran, slept and had its wall clock set. */
function after(before: Look, { ran = LOOK_EVERY_MS, slept = 0, set = 0 }, over: Partial<Look> = {}): Look {
  return {
    ...before,
    nowMs: before.nowMs + ran,
    wallMs: before.wallMs + ran + slept + set,
    upMs: before.upMs === null ? null : before.upMs + ran + slept,
    resumed: false,
    ...over,
  }
}

const events = (look: Look, seen: Seen = firstSeen(start)) => compareLooks(seen, look).events

test.each<[string, Look, unknown]>([
  ['nothing happened', after(start, {}), []],
  ['the machine was busy for a while', after(start, { ran: LOOK_EVERY_MS + 3_900 }), []],
  ['the process stood still', after(start, { ran: LOOK_EVERY_MS + 20_000 }), [{ type: 'woke', sleptMs: 20_000 }]],
  ['the machine slept', after(start, { slept: 3_600_000 }), [{ type: 'woke', sleptMs: 3_600_000 }]],
  ['the clock was set forward', after(start, { set: 7_200_000 }), [{ type: 'clock-set', byMs: 7_200_000 }]],
  ['the clock was set back', after(start, { set: -7_200_000 }), [{ type: 'clock-set', byMs: -7_200_000 }]],
  ['time synchronisation moved it a little', after(start, { set: 1_900 }), []],
  [
    'it slept, and its clock was wrong meanwhile',
    after(start, { slept: 60_000, set: -30_000 }),
    [
      { type: 'woke', sleptMs: 60_000 },
      { type: 'clock-set', byMs: -30_000 },
    ],
  ],
  ['the plug was pulled', after(start, {}, { onBattery: true }), [{ type: 'power-changed' }]],
  ['another network', after(start, {}, { network: 'b' }), [{ type: 'network-changed' }]],
  [
    'it woke on another network',
    after(start, { slept: 60_000 }, { network: 'b' }),
    [{ type: 'woke', sleptMs: 60_000 }, { type: 'network-changed' }],
  ],
])('%s', (_what, look, expected) => expect(events(look)).toEqual(expected))

test('where the system does not say how long it runs, a wall clock far ahead is a sleep, and one behind was set', () => {
  const seen = firstSeen({ ...start, upMs: null })
  const look = (set: number) => events(after(seen.look, { set }), seen)
  expect(look(60_000)).toEqual([{ type: 'woke', sleptMs: 60_000 }])
  expect(look(3_000)).toEqual([{ type: 'clock-set', byMs: 3_000 }])
  expect(look(-60_000)).toEqual([{ type: 'clock-set', byMs: -60_000 }])
})

test('what the system calls a resume is told at once, and one sleep only once', () => {
  const early = after(start, { ran: 100 }, { resumed: true })
  expect(events(early)).toEqual([{ type: 'woke', sleptMs: 0 }])
  const woke = compareLooks(firstSeen(start), after(start, { slept: 60_000 }))
  const late = after(woke.seen.look, { ran: 300 }, { resumed: true })
  expect(events(late, woke.seen)).toEqual([])
  expect(events(after(late, { ran: 20_000, slept: 0 }, { resumed: true }), woke.seen)).toMatchObject([{ type: 'woke' }])
})

test('a network that flaps is told a few times, and its last change never is lost', () => {
  let seen = firstSeen(start)
  let told = 0
  let lastToldNetwork = 'a'
  for (let looks = 0; looks < 60; looks++) {
    const network = looks < 30 ? `n${looks}` : 'n29'
    const compared = compareLooks(seen, after(seen.look, {}, { network }))
    seen = compared.seen
    if (compared.events.length > 0) {
      told += 1
      lastToldNetwork = network
    }
  }
  expect(told).toBeLessThanOrEqual(12)
  expect(lastToldNetwork).toBe('n29')
  expect(seen.networkOwed).toBe(false)
})

test('whatever happens, a sleep is never taken for a clock that was set, nor the other way round', () => {
  const ms = fc.integer({ min: 0, max: 100_000_000 })
  fc.assert(
    fc.property(ms, fc.integer({ min: -100_000_000, max: 100_000_000 }), (slept, set) => {
      const kinds = events(after(start, { slept, set })).map(({ type }) => type)
      expect(kinds.includes('woke')).toBe(slept >= 4_000)
      expect(kinds.includes('clock-set')).toBe(Math.abs(set) > 2_000)
    }),
  )
})

const on = (...addresses: string[]): Interfaces => ({
  eth0: addresses.map((address) => ({ address, internal: false })),
})

test.each<[string, Interfaces, string]>([
  ['nothing', {}, ''],
  ['loopback', { lo: [{ address: '127.0.0.1', internal: true }] }, ''],
  ['an interface without addresses', { eth0: undefined }, ''],
  ['several', on('192.0.2.7', '10.0.0.1', '192.0.2.7'), '10.0.0.1 192.0.2.7'],
  ['link-local', on('169.254.3.4', 'fe80::1%eth0', 'fe80::2'), ''],
  ['IPv6', on('2001:DB8:1::5'), '2001:db8:1:0::/64'],
  ['IPv6 from its beginning', on('::5'), '0:0:0:0::/64'],
])('the networks of %s', (_what, interfaces, key) => expect(networkKey(interfaces)).toBe(key))

test('a new temporary IPv6 address in the same network is no change, another network is', () => {
  const home = networkKey(on('192.0.2.7', '2001:db8:0:1:aaaa::1', '2001:db8:0:1:1234:5678:9abc:def0'))
  expect(networkKey(on('192.0.2.7', '2001:db8:0:1:aaaa::1', '2001:db8::1:f00d:0:0:1'))).toBe(home)
  expect(networkKey(on('192.0.2.7', '2001:db8:0:2:aaaa::1'))).not.toBe(home)
})
