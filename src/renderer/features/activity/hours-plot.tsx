/** Let in and turned away in each of the last 24 hours: one bar up, one bar down. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { HOUR_MS } from '../../../kit/units.ts'
import { formatNumber, momentFormat } from '../../format/locale.ts'
import { HOURS, type HourCount, lastHours } from '../../stores/audit-hours.ts'
import { strings } from '../../strings.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useStores, useTicking } from '../../use-stores.ts'

const words = strings.activity

const STEP = 10
const BAR = 7
const HALF = 20

/** By the square root: one connection is still seen beside a flood of thousands. */
const heightOf = (count: number, most: number): number =>
  count === 0 ? 0 : Math.max(1.5, HALF * Math.sqrt(count / most))

const hourName = momentFormat({ hour: 'numeric', minute: '2-digit' })

export function HoursPlot() {
  const { auditHours } = useStores()
  const { counts, partial } = useStore(auditHours.store)
  // Drawn anew when the hour changes, not with every second.
  const hour = Number(useTicking((nowMs) => String(Math.floor(nowMs / HOUR_MS))))
  useEffect(() => auditHours.open(), [auditHours])
  const known = counts !== null
  const hours = lastHours(counts ?? new Map(), hour * HOUR_MS)
  const admitted = hours.reduce((sum, one) => sum + one.admitted, 0)
  const refused = hours.reduce((sum, one) => sum + one.refused, 0)
  const most = Math.max(1, ...hours.flatMap((one) => [one.admitted, one.refused]))
  return (
    <figure className="plot">
      <figcaption className="plot-words">
        <span className="plot-title">{words.plot}</span>
        <span className="plot-key numbers" title={partial ? words.plotPart : undefined}>
          <span className="plot-dot plot-admitted" aria-hidden="true" /> {known ? formatNumber(admitted) : words.noPeer}
          {partial && '+'} {words.plotAdmitted}
        </span>
        <span className="plot-key numbers" title={partial ? words.plotPart : undefined}>
          <span className="plot-dot plot-refused" aria-hidden="true" /> {known ? formatNumber(refused) : words.noPeer}
          {partial && '+'} {words.plotRefused}
        </span>
      </figcaption>
      <svg
        className="plot-bars"
        viewBox={`0 0 ${HOURS * STEP} ${2 * HALF + 1}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={known ? words.plotWords(admitted, refused) : words.plot}
      >
        <path className="plot-zero" d={`M0 ${HALF + 0.5}H${HOURS * STEP}`} />
        {hours.map((one, index) => (
          <Bar key={one.startMs} hour={one} x={index * STEP} most={most} />
        ))}
      </svg>
    </figure>
  )
}

function Bar({ hour, x, most }: { readonly hour: HourCount; readonly x: number; readonly most: number }) {
  const up = heightOf(hour.admitted, most)
  const down = heightOf(hour.refused, most)
  return (
    <Tooltip text={words.plotHour(hourName.format(hour.startMs), hour.admitted, hour.refused)} side="bottom">
      <g className="plot-hour">
        <rect className="plot-reach" x={x} y="0" width={STEP} height={2 * HALF + 1} />
        <rect className="plot-admitted" x={x + (STEP - BAR) / 2} y={HALF - up} width={BAR} height={up} />
        <rect className="plot-refused" x={x + (STEP - BAR) / 2} y={HALF + 1} width={BAR} height={down} />
      </g>
    </Tooltip>
  )
}
