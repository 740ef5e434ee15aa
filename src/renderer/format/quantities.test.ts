import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatClock,
  formatLasting,
  formatLeft,
  formatMoment,
  formatRate,
  formatRtt,
  formatShare,
  formatSpan,
  formatUntil,
} from './quantities.ts'

const KIB = 1024
const MIB = KIB * KIB

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [KIB, '1.0 KiB'],
  [9.94 * KIB, '9.9 KiB'],
  [9.96 * KIB, '10 KiB'],
  [1023.4 * KIB, '1023 KiB'],
  [1023.6 * KIB, '1.0 MiB'],
  [2.5 * MIB, '2.5 MiB'],
  [1023.7 * MIB, '1.0 GiB'],
  [5_000 * MIB, '4.9 GiB'],
])('%d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

test('a rate is bytes per second', () => expect(formatRate(2 * KIB)).toBe('2.0 KiB/s'))

test.each([
  [0, '<1 ms'],
  [0.94, '<1 ms'],
  [0.96, '1.0 ms'],
  [9.94, '9.9 ms'],
  [9.96, '10 ms'],
  [312.4, '312 ms'],
  [999.6, '1.0 s'],
  [4_200, '4.2 s'],
])('%d ms there and back', (ms, text) => expect(formatRtt(ms)).toBe(text))

test.each([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [86_400_000, '1 d'],
  [30 * 86_400_000, '30 d'],
])('a span of %d ms', (ms, text) => expect(formatSpan(ms)).toBe(text))

const NOW = Date.UTC(2026, 0, 1)
const at = (ms: number): string => new Date(NOW + ms).toISOString()

test.each([
  [-1, 'just now'],
  [-9_999, 'just now'],
  [-10_000, '10 s ago'],
  [-90_000, '1 min ago'],
  // The other clock is a little ahead.
  [5_000, 'just now'],
])('%d ms from now, looking back', (ms, text) => expect(formatAgo(at(ms), NOW)).toBe(text))

test.each([
  [0, 'now'],
  [-1, 'now'],
  [1, 'in 1 s'],
  [1_001, 'in 2 s'],
  [59_001, 'in 1 min'],
])('%d ms from now, looking ahead', (ms, text) => expect(formatUntil(at(ms), NOW)).toBe(text))

test('a countdown never goes up and ends at now', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 59_000 }), (ms) => {
      const seconds = Number(/\d+/.exec(formatUntil(at(ms), NOW))?.[0] ?? 0)
      expect(seconds).toBe(Math.ceil(ms / 1_000))
    }),
  )
})

test('a moment is shown in full', () => expect(formatMoment(at(0))).toMatch(/202[56]/))

test.each([
  [-1, '0 s'],
  [45_000, '45 s'],
  [60_000, '1 min'],
  [185_999, '3 min 5 s'],
  [7_380_000, '2 h 3 min'],
  [7_200_000, '2 h'],
  [12 * 86_400_000 + 4 * 3_600_000, '12 d 4 h'],
])('%d ms, in two units', (ms, text) => expect(formatLasting(ms)).toBe(text))

test('what is left counts down to one second, then is due', () => {
  const left = [7 * 86_400_000 - 5, 3_599_001, 90_000, 60_000, 20_000, 19_001, 1, 0, -1]
  expect(left.map((ms) => formatLeft(at(ms), NOW))).toEqual([
    '7 d',
    '1 h',
    '2 min',
    '1 min',
    '20 s',
    '20 s',
    '1 s',
    null,
    null,
  ])
})

test.each([
  [1, '100 %'],
  [0.99999, '99.9 %'],
  [0.997, '99.7 %'],
  [0.95, '95 %'],
  [0.5, '50 %'],
  [0.042, '4.2 %'],
  [0.00001, '0.1 %'],
  [0, '0 %'],
])('a share of %d', (share, text) => expect(formatShare(share)).toBe(text))

test('a clock names the day once it is another one', () => {
  expect(formatClock(NOW - 60_000, NOW)).toMatch(/^\d\d:\d\d/)
  expect(formatClock(NOW - 2 * 86_400_000, NOW)).toMatch(/[A-Z][a-z]{2}.*\d\d:\d\d/)
  expect(formatClock(NOW - 20 * 86_400_000, NOW)).toMatch(/\d+.*\d\d:\d\d/)
})
