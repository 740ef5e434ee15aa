import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../../tests/harness/fake-store.ts'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { KithError } from '../../contract/errors.ts'
import { silentLog } from '../../kit/log.ts'
import { createBreaker } from '../resilience/index.ts'
import { guardStore } from './guarded-store.ts'

const full = new KithError('DiskFull', 'The disk is full.')
const peer = (letter: string) => `12D3KooW${letter.repeat(44)}`
const removal = (letter: string) => ({ peerId: peer(letter), removedAtMs: 1 })

function setup() {
  const clock = new ManualClock()
  const inner = new FakeStore()
  const breaker = createBreaker({ clock, log: silentLog }, 'storage', () => ({
    failures: 3,
    windowMs: 30_000,
    openMs: 30_000,
    successes: 2,
  }))
  const store = guardStore(inner, breaker, silentLog)
  store.start()
  const failing = (work: () => unknown): string => {
    try {
      work()
      return 'written'
    } catch (error) {
      return error instanceof KithError ? error.name : String(error)
    }
  }
  return {
    clock,
    inner,
    breaker,
    store,
    put: (letter: string) => failing(() => store.putRemoval(removal(letter))),
    failing,
  }
}

describe('a disk that cannot be written to', () => {
  it('is left alone after three failures, and tried again by a write of its own', async () => {
    const { clock, inner, breaker, store, put } = setup()
    expect(put('A')).toBe('written')
    inner.fail(full)
    expect([put('B'), put('B'), put('B'), put('B')]).toEqual(['DiskFull', 'DiskFull', 'DiskFull', 'BreakerOpen'])
    // Nobody touches the disk meanwhile, and what is there can be read.
    inner.fail(null)
    expect(put('B')).toBe('BreakerOpen')
    expect(store.removals()).toEqual([removal('A')])
    await clock.advance(30_000)
    expect(breaker.status().state).toBe('closed')
    expect(put('B')).toBe('written')
    expect(clock.pending).toBe(0)
  })

  it('stays alone while the probe fails too, each time for as long', async () => {
    const { clock, inner, breaker, put } = setup()
    inner.fail(full)
    for (const letter of ['A', 'B', 'C']) put(letter)
    await clock.advance(120_000)
    expect(breaker.status()).toMatchObject({ state: 'open', retryMs: 150_000 })
    inner.fail(null)
    await clock.advance(30_000)
    expect(put('A')).toBe('written')
  })

  it('counts a transaction once, whatever it holds', () => {
    const { inner, breaker, store, failing } = setup()
    inner.fail(full)
    const many = () =>
      store.transaction(() => {
        for (const letter of ['A', 'B', 'C', 'D']) failing(() => store.putRemoval(removal(letter)))
        throw new Error('it was undone')
      })
    // What the disk did is told, not what followed from it.
    expect(failing(many)).toBe('DiskFull')
    expect(breaker.status()).toMatchObject({ state: 'closed', failures: 1 })
    expect([failing(many), failing(many), failing(many)]).toEqual(['DiskFull', 'DiskFull', 'BreakerOpen'])
  })

  it('is not blamed for a caller’s mistakes, and works through transactions within transactions', () => {
    const { breaker, store, failing } = setup()
    for (let times = 0; times < 5; times += 1) {
      const refused = () =>
        store.transaction(() => {
          store.putRemoval(removal('A'))
          throw new KithError('InvalidRequest', 'no')
        })
      expect(failing(refused)).toBe('InvalidRequest')
    }
    expect(breaker.status()).toMatchObject({ state: 'closed', failures: 0 })
    store.transaction(() => store.transaction(() => store.putRemoval(removal('B'))))
    expect(store.removals()).toEqual([removal('B')])
  })

  it('is tried in any case before the node runs and when it ends', () => {
    const { clock, inner, store, put } = setup()
    inner.fail(full)
    for (const letter of ['A', 'B', 'C', 'D']) put(letter)
    store[Symbol.dispose]()
    store[Symbol.dispose]()
    expect(put('A')).toBe('DiskFull')
    inner.fail(null)
    expect(put('A')).toBe('written')
    expect(clock.pending).toBe(1) // The breaker's own.
  })

  it('may be written to and read in every way while it works', () => {
    const { inner, store } = setup()
    const names = (of: object) => Object.keys(of).sort()
    const own = names(inner).filter((name) => !['closed', 'writes'].includes(name))
    expect(names(store).filter((name) => name !== 'start')).toEqual([...own, 'close'].sort())
  })
})
