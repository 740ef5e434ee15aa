/** What an import would do, line by line: the preview and the deed are made of the same plan. Pure. */
import type { PeerLimits, Permission, TrustLevel } from '../../contract/views.ts'
import type { AllowlistEntry, AllowlistLine, ReadAllowlist } from './allowlist.types.ts'
import { type Decision, decided } from './decision.policy.ts'
import type { PeerRecord, RequestRecord } from './trust-store.types.ts'

/** A peer as a preview shows it. */
export interface ImportedPeer {
  level: TrustLevel
  name: string | null
  note: string | null
  kept: boolean
  permissions: Permission[] | null
  limits: PeerLimits
  addresses: string[]
}

export interface ImportLine {
  readonly line: number
  readonly text: string
  readonly peerId: string | null
  readonly action: 'add' | 'change' | 'same' | 'invalid'
  readonly problem: string | null
  readonly before: ImportedPeer | null
  readonly after: ImportedPeer | null
  /** What is to be done; `null` for a line that does nothing. */
  readonly change: { readonly peerId: string; readonly to: Decision; readonly addresses: readonly string[] } | null
}

export interface ImportPlan {
  readonly lines: readonly ImportLine[]
  /** On the allowlist now, and not in the file. Blocks are never missing: forgetting them would let somebody in. */
  readonly missing: readonly PeerRecord[]
}

/** What is known of peers now. */
export interface ImportBase {
  readonly self: string
  readonly peers: ReadonlyMap<string, PeerRecord>
  readonly requests: ReadonlyMap<string, RequestRecord>
  readonly addressesOf: (peerId: string) => readonly string[]
}

export function planImport({ lines, whole }: ReadAllowlist, base: ImportBase): ImportPlan {
  const lastLineOf = new Map(lines.flatMap((one) => (one.ok ? [[one.entry.peerId, one.line] as const] : [])))
  const planned = lines.map((line) => planLine(line, lastLineOf, base))
  const named = new Set(planned.map(({ peerId }) => peerId))
  // A file that could not be read to its end says of nobody that they are not in it.
  const missing = whole
    ? [...base.peers.values()].filter(({ peerId, level }) => level !== 'blocked' && !named.has(peerId))
    : []
  return { lines: planned, missing }
}

function planLine(line: AllowlistLine, lastLineOf: ReadonlyMap<string, number>, base: ImportBase): ImportLine {
  const invalid = (peerId: string | null, problem: string): ImportLine => ({
    line: line.line,
    text: line.text,
    peerId,
    action: 'invalid',
    problem,
    before: null,
    after: null,
    change: null,
  })
  if (!line.ok) return invalid(line.peerId, line.problem)
  const { entry, text } = line
  const { peerId } = entry
  if (peerId === base.self) return invalid(peerId, 'This is your own node. It needs no level of trust.')
  const last = lastLineOf.get(peerId)
  if (last !== undefined && last !== line.line)
    return invalid(peerId, `Line ${last} is about the same peer again, and counts instead.`)
  const record = base.peers.get(peerId)
  const known = base.addressesOf(peerId)
  const to = decisionOf(entry, record)
  const before = record ? shownAs(record, known) : null
  // The time is not part of what is shown.
  const after = shownAs(decided(peerId, to, record, base.requests.get(peerId), 0), [
    ...new Set([...known, ...entry.addresses]),
  ])
  const common = { line: line.line, text, peerId, problem: null, before, after }
  if (before && JSON.stringify(before) === JSON.stringify(after)) return { ...common, action: 'same', change: null }
  return { ...common, action: before ? 'change' : 'add', change: { peerId, to, addresses: entry.addresses } }
}

/** A line that names no level leaves the one that is; somebody new is verified. */
function decisionOf(
  { level, name, note, kept, permissions, limits }: AllowlistEntry,
  record: PeerRecord | undefined,
): Decision {
  return {
    level: level ?? record?.level ?? 'verified',
    ...(name === undefined ? {} : { name }),
    ...(note === undefined ? {} : { note }),
    ...(kept === undefined ? {} : { kept }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(limits === undefined ? {} : { limits }),
  }
}

const shownAs = (
  { level, name, note, kept, permissions, limits }: PeerRecord,
  addresses: readonly string[],
): ImportedPeer => ({
  level,
  name,
  note,
  kept,
  permissions: permissions && [...permissions],
  limits: { ...limits },
  addresses: [...addresses],
})
