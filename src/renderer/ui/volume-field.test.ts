import { expect, test } from 'vitest'
import { readVolume, volumeText } from './volume-field.tsx'

test.each<[string, number | false]>([
  ['', 0],
  ['0', 0],
  ['50', 50 * 1_024 ** 3],
  ['0,5', 512 * 1_024 ** 2],
  ['1 000 GiB', 1_000 * 1_024 ** 3],
  ['1.5 TB', 1.5e12],
  ['much', false],
  ['-1', false],
])('%j is %d bytes', (text, bytes) => {
  const read = readVolume(text)
  expect(read.ok && read.value).toBe(bytes)
})

test('a volume reads as one', () => {
  expect([volumeText(0), volumeText(50 * 1_024 ** 3)]).toEqual(['unlimited', '50 GiB'])
})
