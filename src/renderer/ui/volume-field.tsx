/** A volume of a month that a person sets, in GiB. */
import { useId, useState } from 'react'
import { type AmountProblem, readVolume as readTyped } from '../../contract/typed-amount.policy.ts'
import { ok, type Result } from '../../kit/result.ts'
import { numberStyle } from '../format/locale.ts'
import { written } from '../format/numbers.policy.ts'
import { formatBytes } from '../format/quantities.ts'
import { strings } from '../strings.ts'
import './field.css'
import './rate-field.css'

const words = strings.bandwidth.peer
const GIB = 1_024 ** 3

/** A volume in words: 0 is none. */
export const volumeText = (bytes: number): string =>
  bytes === 0 ? strings.bandwidth.unlimitedSmall : formatBytes(bytes)

/** A number alone counts GiB; nothing at all is no limit. */
export const readVolume = (text: string): Result<number, AmountProblem> =>
  text.trim() === '' ? ok(0) : readTyped(/[a-z]/i.test(text) ? text : `${text} GiB`, numberStyle.decimal)

const digits = (bytes: number): string =>
  bytes === 0 ? '' : written(String(Math.round((bytes / GIB) * 1_000) / 1_000), numberStyle)

export interface VolumeFieldProps {
  readonly label: string
  readonly hint: string
  /** Bytes; 0 is none. */
  readonly value: number
  /** @returns whether it holds now */
  readonly onDecide: (bytes: number) => Promise<boolean>
}

export function VolumeField({ label, hint, value, onDecide }: VolumeFieldProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const read = typed === null ? ok(value) : readVolume(typed)
  const take = (): void => {
    if (typed === null || !read.ok) return
    if (read.value === value) setTyped(null)
    else void onDecide(read.value).then(() => setTyped(null))
  }
  return (
    <div className="rate">
      <label className="volume-label" htmlFor={id}>
        {label}
      </label>
      <span className="rate-exact">
        <input
          id={id}
          className="input numbers"
          inputMode="decimal"
          autoComplete="off"
          maxLength={16}
          aria-invalid={!read.ok || undefined}
          aria-describedby={`${id}-note`}
          value={typed ?? digits(value)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={take}
          onKeyDown={(event) => {
            if (event.key === 'Enter') take()
            if (event.key === 'Escape' && typed !== null) {
              event.preventDefault()
              event.stopPropagation()
              setTyped(null)
            }
          }}
        />
        <span className="rate-unit">{words.monthlyUnit}</span>
      </span>
      <p id={`${id}-note`} className={read.ok ? 'rate-note field-hint' : 'rate-note field-hint field-error'}>
        {read.ok ? hint : strings.amountProblem(read.error)}
      </p>
    </div>
  )
}
