/** A labelled field with a hint and, when something is wrong, the sentence that says what. */
import { type ComponentProps, type ReactNode, useId } from 'react'
import './field.css'

interface FieldFrame {
  readonly label: ReactNode
  /** Said behind the label, such as "optional". */
  readonly aside?: string
  readonly hint?: ReactNode
  readonly error?: string | null
}

export interface TextFieldProps extends FieldFrame, Omit<ComponentProps<'input'>, 'id' | 'className'> {}

export function TextField({ label, aside, hint, error = null, ...rest }: TextFieldProps) {
  const id = useId()
  const noted = hint !== undefined || error !== null
  return (
    <Frame id={id} label={label} aside={aside} hint={hint} error={error}>
      <input
        autoComplete="off"
        spellCheck={false}
        {...rest}
        id={id}
        className="input"
        aria-invalid={error !== null || undefined}
        aria-describedby={noted ? noteOf(id) : undefined}
      />
    </Frame>
  )
}

export interface TextAreaFieldProps extends Omit<ComponentProps<'textarea'>, 'id' | 'className' | 'aria-invalid'> {
  readonly label: ReactNode
  /** What was typed cannot be used; whoever `answeredBy` names says why. */
  readonly invalid: boolean
  /** The ID of the element that comments on what is typed. */
  readonly answeredBy: string
}

/** Grows with its text, so that all of a long address is seen. */
export function TextAreaField({ label, invalid, answeredBy, ...rest }: TextAreaFieldProps) {
  const id = useId()
  return (
    <Frame id={id} label={label} aside={undefined} hint={undefined} error={null}>
      <textarea
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        {...rest}
        id={id}
        className="input input-area mono"
        aria-invalid={invalid || undefined}
        aria-describedby={answeredBy}
      />
    </Frame>
  )
}

const noteOf = (id: string): string => `${id}-note`

function Frame(props: {
  readonly id: string
  readonly label: ReactNode
  readonly aside: string | undefined
  readonly hint: ReactNode
  readonly error: string | null
  readonly children: ReactNode
}) {
  const { id, label, aside, hint, error, children } = props
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {aside !== undefined && <span className="field-aside"> {aside}</span>}
      </label>
      {children}
      {(hint !== undefined || error !== null) && (
        <p id={noteOf(id)} className={error === null ? 'field-hint' : 'field-hint field-error'}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}

export interface CheckFieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

export function CheckField({ label, hint, checked, onChange }: CheckFieldProps) {
  const id = useId()
  return (
    <div className="check">
      <input
        id={id}
        type="checkbox"
        className="check-box"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <p id={`${id}-note`} className="field-hint">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}

export interface ChoiceFieldProps<T extends string> {
  readonly label: string
  readonly options: readonly { readonly value: T; readonly label: ReactNode; readonly about: string }[]
  /** `null`: nothing is chosen yet. */
  readonly value: T | null
  readonly onChange: (value: T) => void
  /** The label is read aloud but not shown. */
  readonly quietLabel?: boolean
}

/** One of a few, each with the sentence that tells what it means. */
export function ChoiceField<T extends string>({ label, options, value, onChange, quietLabel }: ChoiceFieldProps<T>) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend className={quietLabel === true ? 'only-read-aloud' : 'field-label'}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice-card">
          <input
            type="radio"
            className="choice-dot"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            aria-describedby={`${name}-${option.value}`}
          />
          <span className="choice-label">{option.label}</span>
          <span id={`${name}-${option.value}`} className="choice-about">
            {option.about}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
