/** Makes a backup: a passphrase, the file, and a look whether it can be read back. */
import { Download } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { checkNewPassphrase } from '../../ui/new-passphrase.policy.ts'
import { type NewPassphrase, NewPassphraseFields } from '../../ui/new-passphrase-fields.tsx'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useStores } from '../../use-stores.ts'
import { PickFile } from './pick-file.tsx'
import { readBackup } from './read-backup.ts'
import './identity.css'

const words = strings.identity.backup
const EMPTY: NewPassphrase = { first: '', again: '' }

interface Made {
  readonly fileName: string
  readonly text: string
}

export function BackupDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useStores()
  const [typed, setTyped] = useState(EMPTY)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [made, setMade] = useState<Made | null>(null)

  const make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (busy || checkNewPassphrase(typed.first, typed.again) !== null) return
    setBusy(true)
    setProblem(null)
    try {
      const file = await client.call('identity.backup', { passphrase: typed.first })
      save(file)
      setMade(file)
    } catch (cause) {
      setProblem(messageOf(cause))
    } finally {
      setBusy(false)
    }
  }
  if (made !== null) return <Saved made={made} passphrase={typed.first} onClose={onClose} />
  return (
    <Dialog title={words.title} about={words.about} onClose={onClose}>
      <form className="identity-form" onSubmit={(event) => void make(event)}>
        <NewPassphraseFields label={words.label} value={typed} onChange={setTyped} tried={tried} autoFocus />
        <p className="soft">{words.forget}</p>
        <div role="alert">{problem !== null && <Notice tone="bad">{problem}</Notice>}</div>
        <DialogActions>
          {busy && <span className="faint small identity-wait">{words.making}</span>}
          <Button onClick={onClose}>{strings.actions.cancel}</Button>
          <Button look="primary" submits busy={busy} icon={<Download size={15} aria-hidden />}>
            {words.make}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

const save = ({ fileName, text }: Made): void => saveFile(fileName, [text], 'application/octet-stream')

/** What was downloaded may have gone wrong on its way: read back, it is certain. */
function Saved({
  made,
  passphrase,
  onClose,
}: {
  readonly made: Made
  readonly passphrase: string
  readonly onClose: () => void
}) {
  const { client } = useStores()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [peers, setPeers] = useState<number | null>(null)

  const check = async (file: File): Promise<void> => {
    setBusy(true)
    setProblem(null)
    setPeers(null)
    try {
      const read = await readBackup(file)
      if (!read.ok) setProblem(read.problem)
      else setPeers((await client.call('identity.check', { text: read.text, passphrase })).peers)
    } catch (cause) {
      setProblem(messageOf(cause))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className="identity-form">
        <Notice tone="good">
          <p>{words.saved}</p>
          <p className="mono identity-file">{made.fileName}</p>
        </Notice>
        <p className="soft">{words.savedHint}</p>
        <PickFile hint={words.checkHint} label={words.check} busy={busy} onFile={(file) => void check(file)} />
        <div role="status">{peers !== null && <Notice tone="good">{words.checked(peers)}</Notice>}</div>
        <div role="alert">{problem !== null && <Notice tone="bad">{problem}</Notice>}</div>
        <DialogActions>
          <Button onClick={() => save(made)}>{words.again}</Button>
          <Button look="primary" onClick={onClose}>
            {words.done}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}
