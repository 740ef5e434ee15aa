/** Asks for a passphrase, or twice for a new one. What is typed leaves the page only with the answer. */
import { type SubmitEvent, useState } from 'react'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { checkNewPassphrase } from '../../ui/new-passphrase.policy.ts'
import { NewPassphraseFields } from '../../ui/new-passphrase-fields.tsx'

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
  const [typed, setTyped] = useState({ first: '', again: '' })
  const [tried, setTried] = useState(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (!busy && checkNewPassphrase(typed.first, typed.again) === null) await onChosen(typed.first)
  }
  return (
    <form className="passphrase" onSubmit={(event) => void submit(event)}>
      <p className="soft">{words.newText}</p>
      <p>
        <strong>{words.newWarning}</strong>
      </p>
      <NewPassphraseFields value={typed} onChange={setTyped} tried={tried} autoFocus />
      <Button look="primary" submits busy={busy}>
        {words.seal}
      </Button>
    </form>
  )
}
