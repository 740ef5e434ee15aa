/** Who asked to connect: a cache over the store. A new request is written at once; that it knocked again, a moment later. */
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import { type Knock, planKnock, type RequestLimits } from './requests.policy.ts'
import type { RequestRecord, TrustStore } from './trust-store.types.ts'

/** A stranger that knocks without pause costs one write in this time. */
const WRITE_BEHIND_MS = 5 * SECOND_MS

export type KnockOutcome = 'new' | 'again' | 'too-many-new' | 'full' | 'ignored'

export interface Requests extends Disposable {
  readonly get: (peerId: string) => RequestRecord | undefined
  /** Newest first. */
  readonly list: () => readonly RequestRecord[]
  readonly knock: (knock: Knock) => KnockOutcome
  readonly ignore: (peerId: string) => RequestRecord
  readonly forget: (peerId: string) => void
  /** Writes down now what waits. */
  readonly flush: () => void
  /** Writes the request as it was, or that there is none. Part of a transaction of the caller's, who runs the answer once that went well. */
  readonly write: (peerId: string, record: RequestRecord | null) => () => void
}

export function createRequests(
  ports: { readonly clock: Clock; readonly store: TrustStore; readonly log: Log },
  limits: () => RequestLimits,
): Requests {
  const { clock, store, log } = ports
  const requests = new Map(store.requests().map((record) => [record.peerId, record]))
  /** When new requests came, within the last minute: never longer than the limit. */
  let recentNewMs: number[] = []
  const writes = createWriteBehind(
    clock,
    WRITE_BEHIND_MS,
    (work) => store.transaction(work),
    (error) => log.warn('that a peer knocked again could not be written', { error }),
  )

  function write(peerId: string, record: RequestRecord | null): () => void {
    if (record) store.putRequest(record)
    else if (requests.has(peerId)) store.removeRequest(peerId)
    return () => {
      writes.drop(peerId)
      if (record) requests.set(peerId, record)
      else requests.delete(peerId)
    }
  }

  /** A disk that is full does not keep a person from learning who knocked: it is written when there is room. */
  function written(keep: RequestRecord, drop: readonly string[]): (() => void)[] {
    try {
      return store.transaction(() => [...drop.map((peerId) => write(peerId, null)), write(keep.peerId, keep)])
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      log.warn('a new request could not be written yet', { error })
      return [
        () => {
          for (const peerId of drop) {
            requests.delete(peerId)
            writes.later(peerId, () => store.removeRequest(peerId))
          }
          requests.set(keep.peerId, keep)
          writes.later(keep.peerId, () => store.putRequest(keep))
        },
      ]
    }
  }

  return {
    get: (peerId) => requests.get(peerId),
    list: () => [...requests.values()].sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs),
    knock(knock) {
      const nowMs = clock.wallMs()
      recentNewMs = recentNewMs.filter((at) => nowMs - at < MINUTE_MS && at <= nowMs)
      const { reason, keep, drop } = planKnock(knock, requests, recentNewMs, nowMs, limits())
      if (!keep) return reason
      if (reason === 'again') {
        requests.set(keep.peerId, keep)
        writes.later(keep.peerId, () => store.putRequest(keep))
        return keep.ignored ? 'ignored' : 'again'
      }
      for (const settle of written(keep, drop)) settle()
      recentNewMs.push(nowMs)
      return reason
    },
    ignore(peerId) {
      const request = requests.get(peerId)
      if (!request) throw new KithError('InvalidRequest', 'There is no request from this peer.')
      const ignored = { ...request, ignored: true }
      write(peerId, ignored)()
      return ignored
    },
    forget: (peerId) => write(peerId, null)(),
    write,
    flush: () => writes.flush(),
    [Symbol.dispose]: () => writes.flush(),
  }
}
