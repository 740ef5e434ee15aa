/** The list itself: as many rows as can be seen, moved by arrow keys, sorted by its head. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { type PeerSort, type SortColumn, sortColumns } from '../../stores/peer-sort.ts'
import { strings } from '../../strings.ts'
import { useStores } from '../../use-stores.ts'
import { moveInList } from './list-keys.policy.ts'
import { PeerRow } from './peer-row.tsx'
import { useHeldOrder } from './use-held-order.ts'

const words = strings.peers

/** As in peers.css. */
const ROW_PX = 42
const HEAD_PX = 30
/** Rows kept ready beyond the edges, so that a fast wheel shows no gaps. */
const OVERSCAN = 8

/** Slots come in steps, so that their number stays while a list is scrolled. */
const SLOT_STEP = 16

const rowId = (peerId: string): string => `peer-${peerId}`

export interface PeerListProps {
  readonly grid: RefObject<HTMLDivElement | null>
  /** The peer whose details are shown. */
  readonly openId: string | null
  readonly onPick: (peerId: string) => void
  /** Enter: the person wants to go into the details. */
  readonly onEnter: (peerId: string) => void
  readonly onEscape: () => void
}

export function PeerList({ grid, openId, onPick, onEnter, onEscape }: PeerListProps) {
  const { order } = useStores()
  useSyncExternalStore(order.subscribe, () => order.version)
  const { ids } = order
  const [lastActive, setActive] = useState<string | null>(null)
  // Never nobody: the first arrow key has to start somewhere.
  const active = (lastActive !== null && order.indexOf(lastActive) !== -1 ? lastActive : openId) ?? ids[0] ?? null
  const hold = useHeldOrder()

  // eslint-disable-next-line react-hooks/incompatible-library -- it speaks to the React compiler, which is not used here
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    paddingStart: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    // A height to begin with, so that the first rows are there in the first frame.
    initialRect: { width: 900, height: 600 },
  })
  const shown = virtual.getVirtualItems()
  const slots = Math.ceil(shown.length / SLOT_STEP) * SLOT_STEP

  const goTo = (index: number): void => {
    const peerId = ids[index]
    if (peerId === undefined) return
    setActive(peerId)
    virtual.scrollToIndex(index)
    if (openId !== null) onPick(peerId)
  }

  const onKey = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Escape') return onEscape()
    if (event.key === 'Enter' && active !== null) {
      event.preventDefault()
      return onEnter(active)
    }
    const page = Math.max(1, Math.floor(((grid.current?.clientHeight ?? 0) - HEAD_PX) / ROW_PX) - 1)
    const next = moveInList(event.key, active === null ? -1 : order.indexOf(active), ids.length, page)
    if (next === null) return
    event.preventDefault()
    hold()
    goTo(next)
  }

  const pick = useCallback(
    (peerId: string) => {
      setActive(peerId)
      onPick(peerId)
    },
    [onPick],
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
      aria-colcount={sortColumns.length}
      aria-activedescendant={
        active !== null && shown.some((row) => ids[row.index] === active) ? rowId(active) : undefined
      }
      tabIndex={0}
      className="peer-grid"
      onKeyDown={onKey}
      onPointerMove={hold}
    >
      <div role="rowgroup" className="peer-head">
        <div role="row" aria-rowindex={1} className="peer-columns">
          {sortColumns.map((column) => (
            <ColumnHead key={column} column={column} sort={order.sort} onSort={(sort) => order.setSort(sort)} />
          ))}
        </div>
      </div>
      <div role="rowgroup" className="peer-rows" style={{ height: virtual.getTotalSize() - HEAD_PX }}>
        {shown.map((row) => {
          const peerId = ids[row.index]
          if (peerId === undefined) return null
          return (
            <PeerRow
              // By slot, not by peer: a row that leaves at one edge comes back at the other, and nothing is built anew.
              key={row.index % slots}
              id={rowId(peerId)}
              peerId={peerId}
              index={row.index}
              top={row.start - HEAD_PX}
              active={peerId === active}
              open={peerId === openId}
              onPick={pick}
            />
          )
        })}
      </div>
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
