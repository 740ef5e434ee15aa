/** The allowlist and the requests: a cache in memory over the store, written through, so that a decision survives kill -9. */
import { KithError } from '../../contract/errors.ts'
import type { BannedBy, TrustLevel } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind } from '../../kit/write-behind.ts'
import { createBans } from './bans.ts'
import { type Decision, decided } from './decision.policy.ts'
import { createRemovals } from './removals.ts'
import type { Knock, RequestLimits } from './requests.policy.ts'
import { createRequests, type KnockOutcome } from './requests.ts'
import type { BanRecord, PeerRecord, RequestRecord, TrustStore } from './trust-store.types.ts'

/** One of many decisions that are made together. */
export interface TrustChange {
  readonly peerId: string
  /** `null` makes it unknown again, and remembers it as removed. */
  readonly to: Decision | null
}

/** How some peers stood at one moment. */
export interface TrustSnapshot {
  readonly peers: readonly {
    readonly peerId: string
    readonly record: PeerRecord | null
    readonly request: RequestRecord | null
    readonly removed: boolean
  }[]
}

/** How late it may be written that a peer was seen. Decisions are written at once. */
const WRITE_BEHIND_MS = SECOND_MS

export interface TrustBook extends Disposable {
  level(peerId: string): TrustLevel
  peer(peerId: string): PeerRecord | undefined
  peers(): readonly PeerRecord[]
  /** Whoever has limits of its own. */
  readonly limited: () => readonly string[]
  /** Makes or changes the decision about a peer; its request, if any, is settled with it. */
  decide(peerId: string, decision: Decision): PeerRecord
  /** What the peer said of itself, and that it was here. Unknown peers leave no trace. */
  seen(peerId: string, said: { readonly claimedName: string | null; readonly agent: string | null }): void
  edit(peerId: string, change: Omit<Decision, 'level'>): PeerRecord
  /** Unknown again, and remembered as removed: see `wasRemoved`. */
  forget(peerId: string): void
  /**
   * Makes many decisions at once, each peer once: all of them hold afterwards, or none.
   *
   * @param alongside further writes that belong to them
   */
  apply(changes: readonly TrustChange[], alongside?: () => void): void
  /** A person removed it and nobody decided since: an introducer cannot bring it back (spec §4). */
  wasRemoved(peerId: string): boolean
  snapshot(peerIds: readonly string[]): TrustSnapshot
  /** Puts every peer of the snapshot back to what it was. `alongside` as in `apply`. */
  restore(snapshot: TrustSnapshot, alongside?: () => void): void
  /** Until when it is banned, epoch milliseconds; `null` when it is not, or not any more. */
  readonly bannedUntilMs: (peerId: string) => number | null
  readonly bans: () => readonly BanRecord[]
  readonly bannedBy: (peerId: string) => BannedBy | null
  ban(peerId: string, untilMs: number, by: BannedBy): void
  readonly unban: (peerId: string) => void
  /** Tells of peers whose ban has run out, until disposed. */
  watchBans(onEnded: (peerIds: readonly string[]) => void): Disposable
  request(peerId: string): RequestRecord | undefined
  /** Newest first. */
  requests(): readonly RequestRecord[]
  /** Answers what became of the knock. */
  knock(knock: Knock): KnockOutcome
  ignore(peerId: string): RequestRecord
  /** As if it had never knocked. */
  forgetRequest(peerId: string): void
  /** Writes down now what waits: who was seen, who knocked again. */
  flush(): void
}

export function createTrustBook(
  ports: { readonly clock: Clock; readonly store: TrustStore; readonly log: Log },
  limits: () => RequestLimits,
): TrustBook {
  const { clock, store, log } = ports
  const peers = new Map(store.peers().map((record) => [record.peerId, record]))
  /** As they are on the disk. */
  const written = new Map(peers)
  const removals = createRemovals(store)
  const bans = createBans(ports)
  const requests = createRequests(ports, limits)
  const sightings = createWriteBehind(
    clock,
    WRITE_BEHIND_MS,
    (work) => store.transaction(work),
    (error) => log.warn('that a peer was seen could not be written', { error }),
  )

  function known(peerId: string): PeerRecord {
    const record = peers.get(peerId)
    if (!record) throw new KithError('InvalidRequest', 'No such peer is on the list. Add it with its address first.')
    return record
  }

  /** Everything is on the disk before any of it is believed. */
  function write(all: TrustSnapshot['peers'], alongside: () => void = () => {}): void {
    const settled = store.transaction(() => {
      const settle = all.map(({ peerId, record, request }) => {
        if (record) store.putPeer(record, written.get(peerId))
        else if (peers.has(peerId)) store.removePeer(peerId)
        return requests.write(peerId, request)
      })
      const idsOf = (removed: boolean) => all.filter((one) => one.removed === removed).map(({ peerId }) => peerId)
      settle.push(removals.write({ add: idsOf(true), drop: idsOf(false) }, clock.wallMs()))
      alongside()
      return settle
    })
    for (const settle of settled) settle()
    for (const { peerId, record } of all) {
      sightings.drop(peerId)
      if (record) {
        peers.set(peerId, record)
        written.set(peerId, record)
      } else {
        peers.delete(peerId)
        written.delete(peerId)
      }
    }
  }

  function apply(changes: readonly TrustChange[], alongside?: () => void): void {
    const nowMs = clock.wallMs()
    write(
      changes.map(({ peerId, to }) => ({
        peerId,
        record: to && decided(peerId, to, peers.get(peerId), requests.get(peerId), nowMs),
        request: null,
        removed: to === null,
      })),
      alongside,
    )
  }

  return {
    level: (peerId) => peers.get(peerId)?.level ?? 'unknown',
    peer: (peerId) => peers.get(peerId),
    peers: () => [...peers.values()],
    limited: () =>
      [...peers.values()].filter(({ limits }) => Object.values(limits).some(Boolean)).map(({ peerId }) => peerId),
    decide(peerId, decision) {
      apply([{ peerId, to: decision }])
      return known(peerId)
    },
    seen(peerId, { claimedName, agent }) {
      const before = peers.get(peerId)
      if (!before) return
      const record = { ...before, claimedName: claimedName ?? before.claimedName, agent, lastSeenAtMs: clock.wallMs() }
      peers.set(peerId, record)
      sightings.later(peerId, () => {
        // Written together with others, of which one may fail: then nobody knows any more what is there.
        written.delete(peerId)
        store.putPeer(record)
      })
    },
    edit(peerId, change) {
      const { level } = known(peerId)
      apply([{ peerId, to: { ...change, level } }])
      return known(peerId)
    },
    forget(peerId) {
      known(peerId)
      apply([{ peerId, to: null }])
    },
    apply,
    wasRemoved: (peerId) => removals.has(peerId),
    snapshot: (peerIds) => ({
      peers: peerIds.map((peerId) => ({
        peerId,
        record: peers.get(peerId) ?? null,
        request: requests.get(peerId) ?? null,
        removed: removals.has(peerId),
      })),
    }),
    restore: (snapshot, alongside) => write(snapshot.peers, alongside),
    bannedUntilMs: bans.untilMs,
    bannedBy: bans.by,
    bans: bans.list,
    ban: bans.ban,
    unban: bans.unban,
    watchBans: bans.watch,
    request: requests.get,
    requests: requests.list,
    knock: requests.knock,
    ignore: requests.ignore,
    forgetRequest: requests.forget,
    flush() {
      sightings.flush()
      requests.flush()
    },
    [Symbol.dispose]() {
      sightings[Symbol.dispose]()
      requests[Symbol.dispose]()
    },
  }
}
