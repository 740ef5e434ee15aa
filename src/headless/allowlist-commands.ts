/** `kith allowlist …`: the list of whom you let in, as a table and as a file. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { KithError } from '../contract/errors.ts'
import { MAX_ALLOWLIST_CHARACTERS } from '../contract/trust-views.ts'
import type { PeerView } from '../contract/views.ts'
import { writeToFile } from './audit-export.ts'
import { confirmed } from './confirm.ts'
import { previewLines } from './import-lines.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { relative, shortId, table } from './text.ts'
import { whichPeers } from './which-peer.ts'

type Sort = 'name' | 'level' | 'seen' | 'added'

interface LsOptions {
  readonly level?: 'trusted' | 'verified' | 'blocked'
  readonly search?: string
  readonly sort: Sort
}

export const allowlistLs: Command<LsOptions> = runCommand(async ({ client, context, options, print, paint }) => {
  const { level, search = '', sort } = options
  const all = (await client.call('peers.list')).filter(({ trust }) => trust !== 'unknown')
  const listed = all
    .filter(({ trust }) => (level ? trust === level : trust !== 'blocked'))
    .filter((peer) => fits(peer, search))
    .sort(orders[sort])
  if (options.json) {
    print.json(listed)
    return
  }
  const nowMs = context.clock.wallMs()
  const rows = listed.map((peer) => [
    peer.name ?? '–',
    shortId(peer.peerId),
    peer.trust,
    peer.ownPermissions ? peer.permissions.join(',') || 'nothing' : 'as its level',
    peer.kept ? 'keep' : '–',
    peer.verified === null ? '–' : peer.verified.how,
    peer.state === 'connected' ? 'now' : relative(peer.lastSeen, nowMs),
    (peer.note ?? '').replace(/\s+/g, ' ').slice(0, 40),
  ])
  const [heading = '', ...lines] = table(['NAME', 'PEER', 'LEVEL', 'MAY', 'KEPT', 'CHECKED', 'SEEN', 'NOTE'], rows)
  if (rows.length > 0) print.lines([paint.bold(heading), ...lines])
  else
    print.lines([
      all.length === 0 ? 'Nobody is on the list. Add somebody with: kith peers add ADDRESS' : 'Nobody fits.',
    ])
  const blocked = all.filter(({ trust }) => trust === 'blocked').length
  if (level === undefined && blocked > 0) print.lines([paint.dim(`${blocked} blocked: kith allowlist --level blocked`)])
})

export const allowlistExport: Command<{ format?: 'text' | 'json' }> = runCommand(
  async ({ client, args: [file], options, print, context }) => {
    const format = options.format ?? (file?.toLowerCase().endsWith('.json') ? 'json' : 'text')
    const exported = await client.call('allowlist.export', { format })
    if (file === undefined || file === '-') {
      if (options.json) print.json(exported)
      else context.terminal.out(exported.text.trimEnd())
      return
    }
    await writeToFile(file, oneText(exported.text))
    const { entries } = exported
    if (options.json) print.json({ file: resolve(file), entries })
    else print.lines([`${entries === 1 ? '1 peer' : `${entries} peers`} written to ${resolve(file)}`])
  },
)

interface ImportOptions {
  readonly dryRun?: boolean
  readonly removeMissing?: boolean
  readonly yes?: boolean
}

export const allowlistImport: Command<ImportOptions> = runCommand(async (asked) => {
  const { client, args, options, print, context } = asked
  const { dryRun = false, removeMissing = false, yes = false, json = false } = options
  const text = await typedFile(args[0] ?? '-')
  const preview = await client.call('allowlist.preview', { text })
  if (dryRun && json) {
    print.json(preview)
    return
  }
  if (!json) print.lines(previewLines(preview, removeMissing))
  if (dryRun) return
  const work = preview.add + preview.change + (removeMissing ? preview.missing.length : 0)
  if (work === 0 && preview.same > 0 && !json) {
    print.lines(['There is nothing to do.'])
    return
  }
  if (work > 0 && !yes && !json && !(await confirmed(context, 'Do it?'))) {
    print.lines(['Nothing was changed.'])
    return
  }
  const done = await client.call('allowlist.import', { text, removeMissing })
  if (json) {
    print.json(done)
    return
  }
  const { added, changed, removed, undo } = done
  print.lines([
    `${added} added, ${changed} changed, ${removed} removed. Take it back within ten minutes with: kith allowlist undo ${undo}`,
  ])
})

export const allowlistRemove: Command = runCommand(async (asked) => forgetPeers(asked))

export const allowlistUndo: Command = runCommand(async ({ client, args, options, print }) => {
  const done = await client.call('peers.undo', { undo: args[0] ?? '' })
  if (options.json) print.json(done)
  else print.lines([`${done.restored === 1 ? '1 peer is' : `${done.restored} peers are`} as before.`])
})

/** Also `kith peers forget`. */
export async function forgetPeers({ client, args, options, print }: Asked<object>): Promise<void> {
  const peerIds = await whichPeers(client, args, 'peers')
  const done = await client.call('peers.forget', { peerIds })
  if (options.json) {
    print.json(done)
    return
  }
  const [first] = peerIds
  const who = peerIds.length === 1 && first !== undefined ? `${shortId(first)} is` : `${done.changed} peers are`
  print.lines([
    `${who} forgotten: unknown to this node again. Take it back within ten minutes with: kith allowlist undo ${done.undo}`,
  ])
}

function fits({ name, peerId, note, addresses }: PeerView, search: string): boolean {
  const wanted = search.normalize('NFC').toLowerCase()
  return [name, peerId, note, ...addresses].some((text) => text?.normalize('NFC').toLowerCase().includes(wanted))
}

const RANK = { trusted: 0, verified: 1, unknown: 2, blocked: 3 }
/** Those without a name last. */
const byName = (a: PeerView, b: PeerView): number =>
  Number(a.name === null) - Number(b.name === null) ||
  (a.name ?? '').localeCompare(b.name ?? '') ||
  a.peerId.localeCompare(b.peerId)
const newest = (a: string | null, b: string | null): number => (b ?? '').localeCompare(a ?? '')
const orders: Readonly<Record<Sort, (a: PeerView, b: PeerView) => number>> = {
  name: byName,
  level: (a, b) => RANK[a.trust] - RANK[b.trust] || byName(a, b),
  seen: (a, b) => newest(a.lastSeen, b.lastSeen) || byName(a, b),
  added: (a, b) => newest(a.addedAt, b.addedAt) || byName(a, b),
}

async function typedFile(file: string): Promise<string> {
  let text: string
  try {
    text = file === '-' ? await readAll(process.stdin) : readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new KithError('InvalidRequest', `The file ${resolve(file)} cannot be read: ${why}`, { cause: error })
  }
  if (text.length <= MAX_ALLOWLIST_CHARACTERS) return text
  throw new KithError(
    'InvalidRequest',
    `This is too long for an allowlist: ${text.length} characters, at most ${MAX_ALLOWLIST_CHARACTERS}. Import it in parts.`,
  )
}

async function* oneText(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text)
}
