/** One direction: the rate now, its cap, the picture of it, and the same in words for whoever does not see it. */
import { ArrowDown, ArrowUp, Gauge } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { CapView } from '../../../contract/bandwidth-views.ts'
import { formatNumber, momentFormat } from '../../format/locale.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { formatBytes } from '../../format/quantities.ts'
import { formatCap, formatRateIn, shortRate } from '../../format/rates.ts'
import { strings } from '../../strings.ts'
import { StackedChart } from '../../ui/stacked-chart.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'
import { pictureOf, volumeUnitOf } from './picture.ts'
import { type Layer, meanOfLast, totals, type Way } from './stack.policy.ts'
import type { Drawn } from './use-drawn.ts'

const words = strings.bandwidth
/** So many seconds are told to who measures the page. */
const TOLD_SECONDS = 30

export interface TrafficChartProps {
  readonly way: Way
  /** `null` before it is there. */
  readonly drawn: Drawn | null
  readonly inks: ReadonlyMap<string, number>
  readonly cap: CapView
}

const clockTime = momentFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const exactTime = momentFormat({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const dayName = momentFormat({ day: 'numeric', month: 'short' })

export function TrafficChart({ way, drawn, inks, cap }: TrafficChartProps) {
  const { bandwidth, peers, link } = useStores()
  const heard = useStore(link, (state) => state.phase === 'up')
  const unit = useRateUnit()
  const [pointed, setPointed] = useState<number | null>(null)
  const now = useStore(bandwidth.store, ({ tick }) => {
    if (tick === null) return 0
    return way === 'up' ? tick.total.uploadBytesPerSecond : tick.total.downloadBytesPerSecond
  })
  const { layers, all, peak, isLive, limit, top, factor, shown } = useMemo(
    () => pictureOf(drawn, way, inks, cap.bytesPerSecond, unit),
    [drawn, way, inks, cap.bytesPerSecond, unit],
  )
  const name = (peerId: string | null): string => {
    if (peerId === null) return words.chart.rest
    const peer = peers.get(peerId)
    return peer === undefined ? shortPeerId(peerId) : callPeer(peer)
  }
  const amount = (bytes: number): string => (isLive ? formatRateIn(bytes, unit) : formatBytes(bytes))
  const label = way === 'up' ? words.up : words.down
  const Arrow = way === 'up' ? ArrowUp : ArrowDown
  const at = pointed === null || drawn === null ? null : (drawn.times[pointed] ?? null)
  return (
    <figure
      className="chart"
      aria-label={label}
      // What the picture is drawn from, for tests and for whoever scripts the page: rates are bytes per second.
      data-way={way}
      data-cap={limit ?? 'unlimited'}
      data-last={isLive ? all.slice(-TOLD_SECONDS).map(Math.round).join(' ') : undefined}
      data-top={Math.round(top)}
    >
      <figcaption className="chart-head">
        <span className="chart-name">
          <Arrow size={15} aria-hidden /> {label}
        </span>
        <span className="chart-now numbers">
          {heard ? shortRate(now, unit) : words.none} <span className="chart-unit">{unit}</span>
        </span>
        <span className="chart-cap numbers">
          {cap.bytesPerSecond === null
            ? words.chart.noCap
            : cap.bytesPerSecond === 0
              ? words.chart.paused
              : words.chart.ofCap(formatCap(cap.bytesPerSecond, unit))}
        </span>
        <span role="status" className="chart-badge">
          {cap.throttling && (
            <span className="throttled-badge" title={words.throttled.raise}>
              <Gauge size={13} aria-hidden /> {words.throttled.badge}
            </span>
          )}
        </span>
      </figcaption>
      <div className="chart-picture">
        {drawn !== null && (
          <StackedChart
            kind={isLive ? 'areas' : 'bars'}
            times={drawn.times}
            layers={shown}
            top={top / factor}
            mark={limit === null || limit > top ? null : limit / factor}
            formatValue={(value) => axisValue(value, isLive ? null : factor)}
            formatTime={(seconds) => (isLive ? clockTime : dayName).format(seconds * 1_000)}
            onPoint={setPointed}
          />
        )}
        {drawn !== null && peak === 0 && (
          <p className="chart-empty faint" aria-hidden="true">
            {isLive ? words.chart.empty : words.chart.emptyDays}
          </p>
        )}
      </div>
      <p className="chart-readout numbers" aria-hidden="true">
        {at === null ? (
          limit !== null && limit > top ? (
            <span className="faint">{words.chart.capAbove(formatCap(limit, unit))}</span>
          ) : (
            <>
              <Legend layers={layers} name={name} />
              {peak > top && <span className="faint">{words.chart.cut(amount(peak))}</span>}
            </>
          )
        ) : (
          <Pointed layers={layers} at={at} slot={pointed ?? 0} isLive={isLive} name={name} amount={amount} />
        )}
      </p>
      <p className="only-read-aloud">
        {chartWords({ label, layers, times: drawn?.times ?? [], now, isLive, amount, name })}{' '}
        {isLive &&
          (cap.bytesPerSecond === null
            ? words.chart.capNone
            : words.chart.capWords(formatCap(cap.bytesPerSecond, unit)))}{' '}
        {words.chart.table}
      </p>
    </figure>
  )
}

type Names = (peerId: string | null) => string

const flows = ({ values }: Layer): boolean => values.some((value) => value > 0)

const Dot = ({ ink }: Pick<Layer, 'ink'>) => <span className={`ink-dot ink-${ink}`} />

const Legend = ({ layers, name }: { readonly layers: readonly Layer[]; readonly name: Names }) => (
  <>
    {layers.filter(flows).map(({ peerId, ink }) => (
      <span key={ink} className="chart-key cut">
        <Dot ink={ink} /> {name(peerId)}
      </span>
    ))}
  </>
)

interface PointedProps {
  readonly layers: readonly Layer[]
  readonly at: number
  readonly slot: number
  readonly isLive: boolean
  readonly name: Names
  readonly amount: (bytes: number) => string
}

/** What was at the moment under the pointer. */
const Pointed = ({ layers, at, slot, isLive, name, amount }: PointedProps) => (
  <>
    <span>
      {words.chart.moment((isLive ? exactTime : dayName).format(at * 1_000), amount(totals(layers)[slot] ?? 0))}
    </span>
    {layers
      .filter(({ values }) => (values[slot] ?? 0) > 0)
      .map(({ peerId, ink, values }) => (
        <span key={ink} className="chart-key cut">
          <Dot ink={ink} /> {words.chart.share(name(peerId), amount(values[slot] ?? 0))}
        </span>
      ))}
  </>
)

interface Said {
  readonly label: string
  readonly layers: readonly Layer[]
  readonly times: readonly number[]
  readonly now: number
  readonly isLive: boolean
  readonly amount: (bytes: number) => string
  readonly name: Names
}

/** The picture in a sentence or two. */
function chartWords({ label, layers, times, now, isLive, amount, name }: Said): string {
  const all = totals(layers)
  const peak = Math.max(0, ...all)
  if (peak === 0) return isLive ? words.chart.still(label) : words.chart.daysStill(label)
  const sumOf = ({ values }: Layer): number => values.reduce((sum, value) => sum + value, 0)
  const most = layers
    .filter(flows)
    .toSorted((a, b) => sumOf(b) - sumOf(a))
    .slice(0, 3)
    .map(({ peerId }) => name(peerId))
  const whole = all.reduce((sum, value) => sum + value, 0)
  const told = isLive
    ? words.chart.summary(label, amount(now), amount(meanOfLast(all, 10)), amount(peak))
    : words.chart.days(label, amount(whole), dayName.format((times[all.indexOf(peak)] ?? 0) * 1_000), amount(peak))
  return `${told} ${words.chart.most(most)}`
}

/** A number at the axis; of volumes with their unit, which is not the person's own. */
const axisValue = (value: number, factor: number | null): string => {
  const digits = value === 0 ? '0' : formatNumber(Number(value.toPrecision(3)))
  return factor === null ? digits : `${digits} ${volumeUnitOf(factor)}`
}
