/** One entry of an allowlist in words: what it says, and what an import makes of it. */
import { formatBytes, formatRate } from '../../format/quantities.ts'
import { peerStrings, strings } from '../../strings.ts'
import type { Entry, EntryField } from './import-lines.policy.ts'

const words = peerStrings.allowlist

/** Longer would push the rest out of the row; the whole is in its title. */
const MAX_NOTE_SHOWN = 40

const cut = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ')
  return line.length <= MAX_NOTE_SHOWN ? line : `${line.slice(0, MAX_NOTE_SHOWN - 1)}…`
}

export function fieldWords(entry: Entry, field: EntryField): string {
  switch (field) {
    case 'level':
      return strings.trust[entry.level]
    case 'name':
      return entry.name === null ? words.none : `“${entry.name}”`
    case 'note':
      return entry.note === null ? words.none : `“${cut(entry.note)}”`
    case 'kept':
      return entry.kept ? words.yes : words.no
    case 'permissions': {
      if (entry.permissions === null) return words.asLevel
      const may = entry.permissions.map((permission) => strings.permission[permission])
      return may.length === 0 ? words.nothingAllowed : may.join(', ')
    }
    case 'limits': {
      const { uploadBytesPerSecond: up, downloadBytesPerSecond: down, monthlyBytes } = entry.limits
      const set = [
        ...(up === 0 ? [] : [words.up(formatRate(up))]),
        ...(down === 0 ? [] : [words.down(formatRate(down))]),
        ...(monthlyBytes === 0 ? [] : [words.monthly(formatBytes(monthlyBytes))]),
      ]
      return set.join(', ') || words.none
    }
    case 'addresses':
      return entry.addresses.length === 0 ? words.none : words.addresses(entry.addresses.length)
  }
}

/** What a new entry says beyond its level and name; what is as usual is left out. */
export function newEntryFields(entry: Entry): readonly EntryField[] {
  return [
    ...(entry.kept ? (['kept'] as const) : []),
    ...(entry.permissions === null ? [] : (['permissions'] as const)),
    ...(Object.values(entry.limits).every((limit) => limit === 0) ? [] : (['limits'] as const)),
    ...(entry.note === null ? [] : (['note'] as const)),
    ...(entry.addresses.length === 0 ? [] : (['addresses'] as const)),
  ]
}
