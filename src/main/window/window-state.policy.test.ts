import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bounds, FIRST_SIZE, MIN_SIZE, placement } from './window-state.policy.ts'

const left: Bounds = { x: 0, y: 32, width: 1920, height: 1048 }
const right: Bounds = { x: 1920, y: 0, width: 2560, height: 1440 }
const small: Bounds = { x: 0, y: 0, width: 1024, height: 700 }
const was = (x: number, y: number, width = 1200, height = 800, maximised = false) => ({
  bounds: { x, y, width, height },
  maximised,
})

describe('where the window opens', () => {
  it.each([
    ['for the first time', null, [left], { bounds: FIRST_SIZE, maximised: false }],
    [
      'for the first time on a small display',
      null,
      [small],
      { bounds: { width: 1024, height: 700 }, maximised: false },
    ],
    ['where it was', was(100, 100), [left, right], was(100, 100)],
    ['on the second display', was(2000, 100), [left, right], was(2000, 100)],
    [
      'maximised on the second display',
      was(2000, 100, 1200, 800, true),
      [left, right],
      was(2000, 100, 1200, 800, true),
    ],
    ['when its display is gone', was(2000, 100), [left], { bounds: { width: 1200, height: 800 }, maximised: false }],
    ['when a larger display became small', was(100, 100, 2400, 1300), [small], was(0, 0, 1024, 700)],
    ['a little over the edge', was(1700, 500), [left], was(720, 280)],
    ['too small', was(100, 100, 10, 10), [left], was(100, 100, MIN_SIZE.width, MIN_SIZE.height)],
    ['above the top', was(100, -200), [left], { bounds: { width: 1200, height: 800 }, maximised: false }],
    ['where no display is known', was(100, 100), [], { bounds: { width: 1200, height: 800 }, maximised: false }],
  ])('%s', (_when, saved, displays, expected) => expect(placement(saved, displays)).toEqual(expected))

  it('can be reached and is large enough, whatever was saved', () => {
    const length = fc.integer({ min: 900, max: 8_000 })
    const at = fc.integer({ min: -20_000, max: 20_000 })
    const display = fc.record({ x: at, y: at, width: length, height: fc.integer({ min: 600, max: 5_000 }) })
    const saved = fc.record({
      bounds: fc.record({ x: at, y: at, width: fc.nat(20_000), height: fc.nat(20_000) }),
      maximised: fc.boolean(),
    })
    fc.assert(
      fc.property(saved, fc.array(display, { minLength: 1, maxLength: 4 }), (state, displays) => {
        const { bounds, maximised } = placement(state, displays)
        expect(maximised).toBe(state.maximised)
        expect(bounds.width).toBeGreaterThanOrEqual(MIN_SIZE.width)
        expect(bounds.height).toBeGreaterThanOrEqual(MIN_SIZE.height)
        const { x, y } = bounds
        if (x === undefined || y === undefined) return
        const inside = displays.some(
          (one) =>
            x >= one.x &&
            y >= one.y &&
            x + bounds.width <= one.x + one.width &&
            y + bounds.height <= one.y + one.height,
        )
        expect(inside).toBe(true)
      }),
    )
  })
})
