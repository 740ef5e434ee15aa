/** The one look before somebody is let in: who it says it is, who it is, how far to trust it. */
import { type SubmitEvent, useRef, useState } from 'react'
import type { RequestView } from '../../../contract/views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { ChoiceField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { useStores } from '../../use-stores.ts'
import { type Approval, approve, callRequest } from './request-actions.ts'

const words = strings.requests

const levels = (['verified', 'trusted'] as const).map((value) => ({
  value,
  label: strings.trust[value],
  about: strings.trustMeaning[value],
}))

export interface ApproveDialogProps {
  readonly request: RequestView
  readonly onClose: () => void
  readonly onApproved: () => void
  /** Where the focus goes when the dialog has gone. */
  readonly onFocusBack: (event: Event) => void
}

export function ApproveDialog({ request, onClose, onApproved, onFocusBack }: ApproveDialogProps) {
  const stores = useStores()
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [level, setLevel] = useState<Approval['level']>('verified')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefusal(null)
    try {
      await approve(stores, request, { level, name: name.trim() || null })
      onApproved()
      onClose()
    } catch (cause) {
      setRefusal(messageOf(cause))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={words.approveTitle(callRequest(request))}
      about={words.compare}
      first={field}
      onFocusBack={onFocusBack}
      onClose={onClose}
    >
      <form className="approve" onSubmit={(event) => void submit(event)}>
        <div className="approve-who">
          <Sigil peerId={request.peerId} size={40} />
          <PeerIdText peerId={request.peerId} />
        </div>
        <TextField
          ref={field}
          label={words.name}
          aside={words.nameOptional}
          hint={words.nameHint(request.name)}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <ChoiceField label={words.level} options={levels} value={level} onChange={setLevel} />
        <div role="alert">{refusal !== null && <Notice tone="bad">{refusal}</Notice>}</div>
        <DialogActions>
          <Button onClick={onClose}>{strings.actions.cancel}</Button>
          <Button look="primary" submits busy={busy}>
            {words.approveYes}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
