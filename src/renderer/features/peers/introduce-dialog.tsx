/** Tells one connected peer about another: whom to tell is picked here. Over there it becomes a request, never more. */
import { useMemo, useRef, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { isLinked } from '../../format/peer-standing.ts'
import { callPeer } from '../../format/peer-words.ts'
import { peerMatcher } from '../../stores/peer-filter.ts'
import { comparePeers } from '../../stores/peer-sort.ts'
import { peerStrings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { useStores } from '../../use-stores.ts'
import { introduce } from './peer-actions.ts'

const words = peerStrings.introduce

/** Who is not among them is found by typing. */
const MAX_SHOWN = 50

export interface IntroduceDialogProps {
  readonly peer: PeerView
  readonly onClose: () => void
}

export function IntroduceDialog({ peer, onClose }: IntroduceDialogProps) {
  const stores = useStores()
  const { peers } = stores
  const field = useRef<HTMLInputElement>(null)
  const [query, setQuery] = useState('')
  const [busy, setBusy] = useState(false)
  // As they were when the dialog opened: nobody slips away from under a hand.
  const connected = useMemo(
    () =>
      [...peers.all()]
        .filter((other) => isLinked(other) && other.peerId !== peer.peerId)
        .sort(comparePeers({ column: 'name', descending: false })),
    [peers, peer.peerId],
  )
  const found = connected.filter(peerMatcher(query)).slice(0, MAX_SHOWN)
  const tell = async (to: PeerView): Promise<void> => {
    if (busy) return
    setBusy(true)
    const told = await introduce(stores, peer, to)
    setBusy(false)
    if (told) onClose()
  }
  return (
    <Dialog title={words.title(callPeer(peer))} about={words.about} size="small" first={field} onClose={onClose}>
      <TextField
        ref={field}
        type="search"
        label={words.to}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <ul className="introduce" aria-label={words.to}>
        {found.map((other) => (
          <li key={other.peerId}>
            <button type="button" className="introduce-to" disabled={busy} onClick={() => void tell(other)}>
              <Sigil peerId={other.peerId} size={22} />
              <span className="cut">{callPeer(other)}</span>
              <span className="mono faint small">{shortPeerId(other.peerId)}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="soft">{connected.length === 0 ? words.nobody : words.noneFound}</p>}
    </Dialog>
  )
}
