import { expect, it } from 'vitest'
import { duration, facts, fitted, lasting, percent, printable, relative, rtt, table } from './text.ts'

it('aligns columns, wide characters too, and ends no line with blanks', () => {
  expect(
    table(
      ['NAME', 'N'],
      [
        ['a', '1'],
        ['日本', ''],
        ['👧', '3'],
      ],
    ),
  ).toEqual(['NAME  N', 'a     1', '日本', '👧    3'])
})

it('puts several values under each other and leaves out what is empty', () => {
  expect(
    facts([
      ['Name', 'a'],
      ['Addresses', ['x', 'y']],
      ['Warning', []],
    ]),
  ).toEqual(['Name       a', 'Addresses  x', '           y'])
})

it('lets nobody else’s name move the cursor, hide or turn text around', () => {
  const nasty = 'a\u{1b}[2Jb\r\n\u{202e}c\u{200b}\u{9b}d'
  for (const text of [printable(nasty), ...table(['N'], [[nasty]]), ...facts([['N', nasty]])]) {
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  }
})

it.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_600_000, '1 h'],
  [47 * 3_600_000, '47 h'],
  [48 * 3_600_000, '2 d'],
])('says %i ms as %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

it.each([
  [null, '–'],
  ['2026-01-01T00:00:00.000Z', 'just now'],
  ['2025-12-31T23:55:00.000Z', '5 min ago'],
  ['2026-01-01T00:00:30.000Z', 'in 30 s'],
])('says %s as %s', (iso, text) => {
  expect(relative(iso, Date.UTC(2026, 0, 1))).toBe(text)
})

it.each([
  [null, '–'],
  [0.42, '0.4 ms'],
  [12.4, '12 ms'],
])('says a round trip of %s as %s', (ms, text) => {
  expect(rtt(ms)).toBe(text)
})

it.each([
  [45_000, '45 s'],
  [60_000, '1 min'],
  [185_000, '3 min 5 s'],
  [7_380_000, '2 h 3 min'],
  [9 * 86_400_000 + 4 * 3_600_000, '9 d 4 h'],
])('%d ms, in two units', (ms, text) => expect(lasting(ms)).toBe(text))

it.each([
  [null, '–'],
  [0, '0 %'],
  [0.00001, '0.1 %'],
  [0.982, '98.2 %'],
  [0.5, '50 %'],
  [0.99999, '99.9 %'],
  [1, '100 %'],
])('%d of all', (share, text) => expect(percent(share)).toBe(text))

it('a line that is too long is cut where it would wrap, wide characters too', () => {
  expect([fitted('abcdef', 6), fitted('abcdefg', 6), fitted('日本語です', 6)]).toEqual(['abcdef', 'abcde…', '日本…'])
})
