/** One peer in the list. It listens to this one peer only, so that news of another costs it nothing. */
import { ArrowDownLeft, ArrowUpRight, Pin, ShieldCheck, SlidersHorizontal } from 'lucide-react'
import { type MouseEvent, memo } from 'react'
import type { PeerView, TrustLevel } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { isLinked, peerStanding } from '../../format/peer-standing.ts'
import { callPeer, peerDetail } from '../../format/peer-words.ts'
import { formatRtt } from '../../format/quantities.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Sigil } from '../../ui/sigil.tsx'
import { StandingGlyph } from '../../ui/standing-glyph.tsx'
import { TickBox } from '../../ui/tick-box.tsx'
import { usePeer, useTicking } from '../../use-stores.ts'
import { CapMark } from './cap-mark.tsx'
import { useSelected } from './use-selection.ts'

const words = strings.peers

// Made once: rows are drawn by the thousand.
const pinIcon = <Pin size={11} aria-hidden />
const inIcon = <ArrowDownLeft size={11} aria-hidden />
const outIcon = <ArrowUpRight size={11} aria-hidden />
const confirmedIcon = <ShieldCheck size={12} className="cell-confirmed" aria-label={peerStrings.list.verifiedTitle} />
const ownIcon = <SlidersHorizontal size={11} aria-label={peerStrings.list.ownPermissions} />

export interface PeerRowProps {
  readonly id: string
  readonly peerId: string
  readonly index: number
  readonly top: number
  /** The keyboard stands on it. */
  readonly active: boolean
  /** Its details are open. */
  readonly open: boolean
  readonly onPick: (peerId: string, event: MouseEvent) => void
  /** Its box was clicked. */
  readonly onTick: (peerId: string, event: MouseEvent) => void
}

export const PeerRow = memo(function PeerRow({ id, peerId, index, top, active, open, onPick, onTick }: PeerRowProps) {
  const peer = usePeer(peerId)
  const selected = useSelected(peerId)
  return (
    // The grid around it takes the keys for all rows.
    <div
      id={id}
      role="row"
      className="peer-row"
      // The head of the list is row 1.
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={open || undefined}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => onPick(peerId, event)}
    >
      {peer !== undefined && (
        <>
          <PickCell peerId={peerId} called={callPeer(peer)} selected={selected} onTick={onTick} />
          <Cells peer={peer} />
        </>
      )}
    </div>
  )
})

const ignored = (): void => undefined

interface PickProps extends Pick<PeerRowProps, 'peerId' | 'onTick'> {
  readonly called: string
  readonly selected: boolean
}

const PickCell = memo(function PickCell({ peerId, called, selected, onTick }: PickProps) {
  return (
    <div
      role="gridcell"
      className="cell-pick"
      onClick={(event) => {
        event.stopPropagation()
        onTick(peerId, event)
      }}
    >
      <Sigil peerId={peerId} size={22} />
      <TickBox
        name={peerStrings.list.pick(called)}
        ticked={selected}
        tabIndex={-1}
        // The click on the cell decides; this one only draws.
        onChange={ignored}
      />
    </div>
  )
})

// A row that makes room for another moves; what is in it stays.
const Cells = memo(function Cells({ peer }: { readonly peer: PeerView }) {
  const standing = peerStanding(peer)
  const detail = useTicking((nowMs) => peerDetail(peer, nowMs))
  const linked = isLinked(peer)
  const address = (linked ? peer.remoteAddress : null) ?? peer.addresses[0]
  return (
    <>
      <div role="gridcell" className="cell cell-name">
        <span className="cell-main cell-called">
          <span className={peer.name === null ? 'cut soft' : 'cut'} title={peer.name ?? undefined}>
            {peer.name ?? words.nameless}
          </span>
          {peer.verified !== null && confirmedIcon}
          <CapMark peer={peer} />
        </span>
        <span className="cell-more cut">
          <span className="mono">{shortPeerId(peer.peerId)}</span>
          {peer.note !== null && (
            <span className="cell-note" title={peer.note}>
              {peer.note}
            </span>
          )}
        </span>
      </div>
      <div role="gridcell" className="cell cell-state">
        <StandingGlyph standing={standing} />
        <span className="cell-lines">
          <span className="cell-main cut">{strings.standing[standing]}</span>
          <span className="cell-more cut numbers" title={detail}>
            {detail}
          </span>
        </span>
      </div>
      <div role="gridcell" className="cell cell-trust">
        <Trust level={peer.trust} own={peer.ownPermissions} />
        {peer.kept && (
          <span className="cell-more cell-kept cut">
            {pinIcon} {words.kept}
          </span>
        )}
      </div>
      <div role="gridcell" className="cell cell-link">
        {linked && peer.transport !== null && (
          <span className="cell-main cut">{strings.transport[peer.transport]}</span>
        )}
        {linked && peer.direction !== null && (
          <span className="cell-more cut cell-direction">
            {peer.direction === 'inbound' ? inIcon : outIcon}
            {strings.direction[peer.direction]}
          </span>
        )}
      </div>
      <div role="gridcell" className="cell cell-rtt numbers">
        {!linked || peer.rttMs === null ? <span className="faint">{words.noValue}</span> : formatRtt(peer.rttMs)}
      </div>
      <div role="gridcell" className="cell cell-address">
        {address !== undefined && (
          <span className="mono cut soft" title={address}>
            {readAddress(address).text}
          </span>
        )}
      </div>
    </>
  )
})

const Trust = ({ level, own }: { readonly level: TrustLevel; readonly own: boolean }) => (
  <span className={`cell-main cell-level trust-${level}`}>
    {strings.trust[level]}
    {own && (
      <span className="cell-own" title={peerStrings.list.ownPermissions}>
        {ownIcon}
      </span>
    )}
  </span>
)
