/** One thing that is on or off at once, with the sentence that says what it means. */
import { type ReactNode, useId } from 'react'
import './switch-field.css'

export interface SwitchFieldProps {
  readonly label: ReactNode
  readonly about: ReactNode
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

export function SwitchField({ label, about, checked, disabled = false, onChange }: SwitchFieldProps) {
  const id = useId()
  return (
    <div className="switch-field">
      <div className="switch-words">
        <label htmlFor={id}>{label}</label>
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
        aria-describedby={`${id}-about`}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  )
}
