/** Puts somebody on the list by their address. */
import { type KeyboardEvent, type SubmitEvent, useId, useRef, useState } from 'react'
import type { TrustLevel } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { CheckField, ChoiceField, TextAreaField, TextField } from '../../ui/field.tsx'
import { useStores } from '../../use-stores.ts'
import { Answer } from './answer.tsx'
import { PictureInput } from './picture-input.tsx'
import { bareLink, isInviteLink } from './typed.policy.ts'
import { useCheck } from './use-check.ts'

const words = strings.add
const joining = strings.join

type Level = 'verified' | 'trusted'
const levels = (['verified', 'trusted'] as const).map((value) => ({
  value,
  label: strings.trust[value],
  about: strings.trustMeaning[value],
}))

const admitted = (level: TrustLevel | null): Level | null =>
  level === 'verified' || level === 'trusted' ? level : null

export function AddPeerDialog({ text: firstText }: { readonly text: string }) {
  const { client, peers, screen, toasts } = useStores()
  const field = useRef<HTMLTextAreaElement>(null)
  const answerId = useId()
  const [text, setText] = useState(firstText)
  const [name, setName] = useState('')
  const [chosenLevel, setLevel] = useState<Level | null>(null)
  const [chosenKept, setKept] = useState<boolean | null>(null)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<{ readonly text: string; readonly message: string } | null>(null)
  const { verdict, fresh } = useCheck(text)
  // A link brings its own level and its own addresses: there is less to ask.
  const isInvite = isInviteLink(text)

  // Somebody who is known keeps what was decided, until the person says otherwise here.
  const known = verdict.is === 'address' ? verdict.view : null
  const level = chosenLevel ?? admitted(known?.known ?? null) ?? 'verified'
  const kept = chosenKept ?? (known?.known === 'verified' ? peers.get(known.peerId)?.kept : undefined) ?? true

  const submit = async (event?: SubmitEvent): Promise<void> => {
    event?.preventDefault()
    if (busy) return
    if (text.trim() === '') return field.current?.focus()
    setBusy(true)
    setRefusal(null)
    const called = name.trim() || null
    try {
      const added = isInvite
        ? await client.call('invites.join', { link: bareLink(text), name: called })
        : await client.call('peers.add', { address: text, name: called, level, kept })
      toasts.done((isInvite ? joining.joined : words.added)(callPeer(added)))
      screen.closeDialog()
      screen.showPeer(added.peerId)
    } catch (cause) {
      setRefusal({ text, message: messageOf(cause) })
      field.current?.focus()
    } finally {
      setBusy(false)
    }
  }
  // A line break is never part of an address, so Enter means "add".
  const submitOnEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void submit()
  }

  const shown = refusal !== null && refusal.text === text ? ({ is: 'bad', message: refusal.message } as const) : verdict
  return (
    <Dialog title={isInvite ? joining.title : words.title} first={field} onClose={() => screen.closeDialog()}>
      <form className="add-form" onSubmit={(event) => void submit(event)}>
        <div className="add-address">
          <TextAreaField
            ref={field}
            label={joining.field}
            placeholder={joining.placeholder}
            rows={2}
            readOnly={busy}
            maxLength={8192}
            value={text}
            invalid={shown.is === 'bad' && fresh}
            answeredBy={answerId}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={submitOnEnter}
          />
          <Answer id={answerId} verdict={shown} fresh={fresh} />
          <PictureInput
            onText={(found) => {
              setText(found)
              field.current?.focus()
            }}
          />
        </div>
        <TextField
          label={words.name}
          aside={words.nameOptional}
          hint={words.nameHint}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {!isInvite && (
          <>
            <ChoiceField label={words.level} options={levels} value={level} onChange={setLevel} />
            <CheckField label={words.keep} hint={words.keepHint} checked={kept} onChange={setKept} />
          </>
        )}
        {isInvite && <Joining busy={busy} name={verdict.is === 'invite' ? verdict.view.name : null} />}
        <DialogActions>
          <Button onClick={() => screen.closeDialog()}>{strings.actions.cancel}</Button>
          <Button look="primary" submits busy={busy}>
            {isInvite ? joining.submit : words.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Knocking takes a moment: what happens meanwhile, in a place that is there before. */
const Joining = ({ busy, name }: { readonly busy: boolean; readonly name: string | null }) => (
  <div className="joining" role="status">
    {busy && (
      <>
        <p>{joining.joining(name ?? joining.them)}</p>
        <p className="faint small">{joining.joiningHint}</p>
      </>
    )}
  </div>
)
