/** Asks for a passphrase, or twice for a new one. What is typed leaves the page only with the answer. */
import { type SubmitEvent, useState } from 'react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { checkNewPassphrase, MIN_PASSPHRASE } from './passphrase.policy.ts'

const words = strings.host

interface FormProps {
  readonly busy: boolean
}

export function PassphraseForm({
  busy,
  onUnlock,
}: FormProps & { readonly onUnlock: (typed: string) => Promise<void> }) {
  const [typed, setTyped] = useState('')
  const [shown, setShown] = useState(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy || typed === '') return
    await onUnlock(typed)
    setTyped('')
  }
  return (
    <form className="passphrase" onSubmit={(event) => void submit(event)}>
      <TextField
        label={words.passphrase}
        type={shown ? 'text' : 'password'}
        autoComplete="current-password"
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <CheckField label={words.show} checked={shown} onChange={setShown} />
      <Button look="primary" submits busy={busy} disabled={typed === ''}>
        {words.unlock}
      </Button>
    </form>
  )
}

export function NewPassphraseForm({
  busy,
  onChosen,
}: FormProps & { readonly onChosen: (typed: string) => Promise<void> }) {
  const [typed, setTyped] = useState('')
  const [again, setAgain] = useState('')
  const [shown, setShown] = useState(false)
  const [tried, setTried] = useState(false)
  const wrong = tried ? checkNewPassphrase(typed, again) : null
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (!busy && checkNewPassphrase(typed, again) === null) await onChosen(typed)
  }
  const type = shown ? 'text' : 'password'
  return (
    <form className="passphrase" onSubmit={(event) => void submit(event)}>
      <p className="soft">{words.newText}</p>
      <p>
        <strong>{words.newWarning}</strong>
      </p>
      <TextField
        label={words.newPassphrase}
        hint={words.newHint(MIN_PASSPHRASE)}
        error={wrong === 'too-short' ? words.tooShort(MIN_PASSPHRASE) : null}
        type={type}
        autoComplete="new-password"
        autoFocus
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <TextField
        label={words.repeat}
        error={wrong === 'different' ? words.different : null}
        type={type}
        autoComplete="new-password"
        value={again}
        onChange={(event) => setAgain(event.target.value)}
      />
      <CheckField label={words.show} checked={shown} onChange={setShown} />
      <Button look="primary" submits busy={busy}>
        {words.seal}
      </Button>
    </form>
  )
}
