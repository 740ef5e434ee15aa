/** What the person wrote down about a peer. Saved when they leave it, so that nothing is lost by looking elsewhere. */
import { type KeyboardEvent, useId, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { peerStrings } from '../../strings.ts'
import { useStores } from '../../use-stores.ts'
import { writeNote } from './peer-actions.ts'

const words = peerStrings.peer

/** As in the contract. */
const MAX_NOTE = 2_000

export function PanelNote({ peer }: { readonly peer: PeerView }) {
  const stores = useStores()
  const id = useId()
  const [draft, setDraft] = useState<string | null>(null)

  const save = async (): Promise<void> => {
    if (draft === null) return
    const note = draft.trim() || null
    // A note that could not be saved stays in its field.
    if (note === peer.note || (await writeNote(stores, peer, note))) setDraft(null)
  }
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      event.currentTarget.blur()
    } else if (event.key === 'Escape') {
      // The panel closes with the next one.
      if (draft === null) return
      event.preventDefault()
      setDraft(null)
    }
  }
  return (
    <section className="panel-part">
      <label className="panel-title" htmlFor={id}>
        {words.note}
      </label>
      <textarea
        id={id}
        className="input input-area panel-note"
        aria-describedby={`${id}-hint`}
        placeholder={words.noteAdd}
        rows={1}
        maxLength={MAX_NOTE}
        value={draft ?? peer.note ?? ''}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={onKey}
      />
      <p id={`${id}-hint`} className="field-hint">
        {draft === null ? words.noteHint : words.noteKeys}
      </p>
    </section>
  )
}
