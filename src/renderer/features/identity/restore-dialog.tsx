/**
 * Restores a backup in three steps: which file, what is in it with the one warning, and what came of it. It is open in every
 * phase of the host, because the node stops and starts under it.
 */
import { useState } from 'react'
import type { OpenedFile } from '../../../contract/desktop-views.ts'
import type { BackupView, RestoredView } from '../../../contract/identity-views.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'
import { ChooseBackup, type Chosen } from './choose-backup.tsx'
import { ConfirmRestore } from './confirm-restore.tsx'
import './identity.css'

const words = strings.identity.restoring

/** What was opened, with what opened it. It leaves the page only to the node. */
interface Opened {
  readonly text: string
  readonly passphrase: string
  readonly view: BackupView
}

export interface RestoreDialogProps {
  /** A file that came from outside. */
  readonly file?: OpenedFile | undefined
  readonly onClose: () => void
}

export function RestoreDialog({ file, onClose }: RestoreDialogProps) {
  const { client, host } = useStores()
  const [chosen, setChosen] = useState<Chosen | null>(file ?? null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const [working, setWorking] = useState(false)
  const [done, setDone] = useState<RestoredView | null>(null)

  const restore = async (newPassphrase: string | null): Promise<void> => {
    if (opened === null) return
    setWorking(true)
    try {
      const { text, passphrase } = opened
      const restored = await client.call('identity.restore', { text, passphrase, newPassphrase })
      const { phase, problem, choices } = restored
      host.setState({ value: { phase, problem, choices }, error: null })
      setDone(restored)
    } finally {
      setWorking(false)
    }
  }
  /** Nothing can be taken back while the node takes the backup over. */
  const close = (): void => {
    if (!working) onClose()
  }
  if (done !== null) return <Done done={done} onClose={onClose} />
  return (
    <Dialog title={words.title} {...(opened === null ? { about: words.about } : {})} onClose={close}>
      {opened === null ? (
        <ChooseBackup
          chosen={chosen}
          onChosen={setChosen}
          onOpened={(passphrase, view) => setOpened({ text: chosen?.text ?? '', passphrase, view })}
          onClose={close}
        />
      ) : (
        <ConfirmRestore view={opened.view} working={working} onBack={() => setOpened(null)} onRestore={restore} />
      )}
    </Dialog>
  )
}

function Done({ done, onClose }: { readonly done: RestoredView; readonly onClose: () => void }) {
  const { toasts } = useStores()
  const runs = done.phase === 'running'
  return (
    <Dialog title={words.done} onClose={onClose}>
      <div className="identity-form">
        <Notice tone={runs ? 'good' : 'warn'}>
          <p>{runs ? words.doneText : words.doneNotRunning}</p>
          {!runs && done.problem !== null && <p>{done.problem.message}</p>}
        </Notice>
        {done.aside !== null && (
          <div className="identity-aside">
            <p>{words.aside}</p>
            <p className="identity-id">
              <code className="mono">{done.aside}</code>
              <CopyButton text={done.aside} what={words.folder} onFailed={toasts.problem} />
            </p>
            <p className="soft">{words.asideHint}</p>
          </div>
        )}
        <DialogActions>
          <Button look="primary" onClick={onClose}>
            {words.close}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}
