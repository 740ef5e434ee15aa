import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSecondRing, overSeconds } from './second-ring.ts'

const laidOut = (fromMs: number, toMs: number, sent: number, received: number): [number, number, number][] => {
  const seconds: [number, number, number][] = []
  overSeconds([fromMs, toMs], [sent, received], (...second) => void seconds.push(second))
  return seconds
}

describe('what passed between two looks', () => {
  it('within one second is that second’s', () => {
    expect(laidOut(3_000, 4_000, 100, 7)).toEqual([[3, 100, 7]])
    expect(laidOut(3_250, 3_500, 100, 7)).toEqual([[3, 100, 7]])
    expect(laidOut(3_250, 3_250, 100, 7)).toEqual([[3, 100, 7]])
  })

  it('is spread over the seconds of a process that stood still', () => {
    expect(laidOut(3_000, 8_000, 5_000, 0)).toEqual([3, 4, 5, 6, 7].map((second) => [second, 1_000, 0]))
    expect(laidOut(3_500, 5_500, 0, 400)).toEqual([
      [3, 0, 100],
      [4, 0, 200],
      [5, 0, 100],
    ])
  })

  it('is whole bytes and all of them, and no second gets more than its time', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(5_000), fc.nat(500_000), fc.nat(1e12), fc.nat(1e12)),
        ([from, span, sent, received]) => {
          const seconds = laidOut(from, from + span, sent, received)
          const most = (bytes: number) => (span === 0 ? bytes : (bytes * Math.min(1_000, span)) / span + 1)
          expect(seconds.reduce((sum, [, each]) => sum + each, 0)).toBe(sent)
          expect(seconds.reduce((sum, [, , each]) => sum + each, 0)).toBe(received)
          for (const [, up, down] of seconds) {
            expect(Number.isInteger(up) && Number.isInteger(down)).toBe(true)
            expect([up <= most(sent), down <= most(received)]).toEqual([true, true])
          }
        },
      ),
    )
  })

  it('further back than ten minutes is left out, and makes no peak at the edge', () => {
    const seconds = laidOut(0, 1_000_000, 1_000_000, 0)
    expect(seconds.length).toBeLessThan(610)
    expect(Math.max(...seconds.map(([, sent]) => sent))).toBe(1_000)
  })
})

it('a ring has what was added, until ten minutes later', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(fc.nat(3), fc.nat(700)), fc.nat(1e9), fc.nat(1e9)), { maxLength: 40 }),
      (steps) => {
        const ring = createSecondRing()
        const expected = new Map<number, [number, number]>()
        let second = 1_000
        for (const [ahead, sent, received] of steps) {
          second += ahead
          ring.add(second, sent, received)
          const [before, and] = expected.get(second) ?? [0, 0]
          expected.set(second, [before + sent, and + received])
        }
        for (let back = 0; back < 601; back += 1)
          expect([ring.sent(second - back), ring.received(second - back)]).toEqual(
            expected.get(second - back) ?? [0, 0],
          )
        expect([ring.sent(second + 1), ring.sent(second - 602)]).toEqual([0, 0])
      },
    ),
    { numRuns: 50 },
  )
})
