/** How many connections were let in and turned away in each of the last 24 hours, kept up to date. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AuditPage, AuditView } from '../../contract/audit-views.ts'
import type { NodeClient } from '../../contract/client.ts'
import type { Clock } from '../../kit/clock.ts'
import { HOUR_MS } from '../../kit/units.ts'

export const HOURS = 24
const PAGE = 1_000
/** A busier log than this is drawn only as far back as it was read. */
const MAX_PAGES = 10

export interface HourCount {
  /** The hour's beginning in epoch milliseconds. */
  readonly startMs: number
  readonly admitted: number
  readonly refused: number
}

export interface AuditHoursState {
  /** `null`: not read yet, or the node refused to tell. */
  readonly counts: ReadonlyMap<number, HourCount> | null
  /** The log had more than was read. */
  readonly partial: boolean
}

export interface AuditHours extends Disposable {
  readonly store: StoreApi<AuditHoursState>
  open(): void
  refresh(): Promise<void>
}

/** The last 24 hours, oldest first, the hour that runs at the end. Hours in which nothing happened are there too. */
export function lastHours(counts: ReadonlyMap<number, HourCount>, nowMs: number): readonly HourCount[] {
  const current = Math.floor(nowMs / HOUR_MS) * HOUR_MS
  return Array.from({ length: HOURS }, (_, index) => {
    const startMs = current - (HOURS - 1 - index) * HOUR_MS
    return counts.get(startMs) ?? { startMs, admitted: 0, refused: 0 }
  })
}

export function createAuditHours(client: NodeClient, clock: Clock): AuditHours {
  const store = createStore<AuditHoursState>(() => ({ counts: null, partial: false }))
  let opened = false
  let readings = 0
  /** How often each entry was counted, so that one that grows is not counted twice. Only of the last day. */
  let counted = new Map<number, AuditView>()
  let meanwhile: AuditView[] | null = null

  function publish(partial: boolean): void {
    const oldest = clock.wallMs() - HOURS * HOUR_MS
    const counts = new Map<number, HourCount>()
    for (const [seq, { kind, time, count }] of counted) {
      const atMs = Date.parse(time)
      if (atMs < oldest - HOUR_MS) {
        counted.delete(seq)
        continue
      }
      const startMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
      const hour = counts.get(startMs) ?? { startMs, admitted: 0, refused: 0 }
      counts.set(startMs, {
        ...hour,
        ...(kind === 'admit' ? { admitted: hour.admitted + count } : { refused: hour.refused + count }),
      })
    }
    store.setState({ counts, partial })
  }

  const take = (entries: readonly AuditView[]): void => {
    for (const entry of entries) if (entry.kind === 'admit' || entry.kind === 'refuse') counted.set(entry.seq, entry)
  }

  async function refresh(): Promise<void> {
    if (!opened) return
    const mine = ++readings
    const heard: AuditView[] = []
    meanwhile = heard
    const from = new Date(clock.wallMs() - HOURS * HOUR_MS).toISOString()
    const read: AuditView[] = []
    let more = true
    let after: number | null = null
    try {
      for (let page = 0; more && page < MAX_PAGES; page++) {
        const answer: AuditPage = await client.call('audit.query', {
          kinds: ['admit', 'refuse'],
          from,
          order: 'newest',
          limit: PAGE,
          after,
        })
        if (mine !== readings) return
        read.push(...answer.entries)
        after = answer.next ?? answer.entries.at(-1)?.seq ?? null
        more = answer.more && after !== null
      }
    } catch {
      // The list on the same screen says what is wrong.
      if (mine === readings) meanwhile = null
      return
    }
    counted = new Map()
    take(read)
    take(heard)
    meanwhile = null
    publish(more)
  }

  const stop = client.on('audit.appended', (entries) => {
    if (meanwhile !== null) meanwhile.push(...entries)
    else if (store.getState().counts !== null) {
      take(entries)
      publish(store.getState().partial)
    }
  })

  return {
    store,
    open() {
      if (opened) return
      opened = true
      void refresh()
    },
    refresh,
    [Symbol.dispose]() {
      readings += 1
      stop()
    },
  }
}
