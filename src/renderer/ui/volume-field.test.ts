import { expect, test } from 'vitest'
import { parseVolume, volumeText } from './volume-field.tsx'

test.each<[string, number | null]>([
  ['', 0],
  ['0', 0],
  ['50', 50 * 1_024 ** 3],
  ['0,5', 512 * 1_024 ** 2],
  ['1 000 GiB', 1_000 * 1_024 ** 3],
  ['much', null],
  ['-1', null],
])('%j is %d bytes', (text, bytes) => expect(parseVolume(text)).toBe(bytes))

test('a volume reads as one', () => {
  expect([volumeText(0), volumeText(50 * 1_024 ** 3)]).toEqual(['unlimited', '50 GiB'])
})
