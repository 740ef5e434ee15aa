/** One peer in the list. It listens to this one peer only, so that news of another costs it nothing. */
import { ArrowDownLeft, ArrowUpRight, Pin } from 'lucide-react'
import { memo } from 'react'
import type { PeerView, TrustLevel } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { isLinked, peerStanding } from '../../format/peer-standing.ts'
import { peerDetail } from '../../format/peer-words.ts'
import { formatRtt } from '../../format/quantities.ts'
import { strings } from '../../strings.ts'
import { StandingGlyph } from '../../ui/standing-glyph.tsx'
import { usePeer, useTicking } from '../../use-stores.ts'

const words = strings.peers

// Made once: rows are drawn by the thousand.
const pinIcon = <Pin size={11} aria-hidden />
const inIcon = <ArrowDownLeft size={11} aria-hidden />
const outIcon = <ArrowUpRight size={11} aria-hidden />

export interface PeerRowProps {
  readonly id: string
  readonly peerId: string
  readonly index: number
  readonly top: number
  /** The keyboard stands on it. */
  readonly active: boolean
  /** Its details are open. */
  readonly open: boolean
  readonly onPick: (peerId: string) => void
}

export const PeerRow = memo(function PeerRow({ id, peerId, index, top, active, open, onPick }: PeerRowProps) {
  const peer = usePeer(peerId)
  return (
    // The grid around it takes the keys for all rows.
    <div
      id={id}
      role="row"
      className="peer-row"
      // The head of the list is row 1.
      aria-rowindex={index + 2}
      aria-selected={open}
      data-active={active || undefined}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onPick(peerId)}
    >
      {peer !== undefined && <Cells peer={peer} />}
    </div>
  )
})

function Cells({ peer }: { readonly peer: PeerView }) {
  const standing = peerStanding(peer)
  const detail = useTicking((nowMs) => peerDetail(peer, nowMs))
  const linked = isLinked(peer)
  const address = (linked ? peer.remoteAddress : null) ?? peer.addresses[0]
  return (
    <>
      <div role="gridcell" className="cell cell-name">
        <span
          className={peer.name === null ? 'cell-main cut soft' : 'cell-main cell-called cut'}
          title={peer.name ?? undefined}
        >
          {peer.name ?? words.nameless}
        </span>
        <span className="cell-more cut mono">{shortPeerId(peer.peerId)}</span>
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
        <Trust level={peer.trust} />
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
}

const Trust = ({ level }: { readonly level: TrustLevel }) => (
  <span className={`cell-main cut trust-${level}`}>{strings.trust[level]}</span>
)
