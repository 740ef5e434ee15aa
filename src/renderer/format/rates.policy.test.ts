import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRate } from '../../contract/typed-amount.policy.ts'
import { MAX_BYTES_PER_SECOND } from '../../contract/views.ts'
import { KIB, MIB } from '../../kit/units.ts'
import { numberStyles } from './numbers.policy.ts'
import {
  formatCap,
  formatRateIn,
  lastPlace,
  placeOfRate,
  type RateUnit,
  rateAtPlace,
  rateDigits,
  rateUnits,
} from './rates.policy.ts'

const unit = fc.constantFrom(...rateUnits)
const style = fc.constantFrom(numberStyles.en, numberStyles.de)
const rate = fc.integer({ min: KIB, max: MAX_BYTES_PER_SECOND })

test('what stands in a field comes back as what it was, to the byte that six digits hold', () => {
  fc.assert(
    fc.property(rate, unit, style, (bytes, inUnit, style) => {
      const back = readRate(rateDigits(bytes, inUnit, style), inUnit, style.decimal)
      expect(back.ok && Math.abs(back.value - bytes) <= 1).toBe(true)
    }),
  )
})

test('every place of the slider is its own, and rising', () => {
  for (const inUnit of rateUnits) {
    const places = Array.from({ length: lastPlace(inUnit) }, (_, place) => place)
    expect(places.map((place) => placeOfRate(rateAtPlace(place, inUnit), inUnit))).toEqual(places)
    for (const place of places.slice(1))
      expect(rateAtPlace(place, inUnit)).toBeGreaterThan(rateAtPlace(place - 1, inUnit))
    expect(rateAtPlace(lastPlace(inUnit), inUnit)).toBe(0)
    expect(placeOfRate(0, inUnit)).toBe(lastPlace(inUnit))
  }
  expect([rateAtPlace(0, 'KiB/s'), rateAtPlace(lastPlace('KiB/s') - 1, 'KiB/s')]).toEqual([16 * KIB, 100 * MIB])
})

test.each<[number, RateUnit, string, string]>([
  [0, 'MiB/s', '0 MiB/s', '0 MiB/s'],
  [40, 'MiB/s', '<0.01 MiB/s', '0 MiB/s'],
  [64 * KIB, 'MiB/s', '0.063 MiB/s', '0.0625 MiB/s'],
  [128 * KIB, 'MiB/s', '0.13 MiB/s', '0.125 MiB/s'],
  [MIB, 'MiB/s', '1.00 MiB/s', '1 MiB/s'],
  [12.34 * MIB, 'MiB/s', '12.3 MiB/s', '12.34 MiB/s'],
  [MIB, 'KiB/s', '1,024 KiB/s', '1,024 KiB/s'],
  [2_500_000, 'Mbit/s', '20.0 Mbit/s', '20 Mbit/s'],
])('%d bytes in %s read as %s, as a cap %s', (bytes, inUnit, rateText, capText) => {
  expect([formatRateIn(bytes, inUnit, numberStyles.en), formatCap(bytes, inUnit, numberStyles.en)]).toEqual([
    rateText,
    capText,
  ])
})

test('German writes a comma, and points between thousands', () => {
  const { de } = numberStyles
  expect([128 * KIB, 40, MIB, 1_500 * MIB].map((bytes) => formatRateIn(bytes, 'MiB/s', de))).toEqual([
    '0,13 MiB/s',
    '<0,01 MiB/s',
    '1,00 MiB/s',
    '1.500 MiB/s',
  ])
  expect([rateDigits(1.5 * MIB, 'MiB/s', de), formatCap(0.125 * MIB, 'MiB/s', de)]).toEqual(['1,5', '0,125 MiB/s'])
})
