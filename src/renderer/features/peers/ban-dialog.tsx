/** Keeps a peer out for as long as a person says. */
import { type SubmitEvent, useId, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { DAY_MS, HOUR_MS } from '../../../kit/units.ts'
import { callPeer } from '../../format/peer-words.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useStores } from '../../use-stores.ts'
import { ban } from './ban-actions.ts'
import { typedSpanMs } from './ban-span.policy.ts'

const words = strings.palette.ban

type Span = keyof typeof words.spans
const spans = ['hour', 'day', 'week', 'other'] as const satisfies readonly Span[]
const spanMs: Readonly<Record<Exclude<Span, 'other'>, number>> = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS }

export function BanDialog({ peer, onClose }: { readonly peer: PeerView; readonly onClose: () => void }) {
  const stores = useStores()
  const labelId = useId()
  const [span, setSpan] = useState<Span>('hour')
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const durationMs = span === 'other' ? typedSpanMs(typed) : spanMs[span]
    if (durationMs === null) {
      setWrong(true)
      return
    }
    setBusy(true)
    const done = await ban(stores, peer, durationMs)
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Dialog title={words.title(callPeer(peer))} about={words.about} size="small" onClose={onClose}>
      <form className="ban-form" onSubmit={(event) => void submit(event)}>
        <div className="field">
          <span id={labelId} className="field-label" aria-hidden="true">
            {words.howLong}
          </span>
          <Segmented
            label={words.howLong}
            options={spans.map((value) => ({ value, label: words.spans[value] }))}
            value={span}
            onChange={setSpan}
          />
        </div>
        {span === 'other' && (
          <TextField
            // The person just asked to type here.
            autoFocus
            label={words.other}
            hint={words.otherHint}
            error={wrong ? words.otherWrong : null}
            maxLength={16}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              setWrong(false)
            }}
          />
        )}
        <DialogActions>
          <Button onClick={onClose}>{strings.actions.cancel}</Button>
          <Button look="danger" submits busy={busy}>
            {words.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
