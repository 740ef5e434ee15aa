/** A week of half hours that is painted: with the mouse by dragging, with the keys by marking. */
import { type KeyboardEvent, memo, type PointerEvent, useRef, useState } from 'react'
import { strings } from '../../strings.ts'
import { useTicking } from '../../use-stores.ts'
import { profileName } from './profile-names.ts'
import {
  type Area,
  areaOf,
  type Cell,
  cellsOf,
  type Marked,
  moveMark,
  NORMAL,
  SLOT_MINUTES,
  SLOTS,
  timeOf,
  type Week,
  weekdays,
} from './week-grid.policy.ts'

const words = strings.bandwidth.week

export interface WeekGridProps {
  readonly week: Week
  /** In the order of their numbers. */
  readonly profiles: readonly string[]
  readonly brush: string
  readonly onPick: (profile: string) => void
  readonly onPaint: (area: Area, profile: string) => void
}

const cellId = (day: number, slot: number): string => `week-${day}-${slot}`
const hours = Array.from({ length: 12 }, (_, n) => n * 2)

export function WeekGrid({ week, profiles, brush, onPick, onPaint }: WeekGridProps) {
  const grid = useRef<HTMLDivElement>(null)
  const [mark, setMark] = useState<Marked>({ day: 0, slot: 36, anchorDay: 0, anchorSlot: 36 })
  const [dragging, setDragging] = useState(false)
  const [said, setSaid] = useState('')
  const now = useTicking(slotNow)
  const [nowDay = 0, nowSlot = 0] = now.split(' ').map(Number)
  const area = areaOf(mark)
  const cells = cellsOf(week)

  const paintNow = (where: Area, profile: string): void => {
    onPaint(where, profile)
    setSaid(areaWords(where, profile))
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const moved = moveMark(mark, event.key, event.shiftKey)
    const digit = /^[1-9]$/.test(event.key) ? profiles[Number(event.key) - 1] : undefined
    if (moved !== null) setMark(moved)
    else if (digit !== undefined) onPick(digit)
    else if (event.key === ' ' || event.key === 'Enter') paintNow(area, brush)
    else if (event.key === 'Delete' || event.key === 'Backspace') paintNow(area, NORMAL)
    else return
    event.preventDefault()
  }
  /** The cell under a pointer, also while it is captured. */
  const under = (event: PointerEvent): readonly [number, number] | null => {
    const body = grid.current?.querySelector('.week-body')?.getBoundingClientRect()
    if (body === undefined) return null
    const day = Math.floor(((event.clientY - body.top) / body.height) * weekdays.length)
    const slot = Math.floor(((event.clientX - body.left) / body.width) * SLOTS)
    return [Math.min(weekdays.length - 1, Math.max(0, day)), Math.min(SLOTS - 1, Math.max(0, slot))]
  }
  const onDown = (event: PointerEvent<HTMLDivElement>): void => {
    const at = event.button === 0 ? under(event) : null
    if (at === null) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDragging(true)
    const [day, slot] = at
    setMark({ day, slot, anchorDay: day, anchorSlot: slot })
    // The press would take the focus from the grid, and with it the keys.
    event.preventDefault()
    grid.current?.focus({ preventScroll: true })
  }
  const onMove = (event: PointerEvent): void => {
    const at = dragging ? under(event) : null
    if (at !== null && (at[0] !== mark.day || at[1] !== mark.slot)) setMark({ ...mark, day: at[0], slot: at[1] })
  }
  const onUp = (): void => {
    if (!dragging) return
    setDragging(false)
    paintNow(area, brush)
  }
  return (
    <>
      <div
        ref={grid}
        role="grid"
        aria-label={words.grid}
        aria-describedby="week-hint"
        aria-multiselectable
        aria-activedescendant={cellId(mark.day, mark.slot)}
        tabIndex={0}
        className="week"
        data-dragging={dragging || undefined}
        onKeyDown={onKey}
      >
        <div className="week-hours numbers" aria-hidden="true">
          {hours.map((hour) => (
            <span key={hour}>{String(hour).padStart(2, '0')}</span>
          ))}
        </div>
        <div
          role="rowgroup"
          className="week-body"
          onPointerDown={onDown}
          onPointerMove={onMove}
          onPointerUp={onUp}
          onPointerCancel={() => setDragging(false)}
        >
          {cells.map((row, day) => {
            const inside = day >= area.fromDay && day <= area.toDay
            return (
              <Row
                key={weekdays[day]}
                day={day}
                cells={row.map((cell) => cell ?? '').join(' ')}
                profiles={profiles.join(' ')}
                nowSlot={day === nowDay ? nowSlot : -1}
                fromSlot={inside ? area.fromSlot : -1}
                toSlot={inside ? area.toSlot : -1}
                activeSlot={day === mark.day ? mark.slot : -1}
                brush={dragging && inside ? brush : ''}
              />
            )
          })}
        </div>
      </div>
      <p role="status" className="only-read-aloud">
        {said}
      </p>
    </>
  )
}

