/** Leaves a disk alone that cannot be written to (spec §7): writes fail at once then, and a write of its own finds out when it works again. */
import { KithError } from '../../contract/errors.ts'
import type { Log } from '../../kit/log.ts'
import { KIB } from '../../kit/units.ts'
import type { Breaker } from '../resilience/index.ts'
import type { Store } from './store.types.ts'

export interface GuardedStore extends Store, Disposable {
  /** From now on writes ask the breaker. Before it, and once disposed, they are tried in any case: what is written last is not given up unseen. */
  start(): void
}

/** The name of a value that nobody reads. */
const PROBE = 'write-probe'
/** More than what fits into space that the database has already: a probe is to find out whether there is more. */
const PROBE_BYTES = 64 * KIB

/**
 * Reads are not guarded. A write fails with `BreakerOpen` while the breaker is open, else with what the store says.
 *
 * @param breaker counts what the disk does, not what a caller did wrong
 */
export function guardStore(inner: Store, breaker: Breaker, log: Log): GuardedStore {
  let probing: Disposable | null = null
  /** Within a transaction, which has asked already. */
  let depth = 0
  /** What the disk did to a write of the transaction that runs. */
  let trouble: KithError | null = null

  function write<T>(work: () => T): T {
    if (depth > 0) return within(work)
    if (!probing) return work()
    trouble = null
    return breaker.runSync(() => {
      try {
        return work()
      } catch (error) {
        // The transaction only knows that it was undone.
        throw trouble ?? error
      }
    }, isTrouble)
  }

  function within<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (isTrouble(error)) trouble = error
      throw error
    }
  }

  function probe(): void {
    try {
      while (breaker.status().state === 'half-open')
        breaker.runSync(() => inner.putBlob(PROBE, new Uint8Array(PROBE_BYTES)))
      if (breaker.status().state === 'closed') inner.putBlob(PROBE, new Uint8Array(1))
    } catch (error) {
      log.debug('storage: it cannot be written yet', { error })
    }
  }

  return {
    peers: () => inner.peers(),
    putPeer: (record, before) => write(() => inner.putPeer(record, before)),
    removePeer: (peerId) => write(() => inner.removePeer(peerId)),
    requests: () => inner.requests(),
    putRequest: (record) => write(() => inner.putRequest(record)),
    removeRequest: (peerId) => write(() => inner.removeRequest(peerId)),
    bans: () => inner.bans(),
    putBan: (record) => write(() => inner.putBan(record)),
    removeBan: (peerId) => write(() => inner.removeBan(peerId)),
    removals: () => inner.removals(),
    putRemoval: (record) => write(() => inner.putRemoval(record)),
    removeRemoval: (peerId) => write(() => inner.removeRemoval(peerId)),
    invites: () => inner.invites(),
    putInvite: (record) => write(() => inner.putInvite(record)),
    removeInvite: (id) => write(() => inner.removeInvite(id)),
    addresses: () => inner.addresses(),
    putAddress: (record) => write(() => inner.putAddress(record)),
    removeAddress: (peerId, address) => write(() => inner.removeAddress(peerId, address)),
    reputations: () => inner.reputations(),
    putReputation: (record) => write(() => inner.putReputation(record)),
    removeReputation: (peerId) => write(() => inner.removeReputation(peerId)),
    linkHistories: () => inner.linkHistories(),
    putLinkHistory: (record) => write(() => inner.putLinkHistory(record)),
    addTraffic: (hours, days) => write(() => inner.addTraffic(hours, days)),
    trafficOfDays: (fromDay, beforeDay) => inner.trafficOfDays(fromDay, beforeDay),
    trafficByHour: (fromHour, beforeHour, peerId) => inner.trafficByHour(fromHour, beforeHour, peerId),
    pruneTraffic: (hours, days) => write(() => inner.pruneTraffic(hours, days)),
    auditRows: (wish) => inner.auditRows(wish),
    auditSpan: () => inner.auditSpan(),
    auditBytes: () => inner.auditBytes(),
    auditEnds: () => inner.auditEnds(),
    appendAudit: (records, ends) => write(() => inner.appendAudit(records, ends)),
    pruneAudit: (lastSeq, ends) => write(() => inner.pruneAudit(lastSeq, ends)),
    blob: (name) => inner.blob(name),
    putBlob: (name, value) => write(() => inner.putBlob(name, value)),
    transaction: (work) =>
      write(() =>
        inner.transaction(() => {
          depth += 1
          try {
            return work()
          } finally {
            depth -= 1
          }
        }),
      ),
    close: () => inner.close(),
    start() {
      probing ??= breaker.changed.on(({ to }) => {
        if (to === 'half-open') probe()
      })
    },
    [Symbol.dispose]() {
      probing?.[Symbol.dispose]()
      probing = null
    },
  }
}

/** The store has no other errors of this kind: full or failing disks, a file that may not be written, another program that holds it. */
const isTrouble = (error: unknown): error is KithError =>
  error instanceof KithError && ['DiskFull', 'StoreDamaged', 'InvalidConfig'].includes(error.name)
