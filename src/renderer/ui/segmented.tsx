/** One of a few, side by side in one line. */
import { type ReactNode, useId } from 'react'
import './segmented.css'

export interface SegmentedProps<T extends string> {
  /** Read aloud, not shown. */
  readonly label: string
  readonly options: readonly { readonly value: T; readonly label: ReactNode }[]
  /** `null`: nothing is chosen yet. */
  readonly value: T | null
  readonly onChange: (value: T) => void
}

export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  const name = useId()
  return (
    <fieldset className="segmented">
      <legend className="only-read-aloud">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="segment">
          <input
            type="radio"
            className="only-read-aloud"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
