/** The allowlist and the requests: a cache in memory over the store, written through, so that a decision survives kill -9. */
import { KithError } from '../../contract/errors.ts'
import type { TrustLevel } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import { type Knock, planKnock, type RequestLimits } from './requests.policy.ts'
import type { PeerRecord, RequestRecord, TrustStore } from './trust-store.types.ts'

export interface Decision {
  readonly level: PeerRecord['level']
  readonly name?: string | null
  readonly kept?: boolean
}

/** How late it may be written that a peer was seen. Decisions are written at once. */
const WRITE_BEHIND_MS = SECOND_MS

export interface TrustBook extends Disposable {
  level(peerId: string): TrustLevel
  peer(peerId: string): PeerRecord | undefined
  peers(): readonly PeerRecord[]
  /** Makes or changes the decision about a peer; its request, if any, is settled with it. */
  decide(peerId: string, decision: Decision): PeerRecord
  /** What the peer said of itself, and that it was here. Unknown peers leave no trace. */
  seen(peerId: string, said: { readonly claimedName: string | null; readonly agent: string | null }): void
  edit(peerId: string, change: { readonly name?: string | null; readonly kept?: boolean }): PeerRecord
  forget(peerId: string): void
  request(peerId: string): RequestRecord | undefined
  /** Newest first. */
  requests(): readonly RequestRecord[]
  /** Answers what became of the knock. */
  knock(knock: Knock): 'new' | 'again' | 'too-many-new' | 'full' | 'ignored'
  ignore(peerId: string): RequestRecord
}

export function createTrustBook(
  ports: { readonly clock: Clock; readonly store: TrustStore; readonly log: Log },
  limits: RequestLimits,
): TrustBook {
  const { clock, store, log } = ports
  const peers = new Map(store.peers().map((record) => [record.peerId, record]))
  const requests = new Map(store.requests().map((record) => [record.peerId, record]))
  /** When new requests came, within the last minute: never longer than the limit. */
  let recentNewMs: number[] = []
  const sightings = createWriteBehind(
    clock,
    WRITE_BEHIND_MS,
    (work) => store.transaction(work),
    (error) => log.warn('that a peer was seen could not be written', { error }),
  )

  function put(record: PeerRecord): PeerRecord {
    sightings.drop(record.peerId)
    store.putPeer(record)
    peers.set(record.peerId, record)
    return record
  }

  function known(peerId: string): PeerRecord {
    const record = peers.get(peerId)
    if (!record) throw new KithError('InvalidRequest', 'No such peer is on the list. Add it with its address first.')
    return record
  }

  return {
    level: (peerId) => peers.get(peerId)?.level ?? 'unknown',
    peer: (peerId) => peers.get(peerId),
    peers: () => [...peers.values()],
    decide(peerId, { level, name, kept }) {
      const before = peers.get(peerId)
      const request = requests.get(peerId)
      const record: PeerRecord = {
        peerId,
        level,
        name: name === undefined ? (before?.name ?? null) : name,
        claimedName: before?.claimedName ?? request?.name ?? null,
        agent: before?.agent ?? request?.agent ?? null,
        // Trusted peers are kept unless the person says otherwise (spec §1); nobody keeps a blocked one.
        kept:
          level !== 'blocked' &&
          (kept ?? (before?.level === level ? before.kept : level === 'trusted' || (before?.kept ?? false))),
        addedAtMs: before?.addedAtMs ?? clock.wallMs(),
        lastSeenAtMs: before?.lastSeenAtMs ?? request?.lastSeenAtMs ?? null,
      }
      sightings.drop(peerId)
      store.transaction(() => {
        store.putPeer(record)
        if (request) store.removeRequest(peerId)
      })
      peers.set(peerId, record)
      requests.delete(peerId)
      return record
    },
    seen(peerId, { claimedName, agent }) {
      const before = peers.get(peerId)
      if (!before) return
      const record = { ...before, claimedName: claimedName ?? before.claimedName, agent, lastSeenAtMs: clock.wallMs() }
      peers.set(peerId, record)
      sightings.later(peerId, () => store.putPeer(record))
    },
    edit(peerId, { name, kept }) {
      const record = known(peerId)
      return put({
        ...record,
        ...(name === undefined ? {} : { name }),
        ...(kept === undefined ? {} : { kept: kept && record.level !== 'blocked' }),
      })
    },
    forget(peerId) {
      known(peerId)
      sightings.drop(peerId)
      store.removePeer(peerId)
      peers.delete(peerId)
    },
    request: (peerId) => requests.get(peerId),
    requests: () => [...requests.values()].sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs),
    knock(knock) {
      const nowMs = clock.wallMs()
      recentNewMs = recentNewMs.filter((at) => nowMs - at < MINUTE_MS && at <= nowMs)
      const plan = planKnock(knock, [...requests.values()], recentNewMs, nowMs, limits)
      const { keep, drop } = plan
      if (!keep) return plan.reason
      store.transaction(() => {
        if (drop) store.removeRequest(drop)
        store.putRequest(keep)
      })
      if (drop) requests.delete(drop)
      requests.set(keep.peerId, keep)
      if (plan.reason === 'new') recentNewMs.push(nowMs)
      return keep.ignored ? 'ignored' : plan.reason
    },
    ignore(peerId) {
      const request = requests.get(peerId)
      if (!request) throw new KithError('InvalidRequest', 'There is no request from this peer.')
      const ignored = { ...request, ignored: true }
      store.putRequest(ignored)
      requests.set(peerId, ignored)
      return ignored
    },
    [Symbol.dispose]: () => sightings.flush(),
  }
}
