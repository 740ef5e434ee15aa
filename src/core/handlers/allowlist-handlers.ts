/** Answers the calls about many peers at once: bulk changes, undo, import and export. */
import type { NodeHandlers, Parsed } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import { isoTime } from '../../kit/clock.ts'
import { parsePeerAddress } from '../net/index.ts'
import {
  type AllowlistPeer,
  type ImportPlan,
  looksLikeJson,
  planImport,
  readAllowlistJson,
  readAllowlistText,
  writeAllowlistJson,
  writeAllowlistText,
} from '../trust/index.ts'
import type { AllowlistEdits, Edit } from './allowlist-edits.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names = `peers.${'forget' | 'change' | 'undo'}` | `allowlist.${'export' | 'preview' | 'import'}`

export function allowlistHandlers(
  ports: HandlerPorts,
  decisions: Decisions,
  edits: AllowlistEdits,
): Pick<NodeHandlers, Names> {
  const { clock, trust, book, network, nodeView } = ports

  async function change({ peerIds, level, kept, permissions }: Parsed<'peers.change'>) {
    if (level === undefined && kept === undefined && permissions === undefined)
      throw new KithError('InvalidRequest', 'Say what to change: the level, whether to keep connected, or permissions.')
    const changes = [...new Set(peerIds)].flatMap((peerId) => {
      const to = level ?? trust.peer(peerId)?.level
      if (to === undefined || peerId === network.peerId) return []
      const more = { ...(kept === undefined ? {} : { kept }), ...(permissions === undefined ? {} : { permissions }) }
      return { peerId, to: { level: to, ...more } }
    })
    if (changes.length === 0)
      throw new KithError('InvalidRequest', 'None of these peers is on the list. Add it with its address first.')
    const changed = changes.map(({ peerId }) => peerId)
    const [first] = changed
    const before = changed.length === 1 && first !== undefined ? { before: trust.level(first) } : {}
    const undo = await edits.apply(changes)
    const kind =
      level === 'blocked'
        ? 'block'
        : level !== undefined
          ? 'trust'
          : permissions !== undefined
            ? 'permission'
            : ('edit' as const)
    const what = permissions === undefined ? 'kept' : permissions === null ? 'as its level' : 'own'
    decisions.noteAll(kind, changed, level ?? what, {
      ...before,
      ...(kept === undefined ? {} : { kept }),
      ...(permissions === undefined ? {} : { permissions }),
    })
    return { changed: changed.length, undo }
  }

  function planOf(text: string): ImportPlan & { readonly format: 'text' | 'json' } {
    const read = looksLikeJson(text)
      ? readAllowlistJson(text, parsePeerAddress)
      : readAllowlistText(text, parsePeerAddress)
    const plan = planImport(read, {
      self: network.peerId,
      peers: new Map(trust.peers().map((record) => [record.peerId, record])),
      requests: new Map(trust.requests().map((request) => [request.peerId, request])),
      addressesOf: (peerId) => book.of(peerId),
    })
    return { ...plan, format: read.format }
  }

  async function importText({ text, removeMissing }: Parsed<'allowlist.import'>) {
    const { lines, missing } = planOf(text)
    const counts = countsOf(lines)
    if (counts.add + counts.change + counts.same === 0)
      throw new KithError('InvalidRequest', `Nothing was imported: ${lines[0]?.problem ?? 'there is no peer in it.'}`, {
        details: { invalid: counts.invalid },
      })
    const gone = removeMissing ? missing : []
    const changes = lines.flatMap((line) => line.change ?? [])
    const undo = await edits.apply([...changes, ...gone.map(({ peerId }) => ({ peerId, to: null }))])
    const told = { added: counts.add, changed: counts.change, removed: gone.length, invalid: counts.invalid }
    // Everybody whom it touched, and what became of them: an import must not be a way past the log.
    const outcomes = byOutcome([...changes, ...gone.map(({ peerId }) => ({ peerId, to: null }))])
    for (const [outcome, peerIds] of outcomes) decisions.noteAll('import', peerIds, outcome, told)
    if (outcomes.size === 0) decisions.note('import', null, 'nothing new', told)
    return {
      changed: counts.change,
      added: counts.add,
      removed: gone.length,
      invalid: counts.invalid,
      undo,
    }
  }

  function listed(): AllowlistPeer[] {
    return trust
      .peers()
      .map(({ peerId, level, name, note, kept, permissions, limits }) => ({
        peerId,
        level,
        name,
        note,
        kept,
        permissions,
        limits,
        // The book's order changes with every connection; a file that did would differ each time for no reason.
        addresses: [...book.of(peerId)].sort(),
      }))
      .sort(byLevelAndName)
  }

  return {
    'peers.forget': ({ peerIds }) => edits.forget(peerIds),
    'peers.change': change,
    'peers.undo': ({ undo }) => edits.undo(undo),
    'allowlist.export': ({ format }) => {
      const peers = listed()
      const time = isoTime(clock.wallMs())
      const header = { nodeName: nodeView().name, peerId: network.peerId, time }
      const text = format === 'json' ? writeAllowlistJson(peers, header) : writeAllowlistText(peers, header)
      const fileName = `kith-allowlist-${time.slice(0, 10)}.${format === 'json' ? 'json' : 'txt'}`
      return Promise.resolve({ text, fileName, entries: peers.length })
    },
    'allowlist.preview': ({ text }) => {
      const { format, lines, missing } = planOf(text)
      return Promise.resolve({
        format,
        ...countsOf(lines),
        missing: missing.map(({ peerId, name, claimedName }) => ({ peerId, name: name ?? claimedName })),
        lines: lines.map(({ line, text: shown, peerId, action, problem, before, after }) => ({
          line,
          text: shown,
          peerId,
          action,
          problem,
          before,
          after,
        })),
      })
    },
    'allowlist.import': importText,
  }
}

/** The level that each has now, or that it was removed. */
function byOutcome(edits: readonly Edit[]): ReadonlyMap<string, readonly string[]> {
  const outcomes = new Map<string, string[]>()
  for (const { peerId, to } of edits) {
    const outcome = to?.level ?? 'removed'
    const peerIds = outcomes.get(outcome)
    if (peerIds) peerIds.push(peerId)
    else outcomes.set(outcome, [peerId])
  }
  return outcomes
}

function countsOf(lines: ImportPlan['lines']) {
  const counts = { add: 0, change: 0, same: 0, invalid: 0 }
  for (const { action } of lines) counts[action] += 1
  return counts
}

const RANK = { trusted: 0, verified: 1, blocked: 2 }

/** Those without a name last. By code units: the same on every machine. */
function byLevelAndName(a: AllowlistPeer, b: AllowlistPeer): number {
  const keyOf = ({ name, peerId }: AllowlistPeer): string => `${name === null ? '\u{ffff}' : name} ${peerId}`
  return RANK[a.level] - RANK[b.level] || (keyOf(a) < keyOf(b) ? -1 : 1)
}
