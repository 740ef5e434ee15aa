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

  it('that fail are told of, and the others are done all the same', async () => {
    const { clock, done, errors, behind, later } = setup()
    later('a', 'a1')
    behind.later('b', () => {
      throw new Error('a bug')
    })
    later('c', 'c1')
    await clock.advance(1_000)
    expect(errors).toEqual([new Error('a bug')])
    expect(done).toEqual(['(', 'a1', 'c1', ')'])
    expect([behind.size, clock.pending]).toEqual([0, 0])
  })

  it('are dropped when the whole of them fails because of a bug', async () => {
    const clock = new ManualClock()
    const errors: unknown[] = []
    const broken = (): never => {
      throw new Error('a bug')
    }
    const behind = createWriteBehind(clock, 1_000, broken, (error) => errors.push(error))
    behind.later('a', () => {})
    await clock.advance(1_000)
    expect([errors, behind.size, clock.pending]).toEqual([[new Error('a bug')], 0, 0])
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

describe('while the disk is full', () => {
  /** As an error of the node: it says whether a later try may help. */
  const full = Object.assign(new Error('full'), { retryable: true })

  function fullDisk(maxWaiting?: number) {
    const clock = new ManualClock()
    const done: string[] = []
    const errors: unknown[] = []
    const disk = { full: true, tries: 0 }
    const behind = createWriteBehind(
      clock,
      1_000,
      (work) => {
        disk.tries += 1
        if (disk.full) throw full
        work()
      },
      (error) => errors.push(error),
      maxWaiting === undefined ? {} : { maxWaiting },
    )
    return {
      clock,
      done,
      errors,
      disk,
      behind,
      later: (key: string, what: string) => behind.later(key, () => done.push(what)),
    }
  }

  it('writes wait, the latest of each key, and are done when there is room again', async () => {
    const { clock, done, errors, disk, later, behind } = fullDisk()
    later('a', 'a1')
    later('b', 'b1')
    await clock.advance(1_000)
    later('a', 'a2')
    later('c', 'c1')
    behind.drop('b')
    await clock.advance(60_000)
    expect([done, errors, behind.size]).toEqual([[], [full], 2])
    // Not each of them tries by itself.
    expect(disk.tries).toBe(13)
    disk.full = false
    await clock.advance(5_000)
    expect([done, clock.pending]).toEqual([['a2', 'c1'], 0])
    later('d', 'd1')
    await clock.advance(1_000)
    expect(done.at(-1)).toBe('d1')
  })

  it('in the middle of them: all of them wait, because what they did together was undone', async () => {
    const { clock, done, disk, behind, later } = fullDisk()
    disk.full = false
    let room = false
    later('a', 'a1')
    behind.later('b', () => {
      if (!room) throw full
      done.push('b1')
    })
    await clock.advance(1_000)
    room = true
    await clock.advance(5_000)
    expect(done).toEqual(['a1', 'a1', 'b1'])
  })

  it('no more wait than there is room for in memory: the oldest go', async () => {
    const { clock, done, disk, behind, later } = fullDisk(3)
    for (const key of ['a', 'b']) later(key, `${key}1`)
    await clock.advance(1_000)
    for (const key of ['c', 'd', 'e']) later(key, `${key}1`)
    expect(behind.size).toBe(3)
    disk.full = false
    await clock.advance(5_000)
    expect(done).toEqual(['c1', 'd1', 'e1'])
  })

  it('nothing is left running at the end, and a last try is made', async () => {
    const { clock, done, disk, behind, later } = fullDisk()
    later('a', 'a1')
    await clock.advance(1_000)
    behind[Symbol.dispose]()
    expect([done, clock.pending]).toEqual([[], 0])
    disk.full = false
    behind[Symbol.dispose]()
    expect([done, clock.pending, behind.size]).toEqual([['a1'], 0, 0])
  })
})
