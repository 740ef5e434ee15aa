/** Sets, changes or takes away the passphrase that seals the key. */
import { type SubmitEvent, useEffect, useState } from 'react'
import type { IdentityView } from '../../../contract/identity-views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { checkNewPassphrase } from '../../ui/new-passphrase.policy.ts'
import { type NewPassphrase, NewPassphraseFields } from '../../ui/new-passphrase-fields.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'
import './identity.css'

const words = strings.identity.changing
const EMPTY: NewPassphrase = { first: '', again: '' }

export function PassphraseDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useStores()
  const [view, setView] = useState<IdentityView | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    client.call('identity.status').then(
      (now) => (current ? setView(now) : undefined),
      (cause: unknown) => (current ? setProblem(messageOf(cause)) : undefined),
    )
    return () => {
      current = false
    }
  }, [client])
  if (view !== null) return <PassphraseOf view={view} onClose={onClose} />
  return (
    <Dialog title={words.changeTitle} onClose={onClose}>
      {problem === null ? <div className="identity-space" aria-busy="true" /> : <Notice tone="bad">{problem}</Notice>}
    </Dialog>
  )
}

function PassphraseOf({ view, onClose }: { readonly view: IdentityView; readonly onClose: () => void }) {
  const { client, toasts } = useStores()
  const [current, setCurrent] = useState('')
  const [typed, setTyped] = useState(EMPTY)
  const [removing, setRemoving] = useState(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { sealed, keptIn } = view

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || (sealed && current === '')) return
    if (!removing && checkNewPassphrase(typed.first, typed.again) !== null) return
    setBusy(true)
    setProblem(null)
    try {
      await client.call('identity.passphrase', {
        from: sealed ? current : null,
        to: removing ? null : typed.first,
      })
      toasts.done(removing ? words.didRemove : sealed ? words.didChange : words.didSet)
      onClose()
    } catch (cause) {
      setProblem(messageOf(cause))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={sealed ? words.changeTitle : words.setTitle}
      about={sealed ? words.changeAbout : words.setAbout}
      onClose={onClose}
    >
      <form className="identity-form" onSubmit={(event) => void submit(event)}>
        {sealed && (
          <TextField
            label={words.current}
            type="password"
            autoComplete="current-password"
            autoFocus
            maxLength={1024}
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
        {!removing && (
          <>
            <NewPassphraseFields value={typed} onChange={setTyped} tried={tried} autoFocus={!sealed} />
            <p className="soft">{strings.host.newWarning}</p>
          </>
        )}
        {sealed && keptIn === 'keychain' && (
          <CheckField label={words.remove} hint={words.removeHint} checked={removing} onChange={setRemoving} />
        )}
        <div role="alert">{problem !== null && <Notice tone="bad">{problem}</Notice>}</div>
        <DialogActions>
          <Button onClick={onClose}>{strings.actions.cancel}</Button>
          <Button look={removing ? 'danger' : 'primary'} submits busy={busy} unavailable={sealed && current === ''}>
            {removing ? words.doRemove : sealed ? words.doChange : words.doSet}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
