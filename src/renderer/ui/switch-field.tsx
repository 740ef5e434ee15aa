/** One thing that is on or off at once, with the sentence that says what it means. */
import { type ReactNode, useId } from 'react'
import './switch-field.css'

export interface SwitchFieldProps {
  readonly label: ReactNode
  /** Said behind the label, in its line. */
  readonly aside?: string | undefined
  readonly about: ReactNode
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export function SwitchField({ label, aside, about, checked, disabled = false, onChange }: SwitchFieldProps) {
  const id = useId()
  return (
    <div className="switch-field">
      <div className="switch-words">
        <p className="switch-label">
          <label htmlFor={id}>{label}</label>
          {aside !== undefined && (
            <span id={`${id}-aside`} className="switch-aside">
              {aside}
            </span>
          )}
        </p>
        <p id={`${id}-about`} className="field-hint">
          {about}
        </p>
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="switch"
        checked={checked}
        disabled={disabled}
        aria-describedby={aside === undefined ? `${id}-about` : `${id}-aside ${id}-about`}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  )
}