/** Monday is 0. */
function slotNow(nowMs: number): string {
  const now = new Date(nowMs)
  const slot = Math.floor((now.getHours() * 60 + now.getMinutes()) / SLOT_MINUTES)
  return `${(now.getDay() + 6) % 7} ${slot}`
}

const slotTime = (slot: number): string => (slot === SLOTS ? '24:00' : timeOf(slot * SLOT_MINUTES))
const dayOf = (day: number): string => words.day[weekdays[day] ?? 'mon']

const areaWords = ({ fromDay, toDay, fromSlot, toSlot }: Area, profile: string): string =>
  words.painted(
    words.span(dayOf(fromDay), dayOf(toDay)),
    slotTime(fromSlot),
    slotTime(toSlot + 1),
    profileName(profile),
  )

interface RowProps {
  readonly day: number
  /** Profiles with a space between, so that a row that did not change is not drawn again. */
  readonly cells: string
  readonly profiles: string
  readonly nowSlot: number
  readonly fromSlot: number
  readonly toSlot: number
  readonly activeSlot: number
  /** What the drag that is under way would paint; empty: none. */
  readonly brush: string
}

const Row = memo(function Row(props: RowProps) {
  const { day, cells, profiles, nowSlot, fromSlot, toSlot, activeSlot, brush } = props
  const order = profiles.split(' ')
  const row: readonly Cell[] = cells.split(' ').map((cell) => (cell === '' ? null : cell))
  const weekday = weekdays[day] ?? 'mon'
  return (
    <div role="row" className="week-row" data-day={weekday}>
      <span role="rowheader" className="week-day" title={words.day[weekday]} aria-label={words.day[weekday]}>
        {words.dayShort[weekday]}
      </span>
      {row.map((cell, slot) => {
        const marked = slot >= fromSlot && slot <= toSlot
        const shown = brush !== '' && marked ? brush : cell
        const begins = shown !== NORMAL && (slot === 0 || row[slot - 1] !== shown)
        const number = shown === null ? 0 : order.indexOf(shown) + 1
        return (
          <span
            key={slotTime(slot)}
            id={cellId(day, slot)}
            role="gridcell"
            aria-selected={marked}
            aria-label={words.cell(
              slotTime(slot),
              slotTime(slot + 1),
              shown === null ? words.mixed : profileName(shown),
              slot === nowSlot,
            )}
            className={`week-cell ${shown === null ? 'week-mixed' : `paint-${Math.min(number, 9)}`}`}
            data-profile={shown ?? 'mixed'}
            data-active={slot === activeSlot || undefined}
            data-now={slot === nowSlot || undefined}
            // Drawn by the style sheet: colour is not all that tells profiles apart.
            data-number={begins && shown !== null && brush === '' ? number : undefined}
          />
        )
      })}
    </div>
  )
})
