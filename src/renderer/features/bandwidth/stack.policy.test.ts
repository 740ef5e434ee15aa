import fc from 'fast-check'
import { expect, test } from 'vitest'
import { busiest, byDay, giveInks, meanOfLast, scaleTop, stack, totals } from './stack.policy.ts'

const series = (peerId: string | null, sent: readonly number[]) => ({ peerId, sent, received: sent.map(() => 0) })

test('the busiest lie one upon the other, everybody else on top, and all together are all that passed', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(1_000), { minLength: 4, maxLength: 4 }), { maxLength: 12 }), (lanes) => {
      const all = [...lanes.map((sent, n) => series(`peer ${n}`, sent)), series(null, [1, 1, 1, 1])]
      const inks = giveInks(new Map(), busiest(all))
      const layers = stack(all, 'up', inks, 4)
      expect(totals(layers)).toEqual(
        [0, 1, 2, 3].map((slot) => lanes.reduce((sum, lane) => sum + (lane[slot] ?? 0), 1)),
      )
      for (const [n, layer] of layers.entries())
        for (const [slot, height] of layer.heights.entries())
          expect(height - (layers[n - 1]?.heights[slot] ?? 0)).toBe(layer.values[slot])
    }),
  )
})

test('a colour does not change hands while its peer is among the busiest', () => {
  const first = giveInks(new Map(), ['a', 'b', 'c'])
  expect([...first]).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ])
  const second = giveInks(first, ['d', 'c', 'a'])
  expect([second.get('a'), second.get('c'), second.get('d'), second.get('b')]).toEqual([0, 2, 1, undefined])
})

test.each([
  ['nothing flows', 0, 0, null, 100, 112],
  ['a cap that holds is in the picture', 98, 98, 100, 10, 112],
  ['a cap a little above, too', 50, 50, 100, 10, 112],
  ['one far above is not', 10, 10, 1_000, 10, 11.2],
  ['nothing may pass', 50, 0, 0, 10, 56],
  ['a storm before a cap that is kept now is cut off', 5_000, 101, 100, 10, 200],
  ['a storm that goes on is not', 5_000, 4_000, 100, 10, 5_600],
])('%s', (_, peak, recent, cap, least, top) => expect(scaleTop(peak, recent, cap, least)).toBeCloseTo(top))

test('days are put together from their hours', () => {
  const hours = series('a', [1, 2, 3, 4])
  expect(byDay([hours], 0, 1, 4, (ms) => Math.floor(ms / 2))).toEqual({
    days: [0, 1],
    series: [{ peerId: 'a', sent: [3, 7], received: [0, 0] }],
  })
  expect(meanOfLast([9, 1, 3], 2)).toBe(2)
})
