/** The newest end of the log, where entries are added, and the oldest, where they are dropped. Both move the chain's ends along. */
import type { AuditView } from '../../contract/audit-views.ts'
import type { AuditDraft } from './audit.types.ts'
import type { AuditRecord, AuditStore } from './audit-store.types.ts'
import { type Chain, type Ends, NO_HASH } from './chain.ts'
import { detailsText, viewOf } from './entry.ts'
import { type AuditCaps, planPrune } from './prune.policy.ts'

/** Opened at a time while looking for what is too old: some 5 ms. */
const PRUNE_ROWS = 200

export interface LogEnd {
  /**
   * Durable when it returns.
   *
   * @throws what the store throws; then nothing was added
   */
  append(drafts: readonly AuditDraft[]): AuditView[]
  /**
   * Drops some of the oldest entries, if the caps say so.
   *
   * @returns whether there may be more to drop
   */
  prune(caps: AuditCaps, nowMs: number): boolean
}

export function createLogEnd(store: AuditStore, chain: Chain): LogEnd {
  /** What all entries take; summed up when it is first needed, because that reads all of them. */
  let bytes: number | null = null
  let looked = false

  /**
   * Read anew each time: when the transaction around an entry is rolled back, the entry and its ends are gone together, and
   * nothing here may remember them.
   */
  function ends(): { ends: Ends; problem: AuditDraft['details'] | null } {
    const sealed = store.auditEnds()
    const opened = sealed && chain.openEnds(sealed)
    const span = store.auditSpan()
    if (opened) {
      const found = span?.last ?? opened.anchor.seq
      const changed = !looked && found !== opened.head.seq
      looked = true
      return { ends: opened, problem: changed ? { lastEntry: opened.head.seq, found } : null }
    }
    looked = true
    if (!sealed && !span) return { ends: { anchor: none, head: none, broken: null }, problem: null }
    // The seal is lost. The log goes on, and says for ever, or until they are dropped, which entries nobody can vouch for.
    const [newest] = store.auditRows({ ...everything, order: 'newest', fromSeq: 1, toSeq: MAX_SEQ, limit: 1 })
    const head = newest ? { seq: newest.seq, hash: 'hash' in newest ? newest.hash : NO_HASH } : none
    const fromSeq = Math.max(1, span?.first ?? 1)
    const lost = { fromSeq, toSeq: Math.max(fromSeq, head.seq) }
    return {
      ends: { anchor: { seq: fromSeq - 1, hash: NO_HASH }, head, broken: lost },
      problem: { ...lost, sealLost: true },
    }
  }

  return {
    append(drafts) {
      const begun = ends()
      const { anchor, broken } = begun.ends
      let { head } = begun.ends
      const warning = begun.problem && drafts[0] ? [changedOutside(drafts[0].atMs, begun.problem)] : []
      const records = [...warning, ...drafts].map((draft): AuditRecord => {
        const plain = { ...draft, seq: head.seq + 1, details: detailsText(draft) }
        const record = { ...plain, hash: chain.hashOf(head.hash, plain) }
        head = { seq: record.seq, hash: record.hash }
        return record
      })
      const added = store.appendAudit(records, chain.sealEnds({ anchor, head, broken }))
      if (bytes !== null) bytes += added
      return records.map(viewOf)
    },

    prune(caps, nowMs) {
      bytes ??= store.auditBytes()
      const sealed = store.auditEnds()
      const opened = sealed && chain.openEnds(sealed)
      if (!opened) return false
      const { head, broken } = opened
      const rows = store.auditRows({ ...everything, order: 'oldest', fromSeq: 1, toSeq: head.seq, limit: PRUNE_ROWS })
      const drop = planPrune(
        rows.map((row) => ('hash' in row ? row : null)),
        bytes,
        caps,
        nowMs,
      )
      const last = rows[drop - 1]
      if (!last || !('hash' in last)) return false
      const anchor = { seq: last.seq, hash: last.hash }
      store.pruneAudit(
        last.seq,
        chain.sealEnds({ anchor, head, broken: broken && broken.toSeq > last.seq ? broken : null }),
      )
      for (const row of rows.slice(0, drop)) if ('hash' in row) bytes -= row.bytes
      return drop === rows.length
    },
  }
}

const none: Ends['head'] = { seq: 0, hash: NO_HASH }
const MAX_SEQ = Number.MAX_SAFE_INTEGER - 1
const everything = { fromMs: null, untilMs: null, kinds: [], peerId: null } as const

const changedOutside = (atMs: number, details: AuditDraft['details']): AuditDraft => ({
  atMs,
  kind: 'audit',
  peerId: null,
  name: null,
  actor: 'node',
  reason: 'changed-outside',
  count: 1,
  details,
})
