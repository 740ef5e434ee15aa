/** In which order and with which differences the lines of an import are shown. Pure. */
import type { ImportLineView, ImportPreview } from '../../../contract/trust-views.ts'

export const tabs = ['all', 'invalid', 'add', 'change', 'same', 'missing'] as const
export type Tab = (typeof tabs)[number]

export type ShownLine =
  | { readonly kind: 'line'; readonly line: ImportLineView }
  /** On the list now, and not in the import. */
  | { readonly kind: 'missing'; readonly peerId: string; readonly name: string | null }

export type TabCounts = Readonly<Record<Tab, number>>

export const countTabs = ({ add, change, same, invalid, missing, lines }: ImportPreview): TabCounts => ({
  all: lines.length,
  invalid,
  add,
  change,
  same,
  missing: missing.length,
})

/** What has to be mended is seen first, what changes nothing last. */
const rank: Readonly<Record<ImportLineView['action'], number>> = { invalid: 0, add: 1, change: 2, same: 3 }

export function shownLines(preview: ImportPreview, tab: Tab): readonly ShownLine[] {
  if (tab === 'missing') return preview.missing.map((peer) => ({ kind: 'missing', ...peer }))
  return preview.lines
    .filter((line) => tab === 'all' || line.action === tab)
    .sort((a, b) => rank[a.action] - rank[b.action] || a.line - b.line)
    .map((line) => ({ kind: 'line', line }))
}

export type Entry = NonNullable<ImportLineView['after']>
export type EntryField = keyof Entry

const fields = [
  'level',
  'name',
  'kept',
  'permissions',
  'limits',
  'note',
  'addresses',
] as const satisfies readonly EntryField[]

const sameList = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  a === null || b === null ? a === b : a.length === b.length && a.every((one) => b.includes(one))

function same(field: EntryField, a: Entry, b: Entry): boolean {
  switch (field) {
    case 'permissions':
      return sameList(a.permissions, b.permissions)
    case 'limits':
      return JSON.stringify(a.limits) === JSON.stringify(b.limits)
    case 'addresses':
      return sameList(a.addresses, b.addresses)
    default:
      return a[field] === b[field]
  }
}

/** The fields that become different, the weightiest first. */
export const changedFields = (before: Entry, after: Entry): readonly EntryField[] =>
  fields.filter((field) => !same(field, before, after))

/** What pressing the button will do, with `removed` only when the person asked for it. */
export interface ImportEffect {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

export const effectOf = (preview: ImportPreview, removeMissing: boolean): ImportEffect => ({
  added: preview.add,
  changed: preview.change,
  removed: removeMissing && canRemoveMissing(preview) ? preview.missing.length : 0,
})

/** A text of which nothing could be read says nothing about who is missing from it. */
export const canRemoveMissing = ({ add, change, same: unchanged, missing }: ImportPreview): boolean =>
  missing.length > 0 && add + change + unchanged > 0

export const doesNothing = ({ added, changed, removed }: ImportEffect): boolean => added + changed + removed === 0
