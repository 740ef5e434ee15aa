/** The round trips of one peer: now, as usual, and as a line. */
import { memo } from 'react'
import type { LinkHistoryView } from '../../../contract/link-views.ts'
import { formatRtt } from '../../format/quantities.ts'
import { linkStrings, strings } from '../../strings.ts'
import { Sparkline } from '../../ui/sparkline.tsx'
import { roundTrips } from './round-trips.policy.ts'

const words = linkStrings.link
const orDash = (rttMs: number | null): string => (rttMs === null ? strings.peers.noValue : formatRtt(rttMs))

export interface RoundTripPlotProps {
  /** `null` while they are fetched. */
  readonly samples: LinkHistoryView['rtts'] | null
  readonly isLinked: boolean
  /** What the list shows. */
  readonly smoothedMs: number | null
}

export const RoundTripPlot = memo(function RoundTripPlot({ samples, isLinked, smoothedMs }: RoundTripPlotProps) {
  const { values, slots, topMs, lastMs, middleMs, p95Ms, missed, answered } = roundTrips(samples ?? [])
  const usualMs = (isLinked ? smoothedMs : null) ?? middleMs
  const none = answered + missed === 0
  return (
    <div className="link-rtt">
      <p className="link-line">
        <span>{words.rtt}</span>
        <span className="link-figures numbers">
          <span className="faint">{words.rttNow}</span> <b>{orDash(isLinked ? lastMs : null)}</b>
          <span className="faint">{words.rttUsual}</span> <b>{orDash(usualMs)}</b>
        </span>
      </p>
      {none ? (
        <p className="link-none faint">{samples === null ? '' : words.noRtts}</p>
      ) : (
        <Sparkline
          values={values}
          slots={slots}
          top={topMs}
          topLabel={formatRtt(topMs)}
          mark={p95Ms === null ? null : { value: p95Ms, label: words.p95(formatRtt(p95Ms)), title: words.p95Means }}
          words={words.rttWords(answered + missed, orDash(usualMs), orDash(p95Ms), missed)}
        />
      )}
    </div>
  )
})
