/** Arithmetic on what passed. Pure. */
import type { Volume } from '../../contract/bandwidth-views.ts'

export const NO_VOLUME: Volume = { sentBytes: 0, receivedBytes: 0, sentPayloadBytes: 0, receivedPayloadBytes: 0 }

export const plus = (a: Volume, b: Volume): Volume => ({
  sentBytes: a.sentBytes + b.sentBytes,
  receivedBytes: a.receivedBytes + b.receivedBytes,
  sentPayloadBytes: a.sentPayloadBytes + b.sentPayloadBytes,
  receivedPayloadBytes: a.receivedPayloadBytes + b.receivedPayloadBytes,
})

export const minus = (a: Volume, b: Volume): Volume => ({
  sentBytes: a.sentBytes - b.sentBytes,
  receivedBytes: a.receivedBytes - b.receivedBytes,
  sentPayloadBytes: a.sentPayloadBytes - b.sentPayloadBytes,
  receivedPayloadBytes: a.receivedPayloadBytes - b.receivedPayloadBytes,
})

/** Both directions, on the wire: what a provider counts. */
export const wireBytes = ({ sentBytes, receivedBytes }: Volume): number => sentBytes + receivedBytes

export const isNothing = ({ sentBytes, receivedBytes, sentPayloadBytes, receivedPayloadBytes }: Volume): boolean =>
  sentBytes === 0 && receivedBytes === 0 && sentPayloadBytes === 0 && receivedPayloadBytes === 0

/** What two lists say of the same peers, together. */
export function summed(...lists: readonly Iterable<readonly [string, Volume]>[]): Map<string, Volume> {
  const sums = new Map<string, Volume>()
  for (const list of lists)
    for (const [peerId, volume] of list) sums.set(peerId, plus(sums.get(peerId) ?? NO_VOLUME, volume))
  return sums
}
