import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainNotes } from './notes.policy.ts'

it.each([
  ['Plain words.\n\n- one\n- two', 'Plain words.\n\n- one\n- two'],
  ['<h2>New</h2><ul><li>One &amp; two</li><li>a &lt; b</li></ul>', 'New\n• One & two\n• a < b'],
  ['<p>Hello<br>there</p><script>alert(1)</script>', 'Hello\nthere'],
  ['<style>p{}</style><img src=x onerror=alert(1)>Text', 'Text'],
  ['a < b and c > d', 'a < b and c > d'],
  ['\u202eevil\u0007', 'evil'],
  ['<script>never ends', null],
  ['   ', null],
])('%j reads %j', (notes, text) => {
  expect(plainNotes(notes)).toBe(text)
})

it('is bounded, well-formed and without a whole tag, whatever was written', () => {
  const pieces = fc.constantFrom(
    '<',
    '>',
    '<b',
    '</p>',
    '<script>',
    '</script>',
    '&lt;',
    'word ',
    '\ud800',
    '<!--',
    '"',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), fc.nat(3000), (parts, times) => {
      const text = plainNotes(parts.join('') + 'long '.repeat(times * 10)) ?? ''
      expect(text.length).toBeLessThanOrEqual(20_000)
      expect(text.isWellFormed()).toBe(true)
    }),
    { numRuns: 60 },
  )
})
