/** The allowlist and the requests: a cache in memory over the store, written through, so that a decision survives kill -9. */
import { KithError } from '../../contract/errors.ts'
import type { Permission, TrustLevel, VerifiedHow } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import { type Knock, planKnock, type RequestLimits } from './requests.policy.ts'
import type { BanRecord, PeerRecord, RequestRecord, TrustStore } from './trust-store.types.ts'

export interface Decision {
  readonly level: PeerRecord['level']
  readonly name?: string | null
  readonly kept?: boolean
  readonly note?: string | null
  /** `null` follows the level. */
  readonly permissions?: readonly Permission[] | null
  /** A person made sure who it is, now; `null` takes that back. */
  readonly verified?: VerifiedHow | null
}

/** What was decided about some peers at one moment. */
export interface TrustSnapshot {
  readonly peers: readonly { readonly peerId: string; readonly record: PeerRecord | null; readonly removed: boolean }[]
}

/** Removed peers are remembered so far; the oldest are forgotten first. */
const MAX_REMOVALS = 10_000
/** Bans kept at a time; the one that ends first makes room. */
const MAX_BANS = 10_000
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
  edit(peerId: string, change: Omit<Decision, 'level'>): PeerRecord
  /** Unknown again, and remembered as removed: see `wasRemoved`. */
  forget(peerId: string): void
  /** A person removed it and nobody decided since: an introducer cannot bring it back (spec §4). */
  wasRemoved(peerId: string): boolean
  snapshot(peerIds: readonly string[]): TrustSnapshot
  /** Puts every peer of the snapshot back to what it was. */
  restore(snapshot: TrustSnapshot): void
  /** Until when it is banned, epoch milliseconds; `null` when it is not, or not any more. */
  bannedUntilMs(peerId: string): number | null
  bans(): readonly BanRecord[]
  ban(peerId: string, untilMs: number): void
  unban(peerId: string): void
  request(peerId: string): RequestRecord | undefined
  /** Newest first. */
  requests(): readonly RequestRecord[]
  /** Answers what became of the knock. */
  knock(knock: Knock): 'new' | 'again' | 'too-many-new' | 'full' | 'ignored'
  ignore(peerId: string): RequestRecord
  /** As if it had never knocked. */
  forgetRequest(peerId: string): void
}

export function createTrustBook(
  ports: { readonly clock: Clock; readonly store: TrustStore; readonly log: Log },
  limits: () => RequestLimits,
): TrustBook {
  const { clock, store, log } = ports
  const peers = new Map(store.peers().map((record) => [record.peerId, record]))
  const removals = new Map(store.removals().map((record) => [record.peerId, record]))
  const bans = new Map(store.bans().map((record) => [record.peerId, record]))
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

  function remember(peerId: string): void {
    const record = { peerId, removedAtMs: clock.wallMs() }
    store.putRemoval(record)
    removals.delete(peerId)
    removals.set(peerId, record)
    const [oldest] = removals.keys()
    if (removals.size <= MAX_REMOVALS || oldest === undefined) return
    store.removeRemoval(oldest)
    removals.delete(oldest)
  }

  function dropRemoval(peerId: string): void {
    if (!removals.has(peerId)) return
    store.removeRemoval(peerId)
    removals.delete(peerId)
  }

  return {
    level: (peerId) => peers.get(peerId)?.level ?? 'unknown',
    peer: (peerId) => peers.get(peerId),
    peers: () => [...peers.values()],
    decide(peerId, { level, name, kept, note, permissions, verified }) {
      const before = peers.get(peerId)
      const request = requests.get(peerId)
      const record: PeerRecord = {
        peerId,
        level,
        name: name === undefined ? (before?.name ?? null) : name,
        claimedName: before?.claimedName ?? request?.name ?? null,
        agent: before?.agent ?? request?.agent ?? null,
        note: note === undefined ? (before?.note ?? null) : note,
        permissions: permissions === undefined ? (before?.permissions ?? null) : permissions,
        ...verification(verified, before, clock.wallMs()),
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
        dropRemoval(peerId)
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
    edit(peerId, { name, kept, note, permissions, verified }) {
      const record = known(peerId)
      return put({
        ...record,
        ...(name === undefined ? {} : { name }),
        ...(note === undefined ? {} : { note }),
        ...(permissions === undefined ? {} : { permissions }),
        ...verification(verified, record, clock.wallMs()),
        ...(kept === undefined ? {} : { kept: kept && record.level !== 'blocked' }),
      })
    },
    forget(peerId) {
      known(peerId)
      sightings.drop(peerId)
      store.transaction(() => {
        store.removePeer(peerId)
        remember(peerId)
      })
      peers.delete(peerId)
    },
    wasRemoved: (peerId) => removals.has(peerId),
    snapshot: (peerIds) => ({
      peers: peerIds.map((peerId) => ({
        peerId,
        record: peers.get(peerId) ?? null,
        removed: removals.has(peerId),
      })),
    }),
    restore(snapshot) {
      store.transaction(() => {
        for (const { peerId, record, removed } of snapshot.peers) {
          sightings.drop(peerId)
          if (record) store.putPeer(record)
          else if (peers.has(peerId)) store.removePeer(peerId)
          if (removed && !removals.has(peerId)) remember(peerId)
          else if (!removed) dropRemoval(peerId)
        }
      })
      for (const { peerId, record } of snapshot.peers) {
        if (record) peers.set(peerId, record)
        else peers.delete(peerId)
      }
    },
    bannedUntilMs(peerId) {
      const untilMs = bans.get(peerId)?.untilMs ?? 0
      return untilMs > clock.wallMs() ? untilMs : null
    },
    bans: () => [...bans.values()].filter(({ untilMs }) => untilMs > clock.wallMs()),
    ban(peerId, untilMs) {
      const record = { peerId, untilMs }
      store.putBan(record)
      bans.set(peerId, record)
      if (bans.size <= MAX_BANS) return
      const [first] = [...bans.values()].sort((a, b) => a.untilMs - b.untilMs)
      if (first) this.unban(first.peerId)
    },
    unban(peerId) {
      if (!bans.has(peerId)) return
      store.removeBan(peerId)
      bans.delete(peerId)
    },
    request: (peerId) => requests.get(peerId),
    requests: () => [...requests.values()].sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs),
    knock(knock) {
      const nowMs = clock.wallMs()
      recentNewMs = recentNewMs.filter((at) => nowMs - at < MINUTE_MS && at <= nowMs)
      const plan = planKnock(knock, [...requests.values()], recentNewMs, nowMs, limits())
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
    forgetRequest(peerId) {
      if (!requests.has(peerId)) return
      store.removeRequest(peerId)
      requests.delete(peerId)
    },
    [Symbol.dispose]: () => sightings.flush(),
  }
}

function verification(
  how: VerifiedHow | null | undefined,
  before: PeerRecord | undefined,
  nowMs: number,
): Pick<PeerRecord, 'verifiedAtMs' | 'verifiedHow'> {
  if (how === undefined) return { verifiedAtMs: before?.verifiedAtMs ?? null, verifiedHow: before?.verifiedHow ?? null }
  return how === null ? { verifiedAtMs: null, verifiedHow: null } : { verifiedAtMs: nowMs, verifiedHow: how }
}
