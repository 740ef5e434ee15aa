/** The audit log. */
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import type { Audit } from './audit.types.ts'

export interface AuditPorts {
  readonly clock: Clock
  readonly log: Log
  readonly store: object
  readonly nameOf: (peerId: string) => string | null
}

export function createAudit(_ports: AuditPorts, _caps: () => Settings['audit']): Audit {
  return {
    record: () => {},
    query: () => ({ entries: [], more: false }),
    verify: () => ({ intact: true, entries: 0, firstSeq: null, lastSeq: null, brokenAtSeq: null, problem: null }),
    appended: createEmitter(),
    [Symbol.dispose]: () => {},
  }
}
