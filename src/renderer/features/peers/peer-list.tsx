/** The list itself: as many rows as can be seen, moved by arrow keys, sorted by its head, selected by boxes and keys. */
import { type Range, useVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { type PeerSort, type SortColumn, sortColumns } from '../../stores/peer-sort.ts'
import { peerStrings, strings } from '../../strings.ts'
import { TickBox } from '../../ui/tick-box.tsx'
import { useStores } from '../../use-stores.ts'
import { listAction, moveInList } from './list-keys.policy.ts'
import { PeerRow } from './peer-row.tsx'
import { assignSlots, orderSlots } from './row-slots.policy.ts'
import { useHeldOrder } from './use-held-order.ts'
import { useSelectionCount } from './use-selection.ts'

const words = strings.peers

/** As in peers.css. */
const ROW_PX = 42
const HEAD_PX = 34
/** Rows kept ready beyond the edges, so that a fast wheel shows no gaps. */
const OVERSCAN = 8

const rowId = (peerId: string): string => `peer-${peerId}`

export interface PeerListProps {
  readonly grid: RefObject<HTMLDivElement | null>
  /** The peer whose details are shown. */
  readonly openId: string | null
  readonly onPick: (peerId: string) => void
  /** Enter: the person wants to go into the details. */
  readonly onEnter: (peerId: string) => void
  readonly onEscape: () => void
  /** Delete: the selected ones, or the one that is active, shall go. */
  readonly onRemove: (active: string | null) => void
}

export function PeerList({ grid, openId, onPick, onEnter, onEscape, onRemove }: PeerListProps) {
  const { order, selection } = useStores()
  useSyncExternalStore(order.subscribe, () => order.version)
  const { ids } = order
  const [lastActive, setActive] = useState<string | null>(null)
  // Never nobody: the first arrow key has to start somewhere.
  const active = (lastActive !== null && order.indexOf(lastActive) !== -1 ? lastActive : openId) ?? ids[0] ?? null
  const hold = useHeldOrder()
  const selecting = useSyncExternalStore(selection.subscribe, () => selection.size > 0)

  const [extract] = useState(steadyRange)
  const [rowsOf] = useState(rememberedRows)
  // eslint-disable-next-line react-hooks/incompatible-library -- it speaks to the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    rangeExtractor: extract,
    paddingStart: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    // A height to begin with, so that the first rows are there in the first frame.
    initialRect: { width: 900, height: 600 },
  })
  const { query, filter } = order
  // What is found first is what is looked at, wherever the list stood before.
  useEffect(() => {
    if (grid.current) grid.current.scrollTop = 0
  }, [grid, query, filter])
  const shown = virtual.getVirtualItems()
  const rows = rowsOf(shown, ids, virtual.isScrolling)

  const goTo = (index: number, extend: boolean): void => {
    const peerId = ids[index]
    if (peerId === undefined) return
    if (extend && active !== null) selection.pick({ kind: 'extend', id: peerId, from: active })
    setActive(peerId)
    virtual.scrollToIndex(index)
    if (openId !== null && !extend) onPick(peerId)
  }

  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return
    const { key, shiftKey: shift, altKey: alt } = event
    const action = listAction({ key, shift, alt, control: event.ctrlKey || event.metaKey })
    if (action === null) return
    if (action === 'escape') return onEscape()
    event.preventDefault()
    hold()
    switch (action) {
      case 'all':
        return selection.pick({ kind: 'all' })
      case 'remove':
        return onRemove(active)
      case 'toggle':
        return active === null ? undefined : selection.pick({ kind: 'toggle', id: active })
      case 'open':
        return active === null ? undefined : onEnter(active)
      case 'move':
      case 'extend': {
        const page = Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - HEAD_PX) / ROW_PX) - 1)
        const next = moveInList(key, active === null ? -1 : order.indexOf(active), ids.length, page)
        if (next !== null) goTo(next, action === 'extend')
      }
    }
  }

  const tick = useCallback(
    (peerId: string, event: MouseEvent) => {
      setActive(peerId)
      selection.pick(event.shiftKey ? { kind: 'extend', id: peerId, from: peerId } : { kind: 'toggle', id: peerId })
      // The box took the focus; the keys belong to the list.
      grid.current?.focus({ preventScroll: true })
    },
    [selection, grid],
  )
  const pick = useCallback(
    (peerId: string, event: MouseEvent) => {
      if (event.shiftKey || event.ctrlKey || event.metaKey) return tick(peerId, event)
      setActive(peerId)
      onPick(peerId)
    },
    [onPick, tick],
  )

  // Whoever opens a peer from elsewhere (a new one, an undo) sees where it stands.
  useEffect(() => {
    const index = openId === null ? -1 : order.indexOf(openId)
    if (index !== -1) virtual.scrollToIndex(index)
  }, [openId, order, virtual])

  return (
    <div
      ref={grid}
      role="grid"
      aria-label={words.list}
      aria-rowcount={ids.length + 1}
      aria-colcount={sortColumns.length + 1}
      aria-multiselectable
      aria-activedescendant={
        active !== null && shown.some((row) => ids[row.index] === active) ? rowId(active) : undefined
      }
      tabIndex={0}
      className="peer-grid"
      data-selecting={selecting || undefined}
      onKeyDown={onKey}
      onPointerMove={hold}
    >
      <div role="rowgroup" className="peer-head">
        <div role="row" aria-rowindex={1} className="peer-columns">
          <PickAll />
          {sortColumns.map((column) => (
            <ColumnHead key={column} column={column} sort={order.sort} onSort={(sort) => order.setSort(sort)} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="peer-rows" style={{ height: virtual.getTotalSize() - HEAD_PX }}>
        {rows.map(({ slot, peerId, index, start }) => (
          <PeerRow
            // By slot, not by peer: a row that leaves at one edge comes back at the other, and nothing is built anew.
            key={slot}
            id={rowId(peerId)}
            peerId={peerId}
            index={index}
            top={start - HEAD_PX}
            active={peerId === active}
            open={peerId === openId}
            onPick={pick}
            onTick={tick}
          />
        ))}
      </div>
    </div>
  )
}

/** As many rows at every place of the list: between two of them one more is seen, and a row that comes and goes has to be built. */
function steadyRange(): (range: Range) => number[] {
  let most = 0
  return ({ startIndex, endIndex, overscan, count }) => {
    most = Math.max(most, endIndex - startIndex + 1)
    const from = Math.max(0, startIndex - overscan)
    const to = Math.min(count, startIndex + most + overscan)
    return Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n)
  }
}

interface Row {
  readonly slot: number
  readonly peerId: string
  readonly index: number
  readonly start: number
}

/** Asked twice for the same it answers the same, as React may ask. */
function rememberedRows(): (
  items: readonly VirtualItem[],
  ids: readonly string[],
  scrolling: boolean,
) => readonly Row[] {
  let slots: ReadonlyMap<string, number> = new Map()
  let order: readonly number[] = []
  return (items, ids, scrolling) => {
    const listed = items.filter(({ index }) => ids[index] !== undefined)
    slots = assignSlots(
      slots,
      listed.map(({ index }) => ids[index] ?? ''),
    )
    const rows = new Map<number, Row>()
    for (const { index, start } of listed) {
      const peerId = ids[index] ?? ''
      const slot = slots.get(peerId) ?? 0
      rows.set(slot, { slot, peerId, index, start })
    }
    order = orderSlots(order, [...rows.keys()], scrolling)
    return order.flatMap((slot) => rows.get(slot) ?? [])
  }
}

/** The box of all: ticked when all that are listed are selected. */
function PickAll() {
  const { order, selection } = useStores()
  const { shown } = useSelectionCount()
  const all = shown > 0 && shown === order.ids.length
  return (
    <div role="columnheader" className="cell-pick">
      <TickBox
        name={peerStrings.list.pickAll}
        ticked={all || (shown > 0 ? 'some' : false)}
        onChange={() => selection.pick({ kind: all ? 'clear' : 'all' })}
      />
    </div>
  )
}

interface ColumnHeadProps {
  readonly column: SortColumn
  readonly sort: PeerSort
  readonly onSort: (sort: PeerSort) => void
}

function ColumnHead({ column, sort, onSort }: ColumnHeadProps) {
  const here = sort.column === column
  const label = words.columns[column]
  const Arrow = sort.descending ? ArrowDown : ArrowUp
  return (
    <div
      role="columnheader"
      className={`cell-head cell-${column}`}
      aria-sort={here ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className="cell-sort"
        title={words.sortBy(label)}
        onClick={() => onSort({ column, descending: here && !sort.descending })}
      >
        {label}
        {here && <Arrow size={12} aria-hidden />}
      </button>
    </div>
  )
}
