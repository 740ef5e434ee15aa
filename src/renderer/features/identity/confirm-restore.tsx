/** The second step of a restore: what is in the backup, the one warning, and where its key will be kept. */
import { type SubmitEvent, useState } from 'react'
import { useStore } from 'zustand'
import { KithError } from '../../../contract/errors.ts'
import type { BackupView } from '../../../contract/identity-views.ts'
import { Ago } from '../../moments.tsx'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { CheckField } from '../../ui/field.tsx'
import { checkNewPassphrase } from '../../ui/new-passphrase.policy.ts'
import { type NewPassphrase, NewPassphraseFields } from '../../ui/new-passphrase-fields.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.identity.restoring
const EMPTY: NewPassphrase = { first: '', again: '' }

export interface ConfirmRestoreProps {
  readonly view: BackupView
  readonly working: boolean
  readonly onBack: () => void
  /** Rejects with what the node refused. */
  readonly onRestore: (newPassphrase: string | null) => Promise<void>
}

export function ConfirmRestore({ view, working, onBack, onRestore }: ConfirmRestoreProps) {
  const { host, node } = useStores()
  const runs = useStore(host, (state) => state.value?.phase === 'running')
  const keyStore = useStore(node, (state) => state.value?.keyStore ?? null)
  const [understood, setUnderstood] = useState(false)
  const [sealed, setSealed] = useState(false)
  /** The node said that the key has to be sealed here. */
  const [needed, setNeeded] = useState(runs && keyStore === 'sealed-file')
  const [typed, setTyped] = useState(EMPTY)
  const [tried, setTried] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const sealing = sealed || needed
  // A plain file, where one was asked for, has no passphrase.
  const [plain] = useState(runs && keyStore === 'insecure-file')
  const offered = !needed && !plain

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (!understood || working || (sealing && checkNewPassphrase(typed.first, typed.again) !== null)) return
    setProblem(null)
    try {
      await onRestore(sealing ? typed.first : null)
    } catch (cause) {
      const wanted = !sealing && wantsPassphrase(cause)
      setNeeded(wanted)
      setTried(false)
      // Asking for a passphrase says it already, unless something failed on the way there.
      setProblem(wanted && cause instanceof KithError && cause.name === 'WrongPassphrase' ? null : messageOf(cause))
    }
  }
  return (
    <form className="identity-form" onSubmit={(event) => void submit(event)}>
      <Facts>
        <Fact term={words.identity}>
          <code className="mono identity-file">{view.peerId}</code>
        </Fact>
        <Fact term={words.name}>{view.name ?? words.nameless}</Fact>
        <Fact term={words.made}>
          <Ago at={view.madeAt} />
        </Fact>
        <Fact term={words.peers}>{view.peers}</Fact>
        <Fact term={words.here}>{view.same === null ? words.none : view.same ? words.same : words.another}</Fact>
      </Facts>
      <Notice tone="warn">
        <p>
          <strong>{words.warningTitle}</strong>
        </p>
        <p>{words.warning}</p>
      </Notice>
      <CheckField label={words.understood} checked={understood} onChange={setUnderstood} />
      {needed && <p>{words.sealNeeded}</p>}
      {offered && <CheckField label={words.seal} hint={words.sealHint} checked={sealed} onChange={setSealed} />}
      {sealing && <NewPassphraseFields label={words.sealLabel} value={typed} onChange={setTyped} tried={tried} />}
      <div role="alert">{problem !== null && <Notice tone="bad">{problem}</Notice>}</div>
      <p role="status" className="soft">
        {working ? words.workingHint : ''}
      </p>
      <DialogActions>
        <Button unavailable={working} onClick={onBack}>
          {words.back}
        </Button>
        <Button look="primary" submits busy={working} unavailable={!understood}>
          {words.go}
        </Button>
      </DialogActions>
    </form>
  )
}

function wantsPassphrase(cause: unknown): boolean {
  const choices: unknown = cause instanceof KithError ? cause.details['choices'] : null
  return Array.isArray(choices) && choices.includes('new-passphrase')
}
