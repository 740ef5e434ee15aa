import { expect, it } from 'vitest'
import { cap, rate, setCap, soon, volume } from './amounts.ts'

it.each([
  [0, 'MiB/s', '0 MiB/s'],
  [1, 'MiB/s', '<0.01 MiB/s'],
  [325_000, 'MiB/s', '0.31 MiB/s'],
  [13_000_000, 'MiB/s', '12.4 MiB/s'],
  [524_288_000, 'MiB/s', '500 MiB/s'],
  [1, 'KiB/s', '<0.1 KiB/s'],
  [1_500, 'KiB/s', '1.5 KiB/s'],
  [524_288, 'KiB/s', '512 KiB/s'],
  [2_000_000, 'Mbit/s', '16.0 Mbit/s'],
] as const)('a measured rate of %i bytes in %s is %s', (bytes, unit, text) => expect(rate(bytes, unit)).toBe(text))

it('says of a cap what is telling, and tells unlimited from paused', () => {
  expect([null, 0, 131_072, 204_800, 1e6, 1, 10 * 1_024 ** 3].map((bytes) => cap(bytes, 'MiB/s'))).toEqual([
    'unlimited',
    'paused',
    '0.125 MiB/s',
    '0.1953 MiB/s',
    '0.9537 MiB/s',
    '0.000001 MiB/s',
    '10240 MiB/s',
  ])
  expect(setCap(0, 'KiB/s')).toBe('unlimited')
})

it.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_024, '1 KiB'],
  [1_024 ** 2 - 1, '1 MiB'],
  [10_276_045, '9.8 MiB'],
  [50 * 1_024 ** 3, '50 GiB'],
  [1_500_000_000_000, '1.4 TiB'],
])('%i bytes are %s', (bytes, text) => expect(volume(bytes)).toBe(text))

it('tells moments by this machine’s clock, with the day where it is not today', () => {
  const at = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString()
  const nowMs = Date.parse(at(21, 19))
  expect(soon(at(21, 22), nowMs)).toBe('today at 22:00 (in 3 h)')
  expect(soon(at(22, 7), nowMs)).toBe('tomorrow at 07:00 (in 12 h)')
  expect(soon(at(24, 7), nowMs)).toBe('Tue 24 Nov at 07:00 (in 3 d)')
})
