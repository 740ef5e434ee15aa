import { expect, it } from 'vitest'
import { type Remembered, whomToForget } from './memory.policy.ts'

const one = (peerId: string, lastSeenAtMs: number | null, wish: Partial<Remembered> = {}): Remembered => ({
  peerId,
  score: 50,
  banned: false,
  bans: 0,
  lastSeenAtMs,
  ...wish,
})

it('who is neutral and longest unseen is forgotten first, who is banned last', () => {
  const all = [
    one('banned', 1, { banned: true, bans: 1, score: 0 }),
    one('was banned', 2, { bans: 1 }),
    one('good', 3, { score: 70 }),
    one('poor', 4, { score: 30 }),
    one('recent', 9),
    one('long ago', 5),
    one('never', null),
  ]
  const order = ['never', 'long ago', 'recent', 'was banned', 'good', 'poor', 'banned']
  expect(whomToForget(all, 7)).toEqual(order)
  expect(whomToForget(all, 2)).toEqual(order.slice(0, 2))
  expect(whomToForget(all, 0)).toEqual([])
  expect(whomToForget(all, -3)).toEqual([])
})
