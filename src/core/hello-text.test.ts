import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanText } from './hello-text.ts'

describe('what a peer calls itself', () => {
  it.each([
    ['Ann', 'Ann'],
    ['  Ann \n\t Smith ', 'Ann Smith'],
    ['Ann\u202etxt.exe', 'Ann txt.exe'],
    ['\u001b[31mred', '[31mred'],
    ['\u0000\u200b\u2028', null],
    ['', null],
    ['🖥🖥', '🖥🖥'],
    ['x'.repeat(70), 'x'.repeat(64)],
    [`${'x'.repeat(63)}🖥`, 'x'.repeat(63)],
    [`${'x'.repeat(63)} y`, 'x'.repeat(63)],
  ])('%j is shown as %j', (said, shown) => expect(cleanText(said, 64)).toBe(shown))

  it('is a short text without control or direction marks, or nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), fc.integer({ min: 1, max: 64 }), (said, max) => {
        const shown = cleanText(said, max)
        if (shown === null) return true
        return shown.length > 0 && shown.length <= max && shown === shown.trim() && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(shown)
      }),
      { numRuns: 500 },
    )
  })
})
