/** Who this node is: a name to change, a peer ID to compare, addresses to give away. */
import { Pencil } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import { useStore } from 'zustand'
import type { NodeView } from '../../../contract/views.ts'
import { attempt } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { AddressList } from '../../ui/address-list.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { useStores } from '../../use-stores.ts'
import './identity-card.css'

const words = strings.node

export function IdentityCard() {
  const { node, toasts } = useStores()
  const view = useStore(node, (state) => state.value)
  if (view === null) return <div className="identity identity-blank" />
  return (
    <div className="identity">
      <div className="identity-head">
        <Sigil peerId={view.peerId} size={44} />
        <NodeName view={view} />
      </div>
      <div className="identity-part">
        <div className="identity-label">
          <h2>{words.peerId}</h2>
          <CopyButton text={view.peerId} what={words.peerIdShort} onFailed={toasts.problem} />
        </div>
        <PeerIdText peerId={view.peerId} />
      </div>
      <div className="identity-part">
        <div className="identity-label">
          <h2>{words.addresses}</h2>
        </div>
        {view.addresses.length > 0 ? (
          <AddressList addresses={view.addresses} onCopyFailed={toasts.problem} />
        ) : (
          <p className="soft">{words.notListeningHint}</p>
        )}
      </div>
    </div>
  )
}

function NodeName({ view }: { readonly view: NodeView }) {
  const { client, toasts } = useStores()
  const [draft, setDraft] = useState<string | null>(null)
  if (draft === null) {
    return (
      <div className="identity-name">
        <span className="identity-called anywhere">{view.name}</span>
        <IconButton name={words.rename} icon={<Pencil size={14} aria-hidden />} onClick={() => setDraft(view.name)} />
      </div>
    )
  }
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const name = draft.trim()
    if (name === view.name || name === '') {
      setDraft(null)
      return
    }
    const renamed = await attempt(toasts, async () => {
      const after = await client.call('node.rename', { name })
      toasts.done(words.renamed(after.name))
    })
    if (renamed) setDraft(null)
  }
  return (
    <form className="identity-name" onSubmit={(event) => void save(event)}>
      <input
        // The person just asked to type here.
        autoFocus
        className="input"
        aria-label={words.name}
        data-keeps-escape
        value={draft}
        maxLength={64}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(null)
        }}
      />
      <Button look="primary" submits>
        {strings.actions.save}
      </Button>
    </form>
  )
}
