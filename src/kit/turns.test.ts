import { expect, it } from 'vitest'
import { createTurns } from './turns.ts'

it('work takes turns in the order in which it was asked for, and a failure does not stop the next', async () => {
  const inTurn = createTurns()
  const seen: string[] = []
  const gate = Promise.withResolvers<undefined>()
  const first = inTurn(async () => {
    seen.push('first begins')
    await gate.promise
    seen.push('first ends')
    throw new Error('first failed')
  })
  const second = inTurn(async () => {
    seen.push('second')
    return 2
  })
  gate.resolve(undefined)
  await expect(first).rejects.toThrow('first failed')
  expect(await second).toBe(2)
  expect(seen).toEqual(['first begins', 'first ends', 'second'])
})
