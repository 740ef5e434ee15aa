/** A small mark at a peer that has caps of its own, waits for one now, or is not capped at all. */
import { Gauge, Network } from 'lucide-react'
import { useStore } from 'zustand'
import type { PeerView } from '../../../contract/views.ts'
import { strings } from '../../strings.ts'
import { capText } from '../../ui/rate-field.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'

const words = strings.bandwidth

/** Whether the peer waits for a cap in this second. */
export function useWaits(peerId: string): boolean {
  const { bandwidth } = useStores()
  return useStore(bandwidth.store, ({ tick }) => {
    const throttled = tick?.peers.find((peer) => peer.peerId === peerId)?.throttled
    return throttled !== undefined && (throttled.upload || throttled.download)
  })
}

export function CapMark({ peer }: { readonly peer: PeerView }) {
  const unit = useRateUnit()
  const waits = useWaits(peer.peerId)
  const { uploadBytesPerSecond: up, downloadBytesPerSecond: down } = peer.limits
  if (peer.exempt)
    return (
      <span className="cell-cap" title={words.peer.exempt}>
        <Network size={12} aria-label={words.volume.exempt} />
      </span>
    )
  if (up === 0 && down === 0 && !waits) return null
  const caps = up === 0 && down === 0 ? null : words.peer.capped(words.caps(capText(up, unit), capText(down, unit)))
  const said = [...(waits ? [words.throttled.peer] : []), ...(caps === null ? [] : [caps])].join('. ')
  return (
    <span className={waits ? 'cell-cap cell-waits' : 'cell-cap'} title={said}>
      <Gauge size={12} aria-label={said} />
    </span>
  )
}
