/**
 * The audit log (spec §4): takes what was decided, writes it down as a chain, answers questions about it.
 *
 * What the chain shows: a changed, removed, moved or added entry, a cut-off end, and the loss of what seals its ends. What it
 * cannot show: what somebody does who has the identity's data key; that a whole data folder was put back from an older copy; that
 * the log was removed together with its ends (it then begins anew with entry 1 and without `key created`). Only an export that is
 * kept elsewhere tells those. A kill -9 loses up to a second of first sights and a minute of repeats of what peers caused,
 * never what a person decided.
 */
import type { AuditView } from '../../contract/audit-views.ts'
import { KithError } from '../../contract/errors.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { HOUR_MS, SECOND_MS } from '../../kit/units.ts'
import { createAlarm } from './alarm.ts'
import type { Audit, AuditDraft } from './audit.types.ts'
import type { AuditStore } from './audit-store.types.ts'
import { createChain } from './chain.ts'
import { draftOf } from './entry.ts'
import { createGatherer } from './gatherer.ts'
import { isGathered } from './gathering.policy.ts'
import { createLogEnd } from './log-end.ts'
import type { AuditCaps } from './prune.policy.ts'
import { searchAudit } from './search.ts'
import { verifyAudit } from './verify.ts'

/** While the store fails, so many entries wait for it; further ones are counted and lost. */
const MAX_WAITING = 500
const RETRY_MS = 10 * SECOND_MS
/** Looking for what is too old or too much waits until nobody waits for it. */
const PRUNE_SOON_MS = 5 * SECOND_MS
const PRUNE_STEP_MS = 10
const PRUNE_IDLE_MS = HOUR_MS

export interface AuditPorts {
  readonly clock: Clock
  readonly log: Log
  readonly store: AuditStore
  /** Of the identity, 32 bytes; the key of the chain is derived from it. */
  readonly dataKey: Uint8Array
  readonly nameOf: (peerId: string) => string | null
}

/** @param caps as the settings say now */
export function createAudit(ports: AuditPorts, caps: () => AuditCaps): Audit {
  const { clock, log, store, nameOf } = ports
  const chain = createChain(ports.dataKey)
  const end = createLogEnd(store, chain)
  const gatherer = createGatherer()
  const appended = createEmitter<readonly AuditView[]>((error) => log.error('an audit listener threw', { error }))
  let waiting: AuditDraft[] = []
  let lost: { readonly count: number; readonly sinceMs: number } | null = null
  let retryAtMs: number | null = null
  const writing = createAlarm(clock, () => {
    write(gatherer.take(clock.now()))
    schedule()
  })
  const pruning = createAlarm(clock, prune)

  function write(drafts: readonly AuditDraft[]): void {
    waiting.push(...drafts)
    const loss = lost ? [lossOf(lost, clock.wallMs())] : []
    if (waiting.length + loss.length === 0) return
    // What is recorded because of this very write (the disk works again, say) must not write these once more.
    const batch = waiting
    waiting = []
    let views: AuditView[]
    try {
      views = end.append([...loss, ...batch])
    } catch (error) {
      waiting = [...batch, ...waiting]
      if (retryAtMs === null) log.error('audit: entries cannot be written', { error, waiting: waiting.length })
      retryAtMs = clock.now() + RETRY_MS
      // What no later try can mend must not stand before everything that follows.
      const room = error instanceof KithError ? MAX_WAITING : 0
      for (const draft of waiting.splice(0, Math.max(0, waiting.length - room))) lose(draft)
      return
    }
    lost = null
    retryAtMs = null
    pruning.set(clock.now() + PRUNE_SOON_MS)
    appended.emit(views)
  }

  function lose(draft: AuditDraft): void {
    lost = { count: (lost?.count ?? 0) + draft.count, sinceMs: lost?.sinceMs ?? draft.atMs }
  }

  function schedule(): void {
    const whenMs = retryAtMs ?? gatherer.dueAtMs()
    if (whenMs !== null) writing.set(whenMs)
  }

  /** What just happened is found as well. */
  function flush(): void {
    if (retryAtMs === null) write(gatherer.take(clock.now()))
    schedule()
  }

  function prune(): void {
    let more = false
    try {
      more = end.prune(caps(), clock.wallMs())
    } catch (error) {
      log.error('audit: old entries could not be dropped', { error })
    }
    // In small steps, so that nothing else waits for a log of which much has grown old.
    pruning.set(clock.now() + (more ? PRUNE_STEP_MS : PRUNE_IDLE_MS))
  }

  return {
    record(...events) {
      const atOnce: AuditDraft[] = []
      for (const event of events) {
        const draft = draftOf(event, clock.wallMs(), event.peerId === null ? null : nameOf(event.peerId))
        if (isGathered(event)) gatherer.add(draft, clock.now())
        else atOnce.push(...gatherer.takeBefore(event.peerId), draft)
      }
      if (atOnce.length > 0) write(atOnce)
      schedule()
    },
    query(query) {
      flush()
      return searchAudit(store, clock, query)
    },
    verify() {
      flush()
      return verifyAudit(store, clock, chain)
    },
    flush() {
      write(gatherer.take(clock.now(), true))
      schedule()
    },
    appended,
    [Symbol.dispose]() {
      write(gatherer.take(clock.now(), true))
      for (const alarm of [writing, pruning]) alarm[Symbol.dispose]()
    },
  }
}

const lossOf = (
  { count, sinceMs }: { readonly count: number; readonly sinceMs: number },
  atMs: number,
): AuditDraft => ({
  atMs,
  kind: 'audit',
  peerId: null,
  name: null,
  actor: 'node',
  reason: 'entries-lost',
  count: 1,
  details: { lost: count, since: isoTime(sinceMs) },
})
