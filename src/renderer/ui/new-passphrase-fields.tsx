/** A new passphrase, typed twice, with a hint of how hard it is to guess. */
import { useState } from 'react'
import { strings } from '../strings.ts'
import { CheckField, TextField } from './field.tsx'
import { checkNewPassphrase, MIN_PASSPHRASE, strengthOf } from './new-passphrase.policy.ts'
import './new-passphrase-fields.css'

const words = strings.host
const levels = strings.identity.strength

export interface NewPassphrase {
  readonly first: string
  readonly again: string
}

export interface NewPassphraseFieldsProps {
  readonly value: NewPassphrase
  readonly onChange: (value: NewPassphrase) => void
  /** The person wanted to go on: from now on what is wrong is said. */
  readonly tried: boolean
  /** Default: "New passphrase". */
  readonly label?: string
  readonly autoFocus?: boolean
}

export function NewPassphraseFields({ value, onChange, tried, label, autoFocus = false }: NewPassphraseFieldsProps) {
  const [shown, setShown] = useState(false)
  const { first, again } = value
  const wrong = tried ? checkNewPassphrase(first, again) : null
  const type = shown ? 'text' : 'password'
  const strength = first.length < MIN_PASSPHRASE ? null : strengthOf(first)
  return (
    <div className="new-passphrase">
      <TextField
        label={label ?? words.newPassphrase}
        hint={
          strength === null ? (
            words.newHint(MIN_PASSPHRASE)
          ) : (
            <span className="new-passphrase-strength" data-strength={strength}>
              {levels[strength]}
            </span>
          )
        }
        error={wrong === 'too-short' ? words.tooShort(MIN_PASSPHRASE) : null}
        type={type}
        autoComplete="new-password"
        autoFocus={autoFocus}
        maxLength={1024}
        value={first}
        onChange={(event) => onChange({ ...value, first: event.target.value })}
      />
      <TextField
        label={words.repeat}
        error={wrong === 'different' ? words.different : null}
        type={type}
        autoComplete="new-password"
        maxLength={1024}
        value={again}
        onChange={(event) => onChange({ ...value, again: event.target.value })}
      />
      <CheckField label={words.show} checked={shown} onChange={setShown} />
    </div>
  )
}
