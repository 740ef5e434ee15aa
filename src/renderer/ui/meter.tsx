/** A value on a scale that has an end: a bar, and a mark at a value that means something. */
import './meter.css'

export interface MeterProps {
  readonly value: number
  readonly of: number
  readonly mark: number
  readonly tone: 'good' | 'calm' | 'warn' | 'bad'
  /** What it shows, read aloud instead of the picture. */
  readonly words: string
}

export const Meter = ({ value, of, mark, tone, words }: MeterProps) => (
  <svg className="meter" viewBox={`0 0 ${of} 8`} preserveAspectRatio="none" role="img" aria-label={words}>
    <rect className="meter-all" width={of} y="1" height="6" />
    <rect className={`meter-${tone}`} width={Math.min(of, Math.max(0, value))} y="1" height="6" />
    <path className="meter-mark" d={`M${mark} 0v8`} />
  </svg>
)
