/** The table of entries: as many rows as can be seen, older ones read when one comes near the end. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { useStores } from '../../use-stores.ts'
import { ActivityRow } from './activity-row.tsx'

const words = strings.activity
const columns = ['time', 'what', 'peer', 'who', 'why', 'count'] as const

/** As in activity.css. */
const ROW_PX = 34
const OVERSCAN = 12
/** Older entries are asked for so many rows before the end is seen. */
const AHEAD = 40
/** Within this the list stands at its top. */
const TOP_PX = 4

export function ActivityList() {
  const { audit } = useStores()
  const { entries, more, reading, moreError, phase, fresh } = useStore(audit.store)
  const place = useRef<HTMLDivElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const [lastActive, setActive] = useState<number | null>(null)
  const active = entries.some(({ seq }) => seq === lastActive) ? lastActive : (entries[0]?.seq ?? null)

  // eslint-disable-next-line react-hooks/incompatible-library -- it speaks to the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => entries[index]?.seq ?? index,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    initialRect: { width: 900, height: 600 },
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0

  useEffect(() => {
    if (more && !reading && moreError === null && last >= entries.length - AHEAD) void audit.more()
  }, [audit, more, reading, moreError, last, entries.length])

  useFollowing(place, scroller, open.size === 0)

  const toggle = useCallback((seq: number) => {
    setActive(seq)
    setOpen((now) => {
      const next = new Set(now)
      if (!next.delete(seq)) next.add(seq)
      return next
    })
  }, [])

  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || event.ctrlKey || event.altKey || event.metaKey) return
    const next = entries[entries.findIndex(({ seq }) => seq === active) + step]
    event.preventDefault()
    if (next === undefined) return
    setActive(next.seq)
    virtual.scrollToIndex(entries.indexOf(next))
    // The row may be drawn only with the next frame.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-entry="${next.seq}"]`)?.focus())
  }

  const showFresh = (): void => {
    audit.showFresh()
    scroller.current?.scrollTo({ top: 0 })
  }
  return (
    <div ref={place} className="log">
      <div role="status" className="log-fresh">
        {fresh !== 0 && (
          <Button look="primary" size="small" onClick={showFresh}>
            {fresh === null ? words.freshMany : words.fresh(fresh)}
          </Button>
        )}
      </div>
      <div ref={scroller} className="log-scroll" data-old={phase === 'loading' || undefined} onKeyDown={onKey}>
        <div role="table" aria-label={words.list} aria-rowcount={more ? -1 : entries.length + 1}>
          <div role="rowgroup" className="log-head">
            <div role="row" aria-rowindex={1} className="entry-columns">
              {columns.map((column) => (
                <div key={column} role="columnheader" className={`entry-${column}`}>
                  {words.columns[column]}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" className="log-rows" style={{ height: virtual.getTotalSize() }}>
            {shown.map((row) => {
              const entry = entries[row.index]
              if (entry === undefined) return null
              return (
                <div
                  key={row.key}
                  ref={virtual.measureElement}
                  role="presentation"
                  data-index={row.index}
                  className="log-row"
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  <ActivityRow
                    entry={entry}
                    index={row.index}
                    open={open.has(entry.seq)}
                    active={entry.seq === active}
                    onToggle={toggle}
                  />
                </div>
              )
            })}
          </div>
        </div>
        <div className="log-end" role="status">
          {moreError !== null ? (
            <>
              <span>
                {words.moreFailed} {messageOf(moreError)}
              </span>
              <Button size="small" onClick={() => void audit.more()}>
                {strings.actions.retry}
              </Button>
            </>
          ) : (
            <span className="faint">{more ? words.more : words.end}</span>
          )}
        </div>
      </div>
    </div>
  )
}

/**
 * While one stands at the top and neither points at the list nor has something unfolded, what happens is shown at once.
 * Otherwise it waits, so that nothing moves.
 */
function useFollowing(
  place: RefObject<HTMLElement | null>,
  scroller: RefObject<HTMLElement | null>,
  nothingOpen: boolean,
): void {
  const { audit } = useStores()
  useEffect(() => {
    const [around, list] = [place.current, scroller.current]
    if (around === null || list === null) return
    const judge = (): void => {
      // The button that shows what is new belongs to it: it must not vanish under the hand that reaches for it.
      const used = around.matches(':hover') || around.contains(document.activeElement)
      audit.follow(nothingOpen && !used && list.scrollTop <= TOP_PX)
    }
    // The focus is where it goes, and the pointer has gone, only after the event.
    const soon = (): void => queueMicrotask(judge)
    const events = ['pointerenter', 'pointerleave', 'focusin', 'focusout'] as const
    list.addEventListener('scroll', judge, { passive: true })
    for (const event of events) around.addEventListener(event, soon)
    judge()
    return () => {
      audit.follow(false)
      list.removeEventListener('scroll', judge)
      for (const event of events) around.removeEventListener(event, soon)
    }
  }, [audit, place, scroller, nothingOpen])
}
