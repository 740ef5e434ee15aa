/** Everything about one peer, and everything that can be done with it. */
import { Ban, Ellipsis, Pencil, Trash2, X } from 'lucide-react'
import { type RefObject, type SubmitEvent, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { isLinked, peerStanding } from '../../format/peer-standing.ts'
import { callPeer, peerDetail } from '../../format/peer-words.ts'
import { formatRtt } from '../../format/quantities.ts'
import { Ago } from '../../moments.tsx'
import { strings } from '../../strings.ts'
import { AddressList } from '../../ui/address-list.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { CheckField, ChoiceField } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { StandingGlyph } from '../../ui/standing-glyph.tsx'
import { usePeer, useStores, useTicking } from '../../use-stores.ts'
import { ForgetDialog } from './forget-dialog.tsx'
import { connect, disconnect, keep, ping, rename, setTrust } from './peer-actions.ts'
import './peer-panel.css'

const words = strings.peer

export interface PeerPanelProps {
  readonly peerId: string
  readonly panel: RefObject<HTMLElement | null>
  readonly onClose: () => void
}

export function PeerPanel({ peerId, panel, onClose }: PeerPanelProps) {
  const peer = usePeer(peerId)
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
          <Actions peer={peer} onForgotten={onClose} />
          <Trust peer={peer} />
          <Connection peer={peer} />
          <Addresses peer={peer} />
          <Identity peer={peer} />
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
          <h2 className="panel-called anywhere">{callPeer(peer)}</h2>
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
      <Standing peer={peer} />
    </header>
  )
}

function Standing({ peer }: { readonly peer: PeerView }) {
  const standing = peerStanding(peer)
  const detail = useTicking((nowMs) => peerDetail(peer, nowMs))
  return (
    <p className="panel-standing">
      <StandingGlyph standing={standing} />
      <span>
        {strings.standing[standing]}
        {detail !== '' && <span className="soft numbers"> {standing === 'connected' ? detail : `· ${detail}`}</span>}
      </span>
    </p>
  )
}

function Actions({ peer, onForgotten }: { readonly peer: PeerView; readonly onForgotten: () => void }) {
  const stores = useStores()
  const [busy, setBusy] = useState<'link' | 'ping' | null>(null)
  const [forgetting, setForgetting] = useState(false)
  const during = async (what: 'link' | 'ping', work: Promise<unknown>): Promise<void> => {
    setBusy(what)
    await work
    setBusy(null)
  }
  const linked = isLinked(peer)
  return (
    <div className="panel-actions">
      {peer.trust === 'blocked' ? (
        <Button onClick={() => void setTrust(stores, peer, 'unknown')}>{words.unblock}</Button>
      ) : linked ? (
        <Button busy={busy === 'link'} onClick={() => void during('link', disconnect(stores, peer))}>
          {words.disconnect}
        </Button>
      ) : (
        <Button
          look="primary"
          busy={busy === 'link' || peer.state === 'dialing'}
          onClick={() => void during('link', connect(stores, peer))}
        >
          {peer.nextTryAt === null ? words.connect : words.connectNow}
        </Button>
      )}
      <Button busy={busy === 'ping'} disabled={!linked} onClick={() => void during('ping', ping(stores, peer))}>
        {words.ping}
      </Button>
      <Menu
        trigger={
          <button type="button" className="button button-plain icon-button panel-more" aria-label={words.more}>
            <Ellipsis size={16} aria-hidden />
          </button>
        }
      >
        {peer.trust !== 'blocked' && (
          <MenuItem icon={<Ban size={14} aria-hidden />} danger onSelect={() => void setTrust(stores, peer, 'blocked')}>
            {words.block}
          </MenuItem>
        )}
        <MenuItem icon={<Trash2 size={14} aria-hidden />} danger onSelect={() => setForgetting(true)}>
          {words.forget}
        </MenuItem>
      </Menu>
      {forgetting && <ForgetDialog peer={peer} onClose={() => setForgetting(false)} onForgotten={onForgotten} />}
    </div>
  )
}

const levels = (['verified', 'trusted'] as const).map((value) => ({
  value,
  label: strings.trust[value],
  about: strings.trustMeaning[value],
}))

function Trust({ peer }: { readonly peer: PeerView }) {
  const stores = useStores()
  const { trust } = peer
  if (trust === 'blocked') return <Notice tone="bad">{words.blockedText}</Notice>
  return (
    <section className="panel-part">
      <h3 className="panel-title">{words.trust}</h3>
      {trust === 'unknown' && <Notice tone="info">{words.trustUnknownText}</Notice>}
      <ChoiceField
        label={words.trust}
        quietLabel
        options={levels}
        value={trust === 'unknown' ? null : trust}
        onChange={(level) => void setTrust(stores, peer, level)}
      />
      {trust !== 'unknown' && (
        <CheckField
          label={words.keep}
          hint={words.keepHint}
          checked={peer.kept}
          onChange={(kept) => void keep(stores, peer, kept)}
        />
      )}
    </section>
  )
}

function Connection({ peer }: { readonly peer: PeerView }) {
  if (!isLinked(peer)) return null
  return (
    <section className="panel-part">
      <h3 className="panel-title">{words.connection}</h3>
      <Facts>
        {peer.transport !== null && <Fact term={words.transport}>{strings.transport[peer.transport]}</Fact>}
        {peer.direction !== null && <Fact term={words.direction}>{strings.direction[peer.direction]}</Fact>}
        {peer.rttMs !== null && (
          <Fact term={words.rtt}>
            <span className="numbers">{formatRtt(peer.rttMs)}</span>
          </Fact>
        )}
        {peer.remoteAddress !== null && (
          <Fact term={words.remoteAddress}>
            <span className="mono" title={peer.remoteAddress}>
              {readAddress(peer.remoteAddress).text}
            </span>
          </Fact>
        )}
      </Facts>
    </section>
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

function Identity({ peer }: { readonly peer: PeerView }) {
  const { toasts } = useStores()
  const may = peer.permissions.map((permission) => strings.permission[permission]).join(', ')
  return (
    <section className="panel-part">
      <div className="panel-title-row">
        <h3 className="panel-title">{strings.node.peerId}</h3>
        <CopyButton text={peer.peerId} what={strings.node.peerIdShort} onFailed={toasts.problem} />
      </div>
      <PeerIdText peerId={peer.peerId} />
      <Facts>
        <Fact term={words.may}>{may === '' ? words.mayNothing : may}</Fact>
        {peer.agent !== null && <Fact term={words.agent}>{peer.agent}</Fact>}
        <Fact term={words.lastSeen}>{peer.lastSeen === null ? words.never : <Ago at={peer.lastSeen} />}</Fact>
        <Fact term={words.added}>
          <Ago at={peer.addedAt} />
        </Fact>
      </Facts>
    </section>
  )
}
