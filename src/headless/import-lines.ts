/** What an import would do, as lines for a person. Pure. */
import type { ImportLineView, ImportPreview } from '../contract/trust-views.ts'
import { setCap, volume } from './amounts.ts'
import { printable, shortId, table } from './text.ts'

/** A person reads no more; the figures below tell the rest. */
const MAX_SHOWN = 200

type Entry = NonNullable<ImportLineView['after']>

export function previewLines(preview: ImportPreview, removeMissing: boolean): string[] {
  const shown = preview.lines.filter(({ action }) => action !== 'same')
  const rows = shown
    .slice(0, MAX_SHOWN)
    .map((line) => [
      String(line.line),
      line.action,
      line.peerId === null ? '–' : shortId(line.peerId),
      line.problem ?? differences(line.before, line.after),
    ])
  const missing = removeMissing ? preview.missing : []
  for (const { peerId, name } of missing.slice(0, MAX_SHOWN)) rows.push(['–', 'remove', shortId(peerId), name ?? ''])
  const rest = shown.length + missing.length - rows.length
  return [
    ...(rows.length > 0 ? table(['LINE', '', 'PEER', ''], rows) : []),
    ...(rest > 0 ? [`… and ${rest} more.`] : []),
    summary(preview, removeMissing),
  ]
}

function summary({ add, change, same, invalid, missing }: ImportPreview, removeMissing: boolean): string {
  const parts = [
    `${add} to add`,
    `${change} to change`,
    ...(removeMissing ? [`${missing.length} to remove`] : []),
    `${same} as they are`,
    ...(invalid > 0 ? [`${invalid} cannot be read`] : []),
  ]
  const notInIt =
    removeMissing || missing.length === 0
      ? ''
      : ` ${missing.length} on your list are not in it and stay (--remove-missing).`
  return `${parts.join(', ')}.${notInIt}`
}

const words: { readonly [K in keyof Entry]: (value: Entry[K]) => string } = {
  level: (level) => level,
  name: (name) => (name === null ? 'no name' : `“${name}”`),
  kept: (kept) => (kept ? 'keep' : 'no-keep'),
  permissions: (permissions) => `may ${permissions === null ? 'as its level' : permissions.join(', ') || 'nothing'}`,
  limits: (limits) => limitsWords(limits),
  addresses: (addresses) => (addresses.length === 1 ? '1 address' : `${addresses.length} addresses`),
  note: (note) => (note === null ? 'no note' : `note “${note.replace(/\s+/g, ' ').slice(0, 40)}”`),
}

function limitsWords({ uploadBytesPerSecond, downloadBytesPerSecond, monthlyBytes }: Entry['limits']): string {
  const set = [
    ...(uploadBytesPerSecond === 0 ? [] : [`up ${setCap(uploadBytesPerSecond, 'KiB/s')}`]),
    ...(downloadBytesPerSecond === 0 ? [] : [`down ${setCap(downloadBytesPerSecond, 'KiB/s')}`]),
    ...(monthlyBytes === 0 ? [] : [`${volume(monthlyBytes)} a month`]),
  ]
  return set.join(', ') || 'no limits'
}

/** What is new about somebody new, and before → after about somebody known. */
function differences(before: Entry | null, after: Entry | null): string {
  if (!after) return ''
  const said = (entry: Entry, key: keyof Entry): string => (words[key] as (value: unknown) => string)(entry[key])
  const keys = Object.keys(words) as (keyof Entry)[]
  const parts = before
    ? keys
        .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
        .map((key) => `${said(before, key)} → ${said(after, key)}`)
    : keys.filter((key) => key === 'level' || isSaid(key, after[key])).map((key) => said(after, key))
  return printable(parts.join('; '))
}

/** Permissions that are none at all are worth a word; addresses that are none are not. */
const isSaid = (key: keyof Entry, value: Entry[keyof Entry]): boolean =>
  key === 'addresses'
    ? Array.isArray(value) && value.length > 0
    : key === 'limits'
      ? Object.values(value ?? {}).some(Boolean)
      : value !== null && value !== false
