/** A volume of a month that a person sets, in GiB. */
import { useId, useState } from 'react'
import { formatBytes } from '../format/quantities.ts'
import { strings } from '../strings.ts'
import './field.css'
import './rate-field.css'

const words = strings.bandwidth.peer
const GIB = 1_024 ** 3

/** A volume in words: 0 is none. */
export const volumeText = (bytes: number): string =>
  bytes === 0 ? strings.bandwidth.unlimitedSmall : formatBytes(bytes)

/** @returns whole bytes; 0 is none, `null` cannot be read */
export function parseVolume(text: string): number | null {
  const trimmed = text.trim().replaceAll(/[\s_]/g, '').replace(/gib$/i, '').replace(',', '.')
  if (trimmed === '') return 0
  if (!/^\d{1,9}(\.\d+)?$/.test(trimmed)) return null
  return Math.round(Number(trimmed) * GIB)
}

const digits = (bytes: number): string => (bytes === 0 ? '' : String(Math.round((bytes / GIB) * 1_000) / 1_000))

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
  const read = typed === null ? value : parseVolume(typed)
  const take = (): void => {
    if (typed === null || read === null) return
    if (read === value) setTyped(null)
    else void onDecide(read).then(() => setTyped(null))
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
          aria-invalid={read === null || undefined}
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
      <p id={`${id}-note`} className={read === null ? 'rate-note field-hint field-error' : 'rate-note field-hint'}>
        {read === null ? words.monthlyBad : hint}
      </p>
    </div>
  )
}
