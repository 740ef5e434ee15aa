/**
 * The audit log as one reads it: newest first, further back as far as one scrolls. What happens meanwhile waits beside
 * it, so that nothing moves under the eyes, unless the person stands at the top and follows.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { AuditPage, AuditView } from '../../contract/audit-views.ts'
import type { NodeClient } from '../../contract/client.ts'
import { type AuditFilter, everything, passes } from './audit-filter.ts'
import { asError } from './mirror.ts'

/** A few screens of rows: one question lasts for a while of scrolling. */
const PAGE = 200
/** News beyond this are not kept one by one: showing them reads the log anew. */
const MAX_FRESH = 500

export interface AuditLogState {
  readonly filter: AuditFilter
  /** While another filter's first page is loading, `entries` are still those of the one before. */
  readonly phase: 'idle' | 'loading' | 'live' | 'failed'
  /** Why the first page could not be read. */
  readonly error: Error | null
  /** Newest first. */
  readonly entries: readonly AuditView[]
  /** There are older ones. */
  readonly more: boolean
  readonly reading: boolean
  /** Why the next page could not be read. */
  readonly moreError: Error | null
  /** How many new ones wait to be shown; `null`: more than are counted. */
  readonly fresh: number | null
}

export interface AuditLog extends Disposable {
  readonly store: StoreApi<AuditLogState>
  /** Reads the first page, once somebody looks. */
  open(): void
  setFilter(change: Partial<AuditFilter>): void
  /** Reads the first page again, keeping what is shown until it is there. */
  refresh(): Promise<void>
  /** Reads the next older page. Does nothing while one is read, or when there is none. */
  more(): Promise<void>
  /** Puts what waits on top. */
  showFresh(): void
  /** While following, what happens is shown at once. */
  follow(following: boolean): void
}

const blank = { entries: [], more: false, reading: false, moreError: null, fresh: 0, error: null } as const

export function createAuditLog(client: NodeClient): AuditLog {
  const store = createStore<AuditLogState>(() => ({ ...blank, filter: everything, phase: 'idle' }))
  /** Newest first. `null`: some were not kept. */
  let waiting: AuditView[] | null = []
  const waited = (): readonly AuditView[] => waiting ?? []
  let following = false
  /** Every question belongs to one reading of the log; a newer reading makes it stale. */
  let readings = 0
  /** Behind which entry the next page begins. */
  let cursor: number | null = null

  /** One page. A rare word may need many questions until something is found; `null` when a newer reading began meanwhile. */
  async function read(mine: number): Promise<AuditPage | null> {
    for (;;) {
      const { filter } = store.getState()
      const page = await client.call('audit.query', {
        ...filter,
        kinds: [...filter.kinds],
        order: 'newest',
        limit: PAGE,
        after: cursor,
      })
      if (mine !== readings) return null
      const next = page.next ?? page.entries.at(-1)?.seq ?? null
      // Without a place to go on from there is no more, whatever is said.
      const more = page.more && next !== null && next !== cursor
      cursor = next
      if (page.entries.length > 0 || !more) return { entries: page.entries, more }
    }
  }

  /** @param keep what is shown still answers the question that is asked */
  async function refresh(keep: boolean): Promise<void> {
    const mine = ++readings
    waiting = []
    cursor = null
    store.setState(({ phase }) => ({
      phase: keep && phase === 'live' ? 'live' : 'loading',
      reading: false,
      moreError: null,
    }))
    try {
      const page = await read(mine)
      if (page === null) return
      const { entries, more } = page
      // What was announced while the question was under way may be newer than its answer.
      const newest = entries[0]?.seq ?? 0
      const later = waited().filter((entry) => entry.seq > newest)
      waiting = []
      store.setState({ ...blank, phase: 'live', entries: [...later, ...entries], more })
    } catch (cause) {
      if (mine === readings) store.setState({ ...blank, phase: 'failed', error: asError(cause) })
    }
  }

  function hear(told: readonly AuditView[]): void {
    const { phase, filter, entries } = store.getState()
    if (phase === 'idle' || phase === 'failed') return
    const known = new Map(entries.map((entry, index) => [entry.seq, index]))
    const again = told.filter((entry) => known.has(entry.seq))
    // The same happened once more: the count of an entry that is shown grows in its place.
    if (again.length > 0) {
      const next = [...entries]
      for (const entry of again) next[known.get(entry.seq) ?? 0] = entry
      store.setState({ entries: next })
    }
    const news = told.filter((entry) => !known.has(entry.seq) && passes(filter, entry)).reverse()
    if (news.length === 0) return
    if (waiting !== null) {
      const newer = new Set(news.map((entry) => entry.seq))
      waiting = [...news, ...waiting.filter((entry) => !newer.has(entry.seq))]
      if (waiting.length > MAX_FRESH) waiting = null
    }
    if (phase !== 'live') return
    store.setState({ fresh: waiting?.length ?? null })
    if (following) showFresh()
  }

  function showFresh(): void {
    const { entries, phase } = store.getState()
    if (phase !== 'live') return
    if (waiting === null) return void refresh(true)
    if (waiting.length === 0) return
    store.setState({ entries: [...waiting, ...entries], fresh: 0 })
    waiting = []
  }

  const stop = client.on('audit.appended', hear)

  return {
    store,
    open() {
      if (store.getState().phase === 'idle') void refresh(false)
    },
    setFilter(change) {
      store.setState(({ filter }) => ({ filter: { ...filter, ...change } }))
      void refresh(false)
    },
    refresh: () => (store.getState().phase === 'idle' ? Promise.resolve() : refresh(true)),
    async more() {
      const { more, reading, phase } = store.getState()
      if (phase !== 'live' || !more || reading) return
      const mine = readings
      store.setState({ reading: true, moreError: null })
      try {
        const page = await read(mine)
        if (page === null) return
        store.setState((now) => ({ entries: [...now.entries, ...page.entries], more: page.more, reading: false }))
      } catch (cause) {
        if (mine === readings) store.setState({ reading: false, moreError: asError(cause) })
      }
    },
    showFresh,
    follow(next) {
      following = next
      if (following) showFresh()
    },
    [Symbol.dispose]() {
      readings += 1
      stop()
    },
  }
}
