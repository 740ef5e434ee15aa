/** The first step of a restore: which file it is, and the passphrase that opens it. */
import { FileKey } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import type { BackupView } from '../../../contract/identity-views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { CheckField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'
import { PickFile } from './pick-file.tsx'
import { readBackup } from './read-backup.ts'

const words = strings.identity.restoring

export interface Chosen {
  readonly name: string
  readonly text: string
}

export interface ChooseBackupProps {
  readonly chosen: Chosen | null
  readonly onChosen: (chosen: Chosen | null) => void
  readonly onOpened: (passphrase: string, view: BackupView) => void
  readonly onClose: () => void
}

export function ChooseBackup({ chosen, onChosen, onOpened, onClose }: ChooseBackupProps) {
  const { client } = useStores()
  const [passphrase, setPassphrase] = useState('')
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const take = async (file: File): Promise<void> => {
    const read = await readBackup(file)
    setProblem(read.ok ? null : read.problem)
    if (read.ok) onChosen(read)
  }
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (chosen === null || passphrase === '' || busy) return
    setBusy(true)
    setProblem(null)
    try {
      onOpened(passphrase, await client.call('identity.check', { text: chosen.text, passphrase }))
    } catch (cause) {
      setProblem(messageOf(cause))
      setBusy(false)
    }
  }
  return (
    <form className="identity-form" onSubmit={(event) => void submit(event)}>
      {chosen === null ? (
        <PickFile hint={words.drop} label={words.choose} onFile={(file) => void take(file)} />
      ) : (
        <>
          <p className="identity-chosen">
            <FileKey size={16} aria-hidden />
            <span className="only-read-aloud">{words.chosen}</span>
            <span className="mono identity-file">{chosen.name}</span>
            <Button size="small" onClick={() => onChosen(null)}>
              {words.other}
            </Button>
          </p>
          <TextField
            label={words.passphrase}
            type={shown ? 'text' : 'password'}
            autoComplete="off"
            autoFocus
            maxLength={1024}
            value={passphrase}
            onChange={(event) => setPassphrase(event.target.value)}
          />
          <CheckField label={strings.host.show} checked={shown} onChange={setShown} />
        </>
      )}
      <div role="alert">{problem !== null && <Notice tone="bad">{problem}</Notice>}</div>
      <DialogActions>
        <Button onClick={onClose}>{strings.actions.cancel}</Button>
        <Button look="primary" submits busy={busy} unavailable={chosen === null || passphrase === ''}>
          {words.look}
        </Button>
      </DialogActions>
    </form>
  )
}
