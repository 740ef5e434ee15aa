/** Reads the audit log from its first entry to its last, page by page, as JSON lines. */
import type { AuditPage } from '../../contract/audit-views.ts'
import type { NodeClient } from '../../contract/client.ts'
import type { AuditFilter } from './audit-filter.ts'

/** As many as one question may ask for. */
const PAGE = 1_000

export interface ExportOptions {
  readonly filter: AuditFilter
  /** Told after every page. */
  readonly onProgress: (entries: number) => void
  /** Ends the reading before the next page. */
  readonly signal: AbortSignal
}

/**
 * @returns the lines, each with its line break; `null` when the signal ended it
 * @throws KithError what the node answered
 */
export async function exportAudit(
  client: NodeClient,
  { filter, onProgress, signal }: ExportOptions,
): Promise<readonly string[] | null> {
  const lines: string[] = []
  let after: number | null = null
  for (;;) {
    const page: AuditPage = await client.call('audit.query', {
      ...filter,
      kinds: [...filter.kinds],
      order: 'oldest',
      limit: PAGE,
      after,
    })
    if (signal.aborted) return null
    for (const entry of page.entries) lines.push(`${JSON.stringify(entry)}\n`)
    onProgress(lines.length)
    const next = page.next ?? page.entries.at(-1)?.seq ?? null
    if (!page.more || next === null || next === after) return lines
    after = next
  }
}
