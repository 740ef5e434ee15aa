import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  exactRate,
  type RateUnit,
  readDecimal,
  readRate,
  readVolume,
  typedRate,
  typedVolume,
} from './typed-amount.policy.ts'
import { MAX_BYTES_PER_SECOND } from './views.ts'

const units: readonly RateUnit[] = ['KiB/s', 'MiB/s', 'Mbit/s']

it.each([
  ['2MiB/s', 2 * 1_024 ** 2],
  ['2 MiB/s', 2 * 1_024 ** 2],
  [' 512 KiB/s ', 512 * 1_024],
  ['1GiB/s', 1_024 ** 3],
  ['64 kB/s', 64_000],
  ['64KB/s', 64_000],
  ['1.5 MB/s', 1_500_000],
  ['1,5 MB/s', 1_500_000],
  ['800 kbit/s', 100_000],
  ['16Mbit/s', 2_000_000],
  ['16 MBit/s', 2_000_000],
  ['16 mbits', 2_000_000],
  ['1 Gbit/s', 125_000_000],
  ['300 B/s', 300],
  ['2MiB', 2 * 1_024 ** 2],
  ['2MBps', 2_000_000],
  ['2 miB per second', 2 * 1_024 ** 2],
  ['0,125 KiB/s', 128],
  ['3', 3 * 1_024 ** 2],
  ['0.5', 1_024 ** 2 / 2],
  ['0.0000001', 1],
  ['10 GiB/s', MAX_BYTES_PER_SECOND],
  ['1,500.5 KiB/s', 1_500.5 * 1_024],
  ['1.500,5 KiB/s', 1_500.5 * 1_024],
  ['unlimited', 0],
  ['Unlimited', 0],
  ['Unbegrenzt', 0],
  ['none', 0],
  ['off', 0],
  ['0', 0],
  ['0 KiB/s', 0],
])('%j is %j bytes per second', (text, bytes) => expect(typedRate(text, 'MiB/s')).toEqual({ ok: true, value: bytes }))

it.each([
  ['5 Mb/s', 'Write Mbit/s for bits or MB/s for bytes.'],
  ['5Mbps', 'Write Mbit/s for bits or MB/s for bytes.'],
  ['5mib/s', 'Write Mbit/s for bits or MiB/s for bytes.'],
  ['5 kb', 'Write kbit/s for bits or kB/s for bytes.'],
  ['5 Gb/s', 'Write Gbit/s for bits or GB/s for bytes.'],
  ['5 b/s', 'Write bit/s for bits or B/s for bytes.'],
  ['1,500 KiB/s', 'write 1500, or 1.500 with a point'],
  ['-5 MiB/s', 'less than nothing'],
  ['11 GiB/s', 'The highest cap is 10 GiB/s'],
  ['5 parsecs', '“parsecs” is no unit'],
  ['2M', '“M” is no unit'],
  ['fast', 'a number with a unit'],
  ['', 'a number with a unit'],
  ['1.2.3 MiB/s', 'a number with a unit'],
  ['1e3', '“e3” is no unit'],
  ['NaN', 'a number with a unit'],
])('%j is refused, and it is said what to write', (text, advice) => {
  const rate = typedRate(text, 'MiB/s')
  expect(rate.ok ? '' : rate.error).toContain(advice)
})

it.each([
  ['50GiB', 50 * 1_024 ** 3],
  ['1,5 TB', 1_500_000_000_000],
  ['none', 0],
  ['0', 0],
])('%j is a volume of %j bytes', (text, bytes) => expect(typedVolume(text)).toEqual({ ok: true, value: bytes }))

it.each([
  ['50', '50 of what?'],
  ['50 Gb', 'Write GB, with a large B'],
  ['50 Gbit', '“Gbit” is no unit'],
  ['9999 TiB', 'The largest volume'],
])('%j is no volume', (text, advice) => {
  const volume = typedVolume(text)
  expect(volume.ok ? '' : volume.error).toContain(advice)
})

it.each([
  ['1,5 MiB/s', 1.5 * 1_024 ** 2],
  ['1.5 MiB/s', 1.5 * 1_024 ** 2],
  ['1,125 MiB/s', 1.125 * 1_024 ** 2],
  ['0.125 MiB/s', 0.125 * 1_024 ** 2],
  ['1.500,5 KiB/s', 1_500.5 * 1_024],
  ['1,500.5 KiB/s', 1_500.5 * 1_024],
  ['1.024.000 B/s', 1_024_000],
  ['1 024 KiB/s', 1_024 ** 2],
  ['16 Mbit pro Sekunde', 2_000_000],
  ['keins', 0],
])('who writes decimals with a comma means by %j what stands there', (text, bytes) =>
  expect(readRate(text, 'MiB/s', ',')).toEqual({ ok: true, value: bytes }),
)

it('what two people would read in two ways is asked about, in the eyes of either', () => {
  const problem = (digits: string) => ({ ok: false, error: { of: 'rate', reason: 'two-readings', digits } })
  expect(readRate('1.500 KiB/s', 'MiB/s', ',')).toEqual(problem('1.500'))
  expect(readRate('1,500 KiB/s', 'MiB/s', '.')).toEqual(problem('1,500'))
  expect(readVolume('1.500 GiB', ',')).toMatchObject({ ok: false, error: { reason: 'two-readings' } })
})

it.each(['1.2.3', '1,2.3,4', '12.34,567.8', '1,,5', '.5', '5.', '1234,567.8'])('%j is no number anywhere', (text) => {
  expect([readDecimal(text, '.'), readDecimal(text, ',')]).toEqual(['no-number', 'no-number'])
})

it('a number that a language writes is read in that language as the same number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 999 }), (whole, thousandths) => {
      const value = Number(`${whole}.${String(thousandths).padStart(3, '0')}`)
      for (const [language, mark] of [
        ['en', '.'],
        ['de', ','],
      ] as const) {
        const text = value.toLocaleString(language, { maximumFractionDigits: 3 })
        // Thousands alone may be decimals to somebody else.
        const read = readDecimal(text, mark)
        if (read !== 'two-readings') expect(read).toBe(value)
        expect(
          readDecimal(value.toLocaleString(language, { maximumFractionDigits: 3, useGrouping: false }), mark),
        ).toBe(value)
      }
    }),
  )
})

describe('what is printed', () => {
  const bytes = fc.integer({ min: 1, max: MAX_BYTES_PER_SECOND })

  it('is the same when it is typed, in any unit', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(...units), fc.constantFrom(...units), (rate, shown, other) => {
        expect(typedRate(exactRate(rate, shown), other)).toEqual({ ok: true, value: rate })
      }),
    )
  })

  it('is the same when its unit is left out, when it is written with a comma, and without blanks', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(...units), (rate, unit) => {
        const shown = exactRate(rate, unit)
        expect(typedRate(shown.split(' ')[0] ?? '', unit)).toEqual({ ok: true, value: rate })
        expect(typedRate(shown.replace(' ', ''), unit)).toEqual({ ok: true, value: rate })
        const comma = shown.replace('.', ',')
        if (!/,\d{3} /.test(comma)) expect(typedRate(comma, unit)).toEqual({ ok: true, value: rate })
      }),
    )
  })
})

it('never takes what is more than nothing for unlimited, nor throws at anything', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...units), (text, unit) => {
      const rate = typedRate(text, unit)
      if (rate.ok) expect(rate.value).toBeLessThanOrEqual(MAX_BYTES_PER_SECOND)
      if (/[1-9]/.test(text) && rate.ok) expect(rate.value).toBeGreaterThan(0)
    }),
  )
})
