/** Copies the whole audit log, page by page: to a file that is there when it is whole, or to standard output. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AuditView } from '../contract/audit-views.ts'
import type { NodeClient } from '../contract/client.ts'
import { KithError } from '../contract/errors.ts'

const PAGE = 1_000

/** Oldest first. Behind `after`, if given; every filter of the contract fits. */
export async function* auditPages(
  client: Pick<NodeClient, 'call'>,
  query: Omit<Parameters<typeof client.call<'audit.query'>>[1], 'order' | 'limit'> = {},
): AsyncGenerator<readonly AuditView[]> {
  for (let after = query.after ?? null; ; ) {
    const page = await client.call('audit.query', { ...query, order: 'oldest', limit: PAGE, after })
    yield page.entries
    const next = page.next ?? page.entries.at(-1)?.seq ?? null
    if (!page.more || next === null) return
    after = next
  }
}

/**
 * Writes beside the file and renames over it, readable by its owner only.
 *
 * @throws KithError InvalidRequest when the file cannot be written
 */
export async function writeToFile(file: string, texts: AsyncIterable<string>): Promise<void> {
  const path = resolve(file)
  const beside = `${path}.part`
  let handle: number | null = null
  try {
    handle = openSync(beside, 'w', 0o600)
    for await (const text of texts) writeSync(handle, text)
    fsyncSync(handle)
    closeSync(handle)
    handle = null
    renameSync(beside, path)
  } catch (error) {
    if (handle !== null) closeSync(handle)
    rmSync(beside, { force: true })
    if (error instanceof KithError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new KithError('InvalidRequest', `The file ${path} could not be written: ${why}`, { cause: error })
  }
}
