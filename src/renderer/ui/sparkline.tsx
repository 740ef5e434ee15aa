/** A small plot of one value over time: its line with gaps, a mark, the scale beside it, and all of it in words. */
import { sparklineShape } from './sparkline-path.ts'
import './sparkline.css'

const WIDTH = 240
const HEIGHT = 40
/** Two labels closer than this would overlap, pixels. */
const LABEL_PX = 13

export interface SparklineProps {
  /** Oldest first; `null` where there is none. */
  readonly values: readonly (number | null)[]
  readonly slots: number
  /** The value at the upper edge. */
  readonly top: number
  readonly topLabel: string
  /** A value to draw a line at. */
  readonly mark: { readonly value: number; readonly label: string; readonly title: string } | null
  /** What it shows, read aloud instead of the picture. */
  readonly words: string
}

export function Sparkline({ values, slots, top, topLabel, mark, words }: SparklineProps) {
  const { line, gaps } = sparklineShape(values, { slots, top, width: WIDTH, height: HEIGHT })
  const markY = mark === null ? null : HEIGHT * (1 - Math.min(1, mark.value / top))
  return (
    <div className="spark">
      <svg
        className="spark-plot"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
      >
        <path className="spark-edge" d={`M0 0H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        {markY !== null && <path className="spark-mark" d={`M0 ${markY}H${WIDTH}`} />}
        <path className="spark-line" d={line} />
        {gaps.map((x) => (
          <path key={x} className="spark-gap" d={`M${x} ${HEIGHT}v-7`} />
        ))}
      </svg>
      <div className="spark-scale numbers" aria-hidden="true">
        {(markY === null || markY > LABEL_PX) && <span className="spark-top">{topLabel}</span>}
        {mark !== null && markY !== null && (
          <span className="spark-label" title={mark.title} style={{ top: Math.min(HEIGHT - LABEL_PX / 2, markY) }}>
            {mark.label}
          </span>
        )}
      </div>
    </div>
  )
}
