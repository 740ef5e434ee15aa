/** One entry: a line, and when it is unfolded everything that is written down about it. */
import { ChevronRight } from 'lucide-react'
import { memo } from 'react'
import type { AuditView } from '../../../contract/audit-views.ts'
import { formatNumber } from '../../format/locale.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { formatMoment } from '../../format/quantities.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { usePeer, useStores, useTicking } from '../../use-stores.ts'
import { detailsOf, timeOf, whatOf, whyOf } from './audit-words.ts'
import { KindIcon } from './kind-icon.tsx'

const words = strings.activity

export interface ActivityRowProps {
  readonly entry: AuditView
  readonly index: number
  readonly open: boolean
  /** The keyboard stands on it. */
  readonly active: boolean
  readonly onToggle: (seq: number) => void
}

export const ActivityRow = memo(function ActivityRow({ entry, index, open, active, onToggle }: ActivityRowProps) {
  const time = useTicking((nowMs) => timeOf(entry.time, nowMs))
  const what = whatOf(entry)
  const why = whyOf(entry)
  return (
    <>
      {/* The head of the table is row 1. */}
      <div role="row" aria-rowindex={index + 2} className="entry" data-open={open || undefined}>
        <div role="cell" className="entry-time numbers">
          <button
            type="button"
            className="entry-toggle"
            aria-expanded={open}
            aria-label={words.detailsOf(`${time}, ${what}`)}
            tabIndex={active ? 0 : -1}
            data-entry={entry.seq}
            onClick={() => onToggle(entry.seq)}
          />
          <ChevronRight size={12} className="entry-fold" aria-hidden />
          <time dateTime={entry.time} title={formatMoment(entry.time)} className="cut">
            {time}
          </time>
        </div>
        <div role="cell" className="entry-what">
          <KindIcon kind={entry.kind} />
          <span className="cut">{what}</span>
        </div>
        <div role="cell" className="entry-peer cut">
          {entry.peerId === null ? (
            <span className="faint">{words.noPeer}</span>
          ) : (
            <>
              <Called peerId={entry.peerId} then={entry.name} />{' '}
              <span className="mono faint">{shortPeerId(entry.peerId)}</span>
            </>
          )}
        </div>
        <div role="cell" className="entry-who cut soft">
          {words.actor[entry.actor]}
        </div>
        <div role="cell" className="entry-why cut soft" title={why}>
          {why}
        </div>
        <div role="cell" className="entry-count numbers">
          {entry.count > 1 && <span title={words.counted(entry.count)}>×{formatNumber(entry.count)}</span>}
        </div>
      </div>
      {open && <Unfolded entry={entry} />}
    </>
  )
})

/** What it was called then; else what it is called now. */
function Called({ peerId, then }: { readonly peerId: string; readonly then: string | null }) {
  const peer = usePeer(peerId)
  const name = then ?? peer?.name ?? null
  return name === null ? null : <span className="entry-name">{name}</span>
}

function Unfolded({ entry }: { readonly entry: AuditView }) {
  const { audit, screen } = useStores()
  const peer = usePeer(entry.peerId ?? '')
  const details = detailsOf(entry)
  return (
    <div role="row" className="entry-more">
      <div role="cell" className="entry-facts">
        <Facts>
          <Fact term={words.columns.time}>
            <span className="numbers">{formatMoment(entry.time)}</span>
            {entry.count > 1 && <span className="soft"> · {words.counted(entry.count)}</span>}
          </Fact>
          {entry.peerId !== null && (
            <Fact term={words.columns.peer}>
              <PeerIdText peerId={entry.peerId} />
            </Fact>
          )}
          <Fact term={words.columns.why}>
            <span className="mono">{entry.reason}</span>
          </Fact>
          {details.map(([term, value]) => (
            <Fact key={term} term={term}>
              <span className={value.startsWith('/') ? 'mono' : undefined}>{value}</span>
            </Fact>
          ))}
          <Fact term={words.number}>
            <span className="numbers">{formatNumber(entry.seq)}</span>
          </Fact>
        </Facts>
        {entry.peerId !== null && (
          <div className="entry-actions">
            <Button size="small" onClick={() => audit.setFilter({ peerId: entry.peerId })}>
              {words.onlyPeer}
            </Button>
            {peer !== undefined && (
              <Button size="small" onClick={() => screen.showPeer(peer.peerId)}>
                {words.showPeer}
              </Button>
            )}
          </div>
        )}
      </div>
    </div>
  )
}
