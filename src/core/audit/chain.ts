/** The seals of the audit log: what binds each entry to the one before it, and what holds the two ends. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { AuditRecord } from './audit-store.types.ts'

const HASH_BYTES = 32
/** Separates this key from whatever else is ever derived from the data key (RFC 5869 §3.2). */
const KEY_INFO = 'kith.audit.chain.1'
/** An entry never passes for ends, nor the other way round. */
const ENTRY = 'kith.audit.entry.1\0'
const ENDS = 'kith.audit.ends.1\0'

/** Before the first entry there was nothing. */
export const NO_HASH: Uint8Array = new Uint8Array(HASH_BYTES)

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((hex): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex')))
const seq = z.int().nonnegative()
const Ends = z.strictObject({
  /** The last entry that was dropped for its age or size: the oldest kept one goes on from it. */
  anchor: z.strictObject({ seq, hash }),
  /** The newest entry. */
  head: z.strictObject({ seq, hash }),
  /** Entries for which nobody can vouch, because the ends that held them were lost. Forgotten when they are dropped. */
  broken: z.strictObject({ fromSeq: seq, toSeq: seq }).nullable(),
})
export type Ends = z.output<typeof Ends>

export interface Chain {
  hashOf(previous: Uint8Array, record: Omit<AuditRecord, 'hash'>): Uint8Array
  sealEnds(ends: Ends): Uint8Array
  /** `null` when they were changed, or sealed under another key. */
  openEnds(sealed: Uint8Array): Ends | null
}

/** @param dataKey of the identity: who does not have it cannot compute a chain that fits (decision 0011) */
export function createChain(dataKey: Uint8Array): Chain {
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, new Uint8Array(), KEY_INFO, HASH_BYTES)))
  return {
    hashOf: (previous, { seq, atMs, kind, peerId, name, actor, reason, count, details }) =>
      // A JSON array of texts and numbers reads back in one way only: no two entries have the same encoding.
      mac(key, ENTRY, previous, JSON.stringify([seq, atMs, kind, peerId, name, actor, reason, count, details])),
    sealEnds({ anchor, head, broken }) {
      const text = JSON.stringify({ anchor: plain(anchor), head: plain(head), broken })
      return Buffer.concat([mac(key, ENDS, NO_HASH, text), Buffer.from(text)])
    },
    openEnds(sealed) {
      if (sealed.length < HASH_BYTES) return null
      const text = Buffer.from(sealed.subarray(HASH_BYTES)).toString('utf8')
      if (!timingSafeEqual(sealed.subarray(0, HASH_BYTES), mac(key, ENDS, NO_HASH, text))) return null
      return Ends.parse(JSON.parse(text))
    },
  }
}

export const sameHash = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other)

const mac = (key: KeyObject, label: string, previous: Uint8Array, text: string): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(label).update(previous).update(text).digest())

const plain = (end: Ends['head']) => ({ seq: end.seq, hash: Buffer.from(end.hash).toString('hex') })
