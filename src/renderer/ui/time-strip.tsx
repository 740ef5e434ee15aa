/** A stretch of time as one strip: what was when, told apart by height as well as by colour. */
import './time-strip.css'

const WIDTH = 1000
/** What was shorter is drawn as wide as this, or nobody would see it. */
const LEAST = 4

export type StripTone = 'good' | 'warn' | 'bad' | 'idle' | 'off'

export interface StripSegment {
  /** Shares of the strip, 0 to 1. */
  readonly from: number
  readonly to: number
  readonly tone: StripTone
}

export interface TimeStripProps {
  readonly segments: readonly StripSegment[]
  readonly start: string
  readonly end: string
  /** What it shows, read aloud instead of the picture. */
  readonly words: string
}

/** Of 20. */
const heights: Readonly<Record<StripTone, number>> = { good: 20, warn: 14, bad: 9, idle: 3, off: 20 }

export const TimeStrip = ({ segments, start, end, words }: TimeStripProps) => (
  <div className="strip">
    <svg className="strip-plot" viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" role="img" aria-label={words}>
      {segments.map(({ from, to, tone }) => {
        const width = Math.max(LEAST, (to - from) * WIDTH)
        const x = Math.min(from * WIDTH, WIDTH - width)
        const height = heights[tone]
        return <rect key={from} className={`strip-${tone}`} x={x} y={20 - height} width={width} height={height} />
      })}
    </svg>
    <div className="strip-ends" aria-hidden="true">
      <span>{start}</span>
      <span>{end}</span>
    </div>
  </div>
)
