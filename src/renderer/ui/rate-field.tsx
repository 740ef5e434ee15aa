/** A rate that a person sets: a slider by proportion, and beside it the exact value in the unit that they picked. */
import { type CSSProperties, type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { readRate } from '../../contract/typed-amount.policy.ts'
import { numberStyle } from '../format/locale.ts'
import { lastPlace, placeOfRate, type RateUnit, rateAtPlace, UNLIMITED } from '../format/rates.policy.ts'
import { formatCap, rateDigits } from '../format/rates.ts'
import { strings } from '../strings.ts'
import './field.css'
import './rate-field.css'

const words = strings.bandwidth

/** A cap in words: 0 is unlimited. */
export const capText = (bytesPerSecond: number, unit: RateUnit): string =>
  bytesPerSecond === UNLIMITED ? words.unlimited : formatCap(bytesPerSecond, unit)

export interface RateFieldProps {
  readonly label: string
  /** Bytes per second; 0 is unlimited. */
  readonly value: number
  readonly unit: RateUnit
  readonly disabled?: boolean
  /** Said below while nothing is wrong. */
  readonly hint?: ReactNode
  /** While the hand still moves. */
  readonly onMove?: (bytesPerSecond: number) => void
  /** It was let go, or typed. @returns whether it holds now */
  readonly onDecide: (bytesPerSecond: number) => Promise<boolean>
}

export function RateField({ label, value, unit, disabled = false, hint, onMove, onDecide }: RateFieldProps) {
  const id = useId()
  const [held, setHeld] = useState<{ readonly bytes: number; readonly over: number } | null>(null)
  const [typed, setTyped] = useState<string | null>(null)
  // What the hand holds counts until the value has become another.
  const shown = held !== null && held.over === value ? held.bytes : value
  const read = typed === null ? null : readRate(typed, unit, numberStyle.decimal)
  const error = read !== null && !read.ok ? strings.amountProblem(read.error) : null

  const decide = async (bytes: number): Promise<void> => {
    setHeld({ bytes, over: value })
    if (!(await onDecide(bytes))) setHeld(null)
  }
  const letGo = (): void => {
    if (held !== null && held.over === value && held.bytes !== value) void decide(held.bytes)
  }
  const takeTyped = (): void => {
    if (read === null || !read.ok) return
    setTyped(null)
    if (read.value !== shown) void decide(read.value)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault()
      takeTyped()
    }
    if (event.key === 'Escape' && typed !== null) {
      event.preventDefault()
      event.stopPropagation()
      setTyped(null)
    }
  }
  const place = placeOfRate(shown, unit)
  return (
    <div className="rate" data-value={shown}>
      <label className="rate-label" htmlFor={`${id}-exact`}>
        {label}
      </label>
      <input
        type="range"
        className="rate-slider"
        style={{ '--filled': `${(100 * place) / lastPlace(unit)}%` } as CSSProperties}
        aria-label={words.cap.slider(label)}
        aria-valuetext={capText(shown, unit)}
        min={0}
        max={lastPlace(unit)}
        step={1}
        value={place}
        disabled={disabled}
        onChange={(event) => {
          const bytes = rateAtPlace(Number(event.target.value), unit)
          setTyped(null)
          setHeld({ bytes, over: value })
          onMove?.(bytes)
        }}
        onPointerUp={letGo}
        onKeyUp={letGo}
        onBlur={letGo}
      />
      <span className="rate-exact">
        <input
          id={`${id}-exact`}
          className="input numbers"
          autoComplete="off"
          spellCheck={false}
          maxLength={32}
          disabled={disabled}
          data-keeps-escape={typed === null ? undefined : ''}
          aria-invalid={error !== null || undefined}
          aria-describedby={`${id}-note`}
          value={typed ?? (shown === UNLIMITED ? words.unlimited : rateDigits(shown, unit))}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={takeTyped}
          onKeyDown={onKey}
        />
        <span className="rate-unit" aria-hidden={shown === UNLIMITED && typed === null}>
          {shown === UNLIMITED && typed === null ? '' : unit}
        </span>
      </span>
      <p id={`${id}-note`} className={error === null ? 'rate-note field-hint' : 'rate-note field-hint field-error'}>
        {error ?? (read?.ok === true ? becomes(read.value, unit) : (hint ?? ''))}
      </p>
    </div>
  )
}

/** What is typed, in its unit and in another one. */
function becomes(bytes: number, unit: RateUnit): string {
  if (bytes === UNLIMITED) return words.cap.becomesUnlimited
  return words.cap.becomes(formatCap(bytes, unit), formatCap(bytes, unit === 'Mbit/s' ? 'MiB/s' : 'Mbit/s'))
}
