/** The one look before somebody is let in: who it says it is, who it is, how far to trust it, what it may do. */
import { type SubmitEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Permission, RequestView } from '../../../contract/views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { ChoiceField, TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { PermissionField } from '../../ui/permission-field.tsx'
import { SafetyWords } from '../../ui/safety-words.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { useStores } from '../../use-stores.ts'
import { NamesakeWarning } from './namesake-warning.tsx'
import { type Approval, approve, callRequest } from './request-actions.ts'

const words = strings.requests
const more = strings.requestWords

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
  const [own, setOwn] = useState<readonly Permission[] | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const given = name.trim() || null

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefusal(null)
    try {
      await approve(stores, request, { level, name: given, permissions: own })
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
          <div className="approve-facts">
            <PeerIdText peerId={request.peerId} />
            {request.words.length > 0 && (
              <>
                <SafetyWords words={request.words} name={more.title} />
                <p className="faint small">{more.hint}</p>
              </>
            )}
          </div>
        </div>
        <NamesakeWarning name={given ?? request.name} peerId={request.peerId} />
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
        <Permissions level={level} own={own} onChange={setOwn} />
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

interface PermissionsProps {
  readonly level: Approval['level']
  /** `null` follows the level. */
  readonly own: readonly Permission[] | null
  readonly onChange: (own: readonly Permission[] | null) => void
}

/** Follows the level until something is chosen by hand; chosen back by hand, it follows again. */
function Permissions({ level, own, onChange }: PermissionsProps) {
  const { settings } = useStores()
  const grants = useStore(settings, (state) => state.value?.settings.grants)
  if (grants === undefined) return null
  const usual = grants[level]
  const called = strings.trust[level]
  const isUsual = (value: readonly Permission[]): boolean =>
    value.length === usual.length && value.every((one) => usual.includes(one))
  return (
    <div className="approve-may">
      <PermissionField
        label={more.permissions}
        value={own ?? usual}
        onChange={(value) => onChange(isUsual(value) ? null : value)}
      />
      <p className="approve-rule">
        <span className="field-hint">{own === null ? more.permissionsAsLevel(called) : more.permissionsOwn}</span>
        {own !== null && (
          <Button look="quiet" size="small" onClick={() => onChange(null)}>
            {more.permissionsReset(called)}
          </Button>
        )}
      </p>
    </div>
  )
}
