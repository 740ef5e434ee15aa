/** Who used what: now, since the start, today and this month, in all and by peer. */
import { ArrowDown, ArrowUp, Gauge, Network } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { RateView, Volume } from '../../../contract/bandwidth-views.ts'
import { byText } from '../../format/locale.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { formatBytes, formatShare } from '../../format/quantities.ts'
import type { RateUnit } from '../../format/rates.policy.ts'
import { formatRateIn } from '../../format/rates.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'
import { smallCap } from './profile-names.ts'
import { useGivenInks } from './use-inks.ts'
import {
  defaultVolumeSort,
  nextSort,
  sortRows,
  type VolumeColumn,
  type VolumeRow,
  volumeColumns,
  volumeOf,
  volumeRows,
} from './volume-rows.policy.ts'

const words = strings.bandwidth.volume
/** More is asked for: hundreds of rows are no answer to "who". */
const SHOWN = 12

export function VolumePart() {
  const { bandwidth, peers } = useStores()
  const { value, error } = useStore(bandwidth.store, (state) => state.traffic)
  const tick = useStore(bandwidth.store, (state) => state.tick)
  useStore(peers.status)
  const unit = useRateUnit()
  const inks = useGivenInks()
  const [sort, setSort] = useState(defaultVolumeSort)
  const [all, setAll] = useState(false)
  const nameOf = (peerId: string): string => {
    const peer = peers.get(peerId)
    return peer === undefined ? shortPeerId(peerId) : callPeer(peer)
  }
  const rows = value === null ? [] : sortRows(volumeRows(value.peers, tick, nameOf), sort, byText)
  const shown = all ? rows : rows.slice(0, SHOWN)
  return (
    <section aria-labelledby="bandwidth-volume">
      <h2 id="bandwidth-volume" className="bandwidth-part">
        {words.title}
      </h2>
      {error !== null && value === null && <Notice tone="bad">{messageOf(error)}</Notice>}
      {value !== null && rows.length === 0 && (
        <p className="volume-empty soft">
          <strong>{words.emptyTitle}.</strong> {words.emptyText}
        </p>
      )}
      {value !== null && rows.length > 0 && (
        <div className="volume-frame">
          <table className="volume" aria-label={words.table}>
            <thead>
              <tr>
                {volumeColumns.map((column) => (
                  <ColumnHead
                    key={column}
                    column={column}
                    sorted={sort.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none'}
                    onSort={() => setSort(nextSort(sort, column))}
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              <tr className="volume-total">
                <th scope="row">{words.all}</th>
                <RateCell rate={tick?.total ?? still} unit={unit} />
                <VolumeCell volume={value.total.session} />
                <VolumeCell volume={value.total.day} />
                <VolumeCell volume={value.total.month} />
              </tr>
              {shown.map((row) => (
                <Row
                  key={row.traffic.peerId}
                  row={row}
                  unit={unit}
                  ink={inks.get(row.traffic.peerId)}
                  monthBytes={volumeOf(value.total.month)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown.length < rows.length && (
        <Button size="small" look="quiet" className="volume-more" onClick={() => setAll(true)}>
          {words.more(rows.length - shown.length)}
        </Button>
      )}
    </section>
  )
}

const still: RateView = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 }

interface HeadProps {
  readonly column: VolumeColumn
  readonly sorted: 'none' | 'ascending' | 'descending'
  readonly onSort: () => void
}

const ColumnHead = ({ column, sorted, onSort }: HeadProps) => (
  <th scope="col" aria-sort={sorted} className={column === 'peer' ? undefined : 'volume-figure'}>
    <button type="button" className="volume-sort" title={words.sortBy(words.columns[column])} onClick={onSort}>
      {words.columns[column]}
      {sorted === 'ascending' && <ArrowUp size={12} aria-hidden />}
      {sorted === 'descending' && <ArrowDown size={12} aria-hidden />}
    </button>
  </th>
)

interface RowProps {
  readonly row: VolumeRow
  readonly unit: RateUnit
  readonly ink: number | undefined
  /** Of all peers. */
  readonly monthBytes: number
}

function Row({ row, unit, ink, monthBytes }: RowProps) {
  const { screen } = useStores()
  const { traffic, name, now } = row
  const share = monthBytes === 0 ? 0 : volumeOf(traffic.month) / monthBytes
  return (
    <tr>
      <th scope="row">
        <span className="volume-who">
          <span className={`ink-dot ${ink === undefined ? 'ink-none' : `ink-${ink}`}`} aria-hidden="true" />
          <span className="volume-lines">
            <button
              type="button"
              className="volume-name cut"
              title={words.open(name)}
              onClick={() => screen.showPeer(traffic.peerId)}
            >
              {name}
            </button>
            <Standing row={row} unit={unit} />
          </span>
        </span>
      </th>
      <RateCell rate={now} unit={unit} />
      <VolumeCell volume={traffic.session} />
      <VolumeCell volume={traffic.day} />
      <VolumeCell volume={traffic.month}>
        <span className="volume-share" aria-hidden="true">
          {/* As wide as its share; a style attribute of React is set by script, which the policy allows. */}
          <span className={`ink-${ink ?? 'rest'}`} style={{ width: `${Math.max(share > 0 ? 1 : 0, share * 100)}%` }} />
        </span>
        <span className="only-read-aloud">{words.share(formatShare(share))}</span>
      </VolumeCell>
    </tr>
  )
}

/** The second line of a peer: whether it waits, is not capped, or has caps of its own. */
function Standing({ row, unit }: Pick<RowProps, 'row' | 'unit'>) {
  const { traffic, throttled } = row
  const { limits, exempt, quota } = traffic
  const own = limits.uploadBytesPerSecond !== 0 || limits.downloadBytesPerSecond !== 0
  const caps = strings.bandwidth.caps(
    smallCap(limits.uploadBytesPerSecond, unit),
    smallCap(limits.downloadBytesPerSecond, unit),
  )
  if (quota.state === 'reached' || quota.state === 'warned')
    return <span className="volume-standing volume-warn cut">{words.quota[quota.state]}</span>
  if (throttled.upload || throttled.download)
    return (
      <span className="volume-standing volume-waits cut" title={own ? words.ownCap(caps) : undefined}>
        <Gauge size={11} aria-hidden /> {strings.bandwidth.throttled.peer}
      </span>
    )
  if (exempt)
    return (
      <span className="volume-standing cut">
        <Network size={11} aria-hidden /> {words.exempt}
      </span>
    )
  return own ? <span className="volume-standing cut">{words.ownCap(caps)}</span> : null
}

const RateCell = ({ rate, unit }: { readonly rate: RateView; readonly unit: RateUnit }) => (
  <UpDown
    up={rate.uploadBytesPerSecond === 0 ? null : formatRateIn(rate.uploadBytesPerSecond, unit)}
    down={rate.downloadBytesPerSecond === 0 ? null : formatRateIn(rate.downloadBytesPerSecond, unit)}
  />
)

const VolumeCell = ({ volume, children }: { readonly volume: Volume; readonly children?: ReactNode }) => (
  <UpDown
    up={volume.sentBytes === 0 ? null : formatBytes(volume.sentBytes)}
    down={volume.receivedBytes === 0 ? null : formatBytes(volume.receivedBytes)}
    title={words.payload(formatBytes(volume.sentPayloadBytes), formatBytes(volume.receivedPayloadBytes))}
  >
    {children}
  </UpDown>
)

interface UpDownProps {
  /** `null`: nothing. */
  readonly up: string | null
  readonly down: string | null
  readonly title?: string
  readonly children?: ReactNode
}

const UpDown = ({ up, down, title, children }: UpDownProps) => (
  <td className="volume-figure numbers" title={title}>
    <span className={up === null ? 'volume-way faint' : 'volume-way'}>
      <ArrowUp size={11} aria-label={strings.bandwidth.up} /> {up ?? strings.bandwidth.none}
    </span>
    <span className={down === null ? 'volume-way faint' : 'volume-way'}>
      <ArrowDown size={11} aria-label={strings.bandwidth.down} /> {down ?? strings.bandwidth.none}
    </span>
    {children}
  </td>
)
