/** `kith audit …`: what was decided, whether the log is whole, and a copy of it. */
import type { AuditKind, AuditPage, AuditView } from '../contract/audit-views.ts'
import type { Input } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import { isoTime } from '../kit/clock.ts'
import { auditPages, writeToFile } from './audit-export.ts'
import { auditLine } from './audit-lines.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { typedTimeMs } from './typed-time.policy.ts'
import { whichPeer } from './which-peer.ts'

interface LsOptions {
  readonly peer?: string
  readonly kind?: readonly AuditKind[]
  readonly text?: string
  readonly since?: string
  readonly until?: string
  readonly limit: number
  readonly follow?: boolean
}

type Filter = Pick<Input<'audit.query'>, 'peerId' | 'kinds' | 'text' | 'from' | 'until'>

/** As many as the contract answers at once. */
const PAGE = 1_000

/** The newest entries, in the order in which they happened: the last line is the latest. */
export const auditLs: Command<LsOptions> = runCommand(async (asked) => {
  const { client, options, print } = asked
  const filter = await filterOf(asked)
  // Asked before the entries: what comes in between is shown by `--follow` and not lost.
  const newest = (await client.call('audit.query', { limit: 1 })).entries[0]?.seq ?? 0
  const entries = await newestEntries(asked, filter)
  show(asked, entries)
  if (options.follow) await follow(asked, filter, Math.max(newest, entries.at(-1)?.seq ?? 0))
  else if (entries.length === 0 && !options.json)
    print.lines([Object.keys(filter).length === 0 ? 'Nothing was decided yet.' : 'Nothing in the log fits.'])
})

export const auditVerify: Command = runCommand(async ({ client, options, print }) => {
  const verdict = await client.call('audit.verify')
  const { intact, entries, firstSeq, lastSeq, problem, brokenAtSeq } = verdict
  if (options.json) print.json(verdict)
  if (!intact)
    throw new KithError('Integrity', `The audit log is not what was written. ${problem ?? ''}`.trim(), {
      details: { brokenAtSeq },
    })
  if (options.json) return
  const which =
    entries === 0
      ? 'it is empty'
      : `all ${entries} entries (${firstSeq ?? 0} to ${lastSeq ?? 0}) are as they were written`
  print.lines([`The audit log is whole: ${which}.`])
})

export const auditExport: Command<{ output?: string }> = runCommand(async ({ client, context, options, print }) => {
  let entries = 0
  let missing = 0
  let last: number | null = null
  async function* lines(): AsyncGenerator<string> {
    for await (const page of auditPages(client)) {
      for (const { seq } of page) {
        if (last !== null) missing += seq - last - 1
        last = seq
      }
      entries += page.length
      yield page.map((entry) => `${JSON.stringify(entry)}\n`).join('')
    }
  }
  if (options.output === undefined) {
    for await (const text of lines()) {
      if (text !== '') context.terminal.out(text.trimEnd())
      await context.terminal.flush()
    }
  } else {
    await writeToFile(options.output, lines())
    if (options.json) print.json({ file: options.output, entries, missing })
    else print.lines([`${entries} entries are in ${options.output}.`])
  }
  if (missing > 0)
    context.terminal.err(`kith: ${missing} entries are missing or cannot be read. See: kith audit verify`)
})

async function filterOf({ client, context, options }: Asked<LsOptions>): Promise<Filter> {
  const nowMs = context.clock.wallMs()
  const { peer, kind, text, since, until } = options
  return {
    ...(peer === undefined ? {} : { peerId: await whichPeer(client, peer, 'both') }),
    ...(kind === undefined ? {} : { kinds: [...kind] }),
    ...(text === undefined ? {} : { text }),
    ...(since === undefined ? {} : { from: timeOf('--since', since, nowMs, 'start') }),
    ...(until === undefined ? {} : { until: timeOf('--until', until, nowMs, 'end') }),
  }
}

function timeOf(option: string, text: string, nowMs: number, edge: 'start' | 'end'): string {
  const atMs = typedTimeMs(text, nowMs, edge)
  if (atMs !== null) return isoTime(atMs)
  throw new KithError(
    'InvalidRequest',
    `${option} is a time such as 2h, 3d, 2026-01-31 or 2026-01-31T18:00, not “${text}”.`,
  )
}

async function newestEntries({ client, options }: Asked<LsOptions>, filter: Filter): Promise<AuditView[]> {
  const found: AuditView[] = []
  for (let after: number | null = null; found.length < options.limit; ) {
    const limit = Math.min(PAGE, options.limit - found.length)
    const page: AuditPage = await client.call('audit.query', { ...filter, order: 'newest', limit, after })
    found.push(...page.entries)
    const next = page.next ?? page.entries.at(-1)?.seq ?? null
    if (!page.more || next === null) break
    after = next
  }
  return found.reverse()
}

/** Goes on until the command is ended or the node is gone. */
async function follow(asked: Asked<LsOptions>, filter: Filter, lastSeq: number): Promise<never> {
  const { client } = asked
  let last = lastSeq
  const seen = { announced: 0, gone: false }
  let wake = (): void => {}
  client.on('audit.appended', (entries) => {
    seen.announced = entries.at(-1)?.seq ?? seen.announced
    wake()
  })
  client.onLink((up) => {
    seen.gone ||= !up
    wake()
  })
  for (;;) {
    const upTo = seen.announced
    const woken = new Promise<void>((resolve) => (wake = resolve))
    // An announcement tells the end of a flood only; asking finds all of it.
    for await (const entries of auditPages(client, { ...filter, after: last === 0 ? null : last })) {
      show(asked, entries)
      last = Math.max(last, entries.at(-1)?.seq ?? 0)
    }
    last = Math.max(last, upTo)
    await woken
    if (seen.gone) throw new KithError('Unreachable', 'The node has gone away.')
  }
}

function show({ options, print, paint }: Asked<LsOptions>, entries: readonly AuditView[]): void {
  if (options.json) for (const entry of entries) print.json(entry)
  else print.lines(entries.map((entry) => auditLine(entry, paint)))
}
