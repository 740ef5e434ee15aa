/** What passes with one peer, and what a person set for it: caps inside the node's own, and a volume for the month. */
import { ArrowDown, ArrowUp, Gauge, Network } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Volume } from '../../../contract/bandwidth-views.ts'
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { formatBytes, formatShare } from '../../format/quantities.ts'
import { formatRateIn } from '../../format/rates.ts'
import { strings } from '../../strings.ts'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Meter } from '../../ui/meter.tsx'
import { capText, RateField } from '../../ui/rate-field.tsx'
import { VolumeField, volumeText } from '../../ui/volume-field.tsx'
import { useLiveEdit } from '../../use-live-edit.ts'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'
import { useWaits } from './cap-mark.tsx'
import { limit } from './peer-actions.ts'

const words = strings.bandwidth.peer
const tones = { none: 'calm', within: 'good', warned: 'warn', reached: 'bad' } as const

export function PanelBandwidth({ peer }: { readonly peer: PeerView }) {
  const { bandwidth } = useStores()
  useEffect(() => bandwidth.open(), [bandwidth])
  if (peer.trust === 'blocked') return null
  return (
    <section className="panel-part">
      <h3 className="panel-title">{words.title}</h3>
      <Standing peer={peer} />
      <Passed peer={peer} />
      <CapOfPeer peer={peer} way="up" />
      <CapOfPeer peer={peer} way="down" />
      <MonthOfPeer peer={peer} />
    </section>
  )
}

/** There before it says anything, so that nothing below moves. */
function Standing({ peer }: { readonly peer: PeerView }) {
  const waits = useWaits(peer.peerId)
  return (
    <p className="panel-standing" role="status">
      {peer.exempt ? (
        <>
          <Network size={13} aria-hidden /> {words.exempt}
        </>
      ) : (
        waits && (
          <>
            <Gauge size={13} aria-hidden /> {words.waits}
          </>
        )
      )}
    </p>
  )
}

function Passed({ peer }: { readonly peer: PeerView }) {
  const { bandwidth } = useStores()
  const unit = useRateUnit()
  const known = useStore(bandwidth.store, (state) => state.traffic.value !== null)
  const traffic = useStore(bandwidth.store, (state) =>
    state.traffic.value?.peers.find(({ peerId }) => peerId === peer.peerId),
  )
  const now = useStore(bandwidth.store, (state) => state.tick?.peers.find(({ peerId }) => peerId === peer.peerId))
  return (
    <Facts>
      <Fact term={words.now}>
        <UpDown
          up={formatRateIn(now?.uploadBytesPerSecond ?? 0, unit)}
          down={formatRateIn(now?.downloadBytesPerSecond ?? 0, unit)}
        />
      </Fact>
      <Fact term={words.day}>{known ? <OfVolume volume={traffic?.day} /> : strings.bandwidth.none}</Fact>
      <Fact term={words.month}>{known ? <OfVolume volume={traffic?.month} /> : strings.bandwidth.none}</Fact>
    </Facts>
  )
}

const OfVolume = ({ volume }: { readonly volume: Volume | undefined }) => (
  <UpDown up={formatBytes(volume?.sentBytes ?? 0)} down={formatBytes(volume?.receivedBytes ?? 0)} />
)

const UpDown = ({ up, down }: { readonly up: string; readonly down: string }) => (
  <span className="panel-flow numbers">
    <span>
      <ArrowUp size={11} aria-label={strings.bandwidth.up} /> {up}
    </span>
    <span>
      <ArrowDown size={11} aria-label={strings.bandwidth.down} /> {down}
    </span>
  </span>
)

function CapOfPeer({ peer, way }: { readonly peer: PeerView; readonly way: 'up' | 'down' }) {
  const stores = useStores()
  const unit = useRateUnit()
  const key = way === 'up' ? 'uploadBytesPerSecond' : 'downloadBytesPerSecond'
  const label = way === 'up' ? words.upload : words.download
  const edit = useLiveEdit<number>({
    read: () => stores.peers.get(peer.peerId)?.limits[key] ?? 0,
    apply: (bytes) => limit(stores, peer, { [key]: bytes }),
    told: (before, after) =>
      stores.toasts.done(
        words.did(
          callPeer(peer),
          label,
          capText(after, unit).toLowerCase() === 'unlimited' ? strings.bandwidth.unlimitedSmall : capText(after, unit),
        ),
        () => void limit(stores, peer, { [key]: before }),
      ),
  })
  return (
    <RateField
      label={label}
      value={peer.limits[key]}
      unit={unit}
      hint={way === 'down' ? words.inside : ''}
      onMove={edit.move}
      onDecide={edit.decide}
    />
  )
}

function MonthOfPeer({ peer }: { readonly peer: PeerView }) {
  const stores = useStores()
  const before = peer.limits.monthlyBytes
  const quota = useStore(
    stores.bandwidth.store,
    (state) => state.traffic.value?.peers.find(({ peerId }) => peerId === peer.peerId)?.quota,
  )
  const set = async (monthlyBytes: number): Promise<boolean> => {
    if (!(await limit(stores, peer, { monthlyBytes }))) return false
    stores.toasts.done(
      words.quotaSet(callPeer(peer), volumeText(monthlyBytes)),
      () => void limit(stores, peer, { monthlyBytes: before }),
    )
    return true
  }
  return (
    <>
      <VolumeField label={words.monthly} hint={words.monthlyHint} value={before} onDecide={set} />
      {quota !== undefined && quota.state !== 'none' && quota.limitBytes > 0 && (
        <Meter
          value={Math.min(100, (100 * quota.usedBytes) / quota.limitBytes)}
          of={100}
          mark={100}
          tone={tones[quota.state]}
          words={strings.bandwidth.quota.words(
            formatBytes(quota.usedBytes),
            formatBytes(quota.limitBytes),
            formatShare(quota.usedBytes / quota.limitBytes),
          )}
        />
      )}
    </>
  )
}
