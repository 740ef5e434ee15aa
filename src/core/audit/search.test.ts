import { describe, expect, it } from 'vitest'
import { AuditQuery } from '../../contract/audit-views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { AuditRow, AuditStore, AuditWish } from './audit-store.types.ts'
import { NO_HASH } from './chain.ts'
import { searchAudit } from './search.ts'

const row = (seq: number): AuditRow => ({
  seq,
  atMs: 0,
  kind: 'refuse',
  peerId: null,
  name: null,
  actor: 'node',
  reason: seq === 77 ? 'needle' : 'hay',
  count: 1,
  details: '{}',
  hash: NO_HASH,
  bytes: 1,
})

/** Entries with these numbers, in ascending order. */
function logOf(seqs: readonly number[]) {
  const asked: AuditWish[] = []
  const store: Pick<AuditStore, 'auditRows' | 'auditSpan'> = {
    auditSpan: () => ({ first: seqs[0] ?? 0, last: seqs.at(-1) ?? 0 }),
    auditRows(wish) {
      asked.push(wish)
      const { order, fromSeq, toSeq, limit } = wish
      const [start, end] = [placeOf(seqs, fromSeq), placeOf(seqs, toSeq + 1)]
      return order === 'oldest'
        ? seqs.slice(start, Math.min(end, start + limit)).map(row)
        : seqs
            .slice(Math.max(start, end - limit), end)
            .reverse()
            .map(row)
    },
  }
  // Every look at the clock takes a while, as work does.
  let nowMs = 0
  let turns = 0
  const clock: Clock = {
    now: () => (nowMs += 6),
    wallMs: () => nowMs,
    at(_when, task) {
      turns += 1
      setImmediate(task)
      return { [Symbol.dispose]: () => {} }
    },
  }
  const search = (query: Partial<AuditQuery>) => searchAudit(store, clock, AuditQuery.parse(query))
  return { search, asked, turns: () => turns }
}

const long = (length: number): readonly number[] => Array.from({ length }, (_, at) => at + 1)

/** How many are smaller. */
function placeOf(seqs: readonly number[], seq: number): number {
  let [low, high] = [0, seqs.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((seqs[middle] ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

describe('a search through a long log', () => {
  it('for what is nowhere ends after so many entries, and says where to go on', async () => {
    const { search } = logOf(long(30_000))
    expect(await search({ text: 'nowhere' })).toEqual({ entries: [], more: true, next: 10_001 })
    expect(await search({ text: 'nowhere', after: 10_001 })).toEqual({ entries: [], more: false, next: null })
    expect(await search({ text: 'nowhere', order: 'oldest' })).toEqual({ entries: [], more: true, next: 20_000 })
  })

  it('finds a needle from both ends', async () => {
    const { search } = logOf(long(19_000))
    for (const order of ['newest', 'oldest'] as const) {
      const { entries, more } = await search({ text: 'NEEDLE', order })
      expect(entries.map(({ seq }) => seq)).toEqual([77])
      expect(more).toBe(false)
    }
  })

  it('does not walk through a hole that somebody made', async () => {
    const { search, asked } = logOf([1, 9e15])
    expect((await search({ order: 'oldest' })).entries.map(({ seq }) => seq)).toEqual([1, 9e15])
    expect((await search({ order: 'newest' })).entries.map(({ seq }) => seq)).toEqual([9e15, 1])
    expect(asked.length).toBeLessThan(20)
  })

  it('never asks the database for much at a time', async () => {
    const { search, asked } = logOf(long(19_000))
    await search({ text: 'nowhere' })
    for (const { fromSeq, toSeq, limit } of asked) {
      expect(limit).toBeLessThanOrEqual(200)
      expect(toSeq - fromSeq).toBeLessThan(20_000)
    }
  })

  it('lets others through', async () => {
    const { search, turns } = logOf(long(10_000))
    await search({ text: 'needle' })
    // Fifty pages.
    expect(turns()).toBeGreaterThan(20)
  })
})
