/** The kinds of entries in the groups by which a person looks for them. */
import type { AuditKind } from '../../../contract/audit-views.ts'

export const groups = {
  admitted: ['admit'],
  refused: ['refuse', 'deny'],
  decided: [
    'approve',
    'ignore',
    'block',
    'trust',
    'permission',
    'edit',
    'verify',
    'forget',
    'restore',
    'ban',
    'unban',
    'reputation',
    'import',
  ],
  invites: ['invite', 'introduce'],
  settings: ['setting'],
  key: ['key', 'audit', 'service', 'quota'],
} as const satisfies Record<string, readonly AuditKind[]>
export type KindGroup = keyof typeof groups
export const groupNames = Object.keys(groups) as readonly KindGroup[]

export type Chosen = 'all' | 'some' | 'none'

/** How much of a group is chosen. Nothing chosen at all means everything is shown, and no group is marked. */
export function chosenOf(group: KindGroup, kinds: readonly AuditKind[]): Chosen {
  const mine = groups[group].filter((kind) => kinds.includes(kind)).length
  if (mine === 0) return 'none'
  return mine === groups[group].length ? 'all' : 'some'
}

/** Takes a whole group in, or out where all of it is in. */
export function toggleGroup(group: KindGroup, kinds: readonly AuditKind[]): readonly AuditKind[] {
  const mine: readonly AuditKind[] = groups[group]
  const others = kinds.filter((kind) => !mine.includes(kind))
  return chosenOf(group, kinds) === 'all' ? others : [...others, ...mine]
}

export const toggleKind = (kind: AuditKind, kinds: readonly AuditKind[]): readonly AuditKind[] =>
  kinds.includes(kind) ? kinds.filter((one) => one !== kind) : [...kinds, kind]
