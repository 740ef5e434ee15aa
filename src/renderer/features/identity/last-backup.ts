/** When the last backup was made, as the audit log has it: whichever screen or command made it. */
import type { AuditPage, AuditView } from '../../../contract/audit-views.ts'
import type { NodeClient } from '../../../contract/client.ts'

/** A call looks through a part of the log only; a long one is not searched to its end for a hint. */
const MAX_PAGES = 20

/** @returns ISO 8601; `null` when the log knows of none */
export async function lastBackup(client: NodeClient): Promise<string | null> {
  const [made, restored] = await Promise.all([newest(client, 'backed-up'), newest(client, 'restored')])
  // Who restored a backup has one: that of then.
  const from = restored?.details['backupFrom']
  const times = [made?.time, typeof from === 'string' ? from : undefined].filter((time) => time !== undefined)
  return times.sort().at(-1) ?? null
}

async function newest(client: NodeClient, reason: string): Promise<AuditView | undefined> {
  for (let after: number | null = null, page = 0; page < MAX_PAGES; page += 1) {
    const found: AuditPage = await client.call('audit.query', { kinds: ['key'], text: reason, after, limit: 10 })
    const entry = found.entries.find((one) => one.reason === reason)
    if (entry) return entry
    after = found.next ?? null
    if (!found.more || after === null) return undefined
  }
  return undefined
}
