import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_CRASHES, onGone, WITHIN_MS } from './crash.policy.ts'

describe('a page whose process is gone', () => {
  it.each([
    ['clean-exit', [], 'ignore'],
    ['crashed', [], 'reload'],
    ['oom', [], 'reload'],
    ['killed', [90_000, 95_000], 'reload'],
    ['crashed', [90_000, 95_000, 99_000], 'ask'],
    ['crashed', [10_000, 20_000, 30_000], 'reload'],
    ['launch-failed', [], 'ask'],
    ['integrity-failure', [], 'ask'],
  ] as const)('%s after %j: %s', (reason, before, is) => expect(onGone(reason, before, 100_000).is).toBe(is))

  it('is loaded anew at most so often in any such time, and little is remembered', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30_000), { maxLength: 60 }), (pauses) => {
        let now = 0
        let crashes: readonly number[] = []
        const reloads: number[] = []
        for (const pause of pauses) {
          now += pause
          const verdict = onGone('crashed', crashes, now)
          crashes = verdict.crashes
          if (verdict.is === 'reload') reloads.push(now)
          expect(crashes.length).toBeLessThanOrEqual(MAX_CRASHES + 1)
          expect(reloads.filter((at) => now - at < WITHIN_MS).length).toBeLessThanOrEqual(MAX_CRASHES)
        }
      }),
    )
  })
})
