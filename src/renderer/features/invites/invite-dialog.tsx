/** Makes an invite, shows its link the one time that it can be shown, and says when somebody came through it. */
import { type SubmitEvent, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { byUsefulness, readAddress } from '../../format/address.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useStores } from '../../use-stores.ts'
import type { MadeInvite } from './invite-actions.ts'
import { type Lifetime, lifetimes, usualLifetime } from './invite-terms.policy.ts'
import { ReadyInvite } from './ready-invite.tsx'
import './invites.css'

const words = strings.invites

export function InviteDialog() {
  const { screen } = useStores()
  const [made, setMade] = useState<MadeInvite | null>(null)
  /** The person wanted to leave while nobody has the link. */
  const [leaving, setLeaving] = useState(false)
  const [safe, setSafe] = useState(false)

  const close = (): void => {
    if (made === null || safe || leaving) screen.closeDialog()
    else setLeaving(true)
  }
  return (
    <Dialog
      title={made === null ? words.dialogTitle : words.readyTitle(made.note)}
      about={made === null ? words.dialogAbout : undefined}
      onClose={close}
    >
      {made === null ? (
        <InviteForm onMade={setMade} />
      ) : (
        <ReadyInvite
          key={made.id}
          made={made}
          leaving={leaving}
          onSafe={() => setSafe(true)}
          onLeave={() => screen.closeDialog()}
          onClose={close}
          onAnother={() => {
            setMade(null)
            setSafe(false)
            setLeaving(false)
          }}
        />
      )}
    </Dialog>
  )
}

function InviteForm({ onMade }: { readonly onMade: (made: MadeInvite) => void }) {
  const { client, screen, settings } = useStores()
  const usual = useStore(settings, (state) => usualLifetime(state.value?.settings.invites.lifetimeMs))
  const field = useRef<HTMLInputElement>(null)
  const [note, setNote] = useState('')
  const [chosen, setChosen] = useState<Lifetime | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setRefusal(null)
    try {
      onMade(await client.call('invites.create', { note: note.trim() || null, lifetimeMs: lifetimes[chosen ?? usual] }))
    } catch (cause) {
      setRefusal(messageOf(cause))
      setBusy(false)
    }
  }
  return (
    <form className="invite-form" onSubmit={(event) => void submit(event)}>
      <TextField
        ref={field}
        // The person just asked for this.
        autoFocus
        label={words.note}
        aside={words.optional}
        hint={words.noteHint}
        placeholder={words.notePlaceholder}
        maxLength={64}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="field">
        <span className="field-label" aria-hidden="true">
          {words.lifetime}
        </span>
        <Segmented
          label={words.lifetime}
          options={(['hour', 'day', 'week'] as const).map((value) => ({ value, label: words.lifetimes[value] }))}
          value={chosen ?? usual}
          onChange={setChosen}
        />
      </div>
      <WhereItWorks />
      <div role="alert" className="invite-alert">
        {refusal !== null && <Notice tone="bad">{refusal}</Notice>}
      </div>
      <DialogActions>
        <Button onClick={() => screen.closeDialog()}>{strings.actions.cancel}</Button>
        <Button look="primary" submits busy={busy}>
          {words.create}
        </Button>
      </DialogActions>
    </form>
  )
}

/** A link is as good as the addresses in it. */
function WhereItWorks() {
  const { node } = useStores()
  const addresses = useStore(node, (state) => state.value?.addresses)
  if (addresses === undefined) return null
  const best = byUsefulness(addresses)[0]
  if (best === undefined) return <Notice tone="warn">{words.noAddress}</Notice>
  const { reach } = readAddress(best)
  if (reach === 'local-network') return <Notice tone="info">{words.localOnly}</Notice>
  return reach === 'this-machine' ? <Notice tone="info">{words.machineOnly}</Notice> : null
}
