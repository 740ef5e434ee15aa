/** Everything about one peer: who it is and how it stands; what was decided about it has files of its own. */
import { Pencil, ShieldCheck, X } from 'lucide-react'
import { type RefObject, type SubmitEvent, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { Ago } from '../../moments.tsx'
import { peerStrings, strings } from '../../strings.ts'
import { AddressList } from '../../ui/address-list.tsx'
import { Button } from '../../ui/button.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { usePeer, useStores } from '../../use-stores.ts'
import { PanelActions } from './panel-actions.tsx'
import { PanelBandwidth } from './panel-bandwidth.tsx'
import { PanelConduct } from './panel-conduct.tsx'
import { PanelIdentity } from './panel-identity.tsx'
import { PanelLink, usePeerDetails } from './panel-link.tsx'
import { PanelNote } from './panel-note.tsx'
import { PanelState } from './panel-state.tsx'
import { PanelTrust } from './panel-trust.tsx'
import { rename } from './peer-actions.ts'
import './peer-panel.css'

const words = strings.peer
const more = peerStrings.peer

export interface PeerPanelProps {
  readonly peerId: string
  readonly panel: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

export function PeerPanel({ peerId, panel, onClose }: PeerPanelProps) {
  const peer = usePeer(peerId)
  usePeerDetails(peerId)
  const name = peer === undefined ? '' : callPeer(peer)
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      className="panel"
      aria-label={words.details(name)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
      <IconButton name={words.close} className="panel-close" icon={<X size={16} aria-hidden />} onClick={onClose} />
      {peer === undefined ? (
        <p className="panel-gone soft" role="status">
          {words.gone}
        </p>
      ) : (
        <>
          <Head peer={peer} />
          <PanelState peer={peer} />
          <PanelActions peer={peer} onRemoved={onClose} />
          <PanelLink peer={peer} />
          <PanelTrust peer={peer} />
          <PanelBandwidth peer={peer} />
          <PanelConduct peer={peer} />
          <PanelNote peer={peer} />
          <PanelIdentity peer={peer} />
          <Addresses peer={peer} />
          <Past peer={peer} />
        </>
      )}
    </aside>
  )
}

function Head({ peer }: { readonly peer: PeerView }) {
  const stores = useStores()
  const [draft, setDraft] = useState<string | null>(null)
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const name = draft?.trim() || null
    if (name === peer.name || (await rename(stores, peer, name))) setDraft(null)
  }
  return (
    <header className="panel-head">
      <Sigil peerId={peer.peerId} size={40} />
      {draft === null ? (
        <div className="panel-name">
          <h2 className="panel-called anywhere" onDoubleClick={() => setDraft(peer.name ?? '')}>
            {callPeer(peer)}
          </h2>
          {peer.verified !== null && (
            <ShieldCheck size={15} className="panel-confirmed" aria-label={peerStrings.list.verifiedTitle} />
          )}
          <IconButton
            name={words.rename}
            size="small"
            icon={<Pencil size={13} aria-hidden />}
            onClick={() => setDraft(peer.name ?? '')}
          />
        </div>
      ) : (
        <form className="panel-rename" onSubmit={(event) => void save(event)}>
          <input
            // The person just asked to type here.
            autoFocus
            className="input"
            aria-label={words.rename}
            aria-describedby="rename-hint"
            maxLength={64}
            value={draft}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.preventDefault()
              setDraft(null)
            }}
          />
          <Button look="primary" submits>
            {strings.actions.save}
          </Button>
          <p id="rename-hint" className="field-hint">
            {words.renameHint}
          </p>
        </form>
      )}
    </header>
  )
}

function Addresses({ peer }: { readonly peer: PeerView }) {
  const { toasts } = useStores()
  return (
    <section className="panel-part">
      <h3 className="panel-title">{words.addresses}</h3>
      {peer.addresses.length === 0 ? (
        <p className="soft">{words.noAddresses}</p>
      ) : (
        <AddressList addresses={peer.addresses} onCopyFailed={toasts.problem} />
      )}
    </section>
  )
}

const Past = ({ peer }: { readonly peer: PeerView }) => (
  <section className="panel-part">
    <h3 className="panel-title">{more.past}</h3>
    <Facts>
      {peer.agent !== null && <Fact term={words.agent}>{peer.agent}</Fact>}
      <Fact term={words.lastSeen}>{peer.lastSeen === null ? words.never : <Ago at={peer.lastSeen} />}</Fact>
      <Fact term={words.added}>
        <Ago at={peer.addedAt} />
      </Fact>
    </Facts>
  </section>
)
