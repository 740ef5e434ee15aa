/** Which addresses of a peer are tried, in which order, and which are forgotten (spec §6). */

import { DAY_MS } from '../../kit/units.ts'
import type { AddressRecord } from './address-store.types.ts'

/** Enough for every interface of a machine and its relays; a peer that names more cannot grow our book. */
export const MAX_ADDRESSES_PER_PEER = 32
/** An address that only failed for this long is forgotten, unless a person gave it or it is the last one that leads to the peer. */
export const FORGET_AFTER_MS = 30 * DAY_MS

/** What worked last comes first; then what a person gave; direct before relayed, TCP before WebRTC. */
export function rankAddresses(records: readonly AddressRecord[]): readonly AddressRecord[] {
  return [...records].sort(
    (a, b) =>
      Number(isRelayed(a.address)) - Number(isRelayed(b.address)) ||
      Number(b.failures === 0) - Number(a.failures === 0) ||
      (b.lastSuccessAtMs ?? 0) - (a.lastSuccessAtMs ?? 0) ||
      Number(b.source === 'person') - Number(a.source === 'person') ||
      Number(a.address.includes('/webrtc')) - Number(b.address.includes('/webrtc')) ||
      a.failures - b.failures ||
      b.addedAtMs - a.addedAtMs,
  )
}

/** The addresses that the book lets go: those that failed for a month, and the worst beyond the cap. */
export function addressesToForget(records: readonly AddressRecord[], nowMs: number): readonly AddressRecord[] {
  const failing = records.filter((r) => {
    if (r.source === 'person' || r.failures === 0) return false
    return nowMs - (r.failingSinceMs ?? r.lastSuccessAtMs ?? r.addedAtMs) >= FORGET_AFTER_MS
  })
  // Two who both were away for a month would never find each other again.
  const stale = failing.length === records.length ? rankAddresses(failing).slice(1) : failing
  const kept = rankAddresses(records.filter((r) => !stale.includes(r)))
  // What a person typed outlives what a peer claims, whatever its rank.
  const byWorth = [...kept].sort((a, b) => Number(b.source === 'person') - Number(a.source === 'person'))
  return [...stale, ...byWorth.slice(MAX_ADDRESSES_PER_PEER)]
}

/** Through a relay for good: `…/p2p-circuit/webrtc` only meets there. */
const isRelayed = (address: string): boolean => address.includes('/p2p-circuit') && !address.endsWith('/webrtc')
