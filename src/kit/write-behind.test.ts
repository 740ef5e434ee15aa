import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import { createWriteBehind } from './write-behind.ts'

function setup() {
  const clock = new ManualClock()
  const done: string[] = []
  const errors: unknown[] = []
  const together = (work: () => void): void => {
    done.push('(')
    work()
    done.push(')')
  }
  const behind = createWriteBehind(clock, 1_000, together, (error) => errors.push(error))
  return { errors, clock, done, behind, later: (key: string, what: string) => behind.later(key, () => done.push(what)) }
}

describe('writes that may be late', () => {
  it('are done together, the latest of each key, within their time', async () => {
    const { clock, done, later } = setup()
    later('a', 'a1')
    await clock.advance(900)
    later('a', 'a2')
    later('b', 'b1')
    expect(done).toEqual([])
    await clock.advance(100)
    expect(done).toEqual(['(', 'a2', 'b1', ')'])
    expect(clock.pending).toBe(0)
    later('a', 'a3')
    await clock.advance(1_000)
    expect(done.slice(4)).toEqual(['(', 'a3', ')'])
  })

  it('are not done when something better took their place', async () => {
    const { clock, done, behind, later } = setup()
    later('a', 'a1')
    behind.drop('a')
    behind.drop('b')
    await clock.advance(1_000)
    expect(done).toEqual([])
  })

  it('that fail are told of, and later ones are done all the same', async () => {
    const { clock, done, errors, behind, later } = setup()
    behind.later('a', () => {
      throw new Error('disk full')
    })
    await clock.advance(1_000)
    expect(errors).toEqual([new Error('disk full')])
    later('a', 'a2')
    await clock.advance(1_000)
    expect(done).toEqual(['(', '(', 'a2', ')'])
  })

  it('are done at once when asked for, or at the end', () => {
    const { clock, done, behind, later } = setup()
    later('a', 'a1')
    behind.flush()
    later('b', 'b1')
    behind[Symbol.dispose]()
    behind[Symbol.dispose]()
    expect(done).toEqual(['(', 'a1', ')', '(', 'b1', ')'])
    expect(clock.pending).toBe(0)
  })
})
