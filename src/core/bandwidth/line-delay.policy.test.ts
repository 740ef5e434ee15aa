import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../kit/units.ts'
import { baseMs, type LineDelay, measured, queueingMs } from './line-delay.policy.ts'

const MAX_BASE_MINUTES = 10

function after(samples: readonly (readonly [atMs: number, rttMs: number, connectionId?: string])[]): LineDelay {
  let line: LineDelay | null = null
  for (const [atMs, rttMs, connectionId = '1'] of samples) line = measured(line, { connectionId, rttMs }, atMs)
  if (!line) throw new Error('no samples')
  return line
}

describe('the way to a peer', () => {
  it('is the shortest round trip of the last ten minutes', () => {
    const line = after([
      [0, 50],
      [1_000, 20],
      [MINUTE_MS, 70],
    ])
    expect(baseMs(line)).toBe(20)
    expect(baseMs(measured(line, { connectionId: '1', rttMs: 80 }, 9 * MINUTE_MS))).toBe(20)
    // Longer than that it is not known: the way may have become another.
    expect(baseMs(measured(line, { connectionId: '1', rttMs: 80 }, 10 * MINUTE_MS))).toBe(70)
    expect(baseMs(measured(line, { connectionId: '1', rttMs: 80 }, 30 * MINUTE_MS))).toBe(80)
  })

  it('is learned anew with another connection', () => {
    const line = after([
      [0, 20],
      [1_000, 90, '2'],
    ])
    expect(baseMs(line)).toBe(90)
    expect(queueingMs(line, 1_000, null)).toBe(0)
  })

  it('is never longer than what was measured last, and remembers a bounded number of things', () => {
    const sample = fc.tuple(fc.integer({ min: 0, max: 400 }), fc.double({ min: 0, max: 5_000, noNaN: true }))
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 300 }), (steps) => {
        let atMs = 0
        let line: LineDelay | null = null
        for (const [laterBy, rttMs] of steps) {
          atMs += laterBy * 100
          line = measured(line, { connectionId: '1', rttMs }, atMs)
          expect(baseMs(line)).toBeLessThanOrEqual(rttMs)
          expect(line.minima.length).toBeLessThanOrEqual(MAX_BASE_MINUTES)
          expect(queueingMs(line, atMs, null)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})

describe('the queue on the way', () => {
  const line = after([
    [0, 20],
    [30_000, 220],
    [30_250, 120],
    [30_500, 320],
  ])

  it.each([
    { what: 'what the shortest of the latest took longer', nowMs: 30_500, askedMs: null, expected: 100 },
    { what: 'not changed by one answer that is late', nowMs: 30_600, askedMs: 30_000, expected: 100 },
    { what: 'measured by what is still there of the latest', nowMs: 30_900, askedMs: null, expected: 300 },
    { what: 'not known when nothing was measured lately', nowMs: 31_200, askedMs: null, expected: null },
    { what: 'not known while an answer may still come in time', nowMs: 31_200, askedMs: 31_190, expected: null },
    { what: 'at least as long as an answer is overdue', nowMs: 32_000, askedMs: 30_750, expected: 1_230 },
  ])('is $what', ({ nowMs, askedMs, expected }) => {
    expect(queueingMs(line, nowMs, askedMs)).toBe(expected)
  })
})
