/** The allowlist as JSON, for programs. Pure. */
import { z } from 'zod'
import { PeerLimits, Permission } from '../../contract/views.ts'
import type { AllowlistHeader, AllowlistLine, AllowlistPeer, ReadAddress, ReadAllowlist } from './allowlist.types.ts'
import { cappedLines, ListedLevel, readAddresses, readName, readNote, shown, visibleJson } from './allowlist-line.ts'

const FORMAT = 'kith-allowlist'
const VERSION = 1

const File = z.looseObject({ format: z.literal(FORMAT), version: z.int().positive(), peers: z.array(z.unknown()) })

/** Strict, because a misspelt `permissions` would silently grant the defaults. */
const Entry = z.strictObject({
  peerId: z.string().max(2048),
  level: ListedLevel.optional(),
  name: z.string().nullable().optional(),
  note: z.string().nullable().optional(),
  kept: z.boolean().optional(),
  permissions: z.array(Permission).max(16).nullable().optional(),
  limits: z
    .strictObject({
      uploadBytesPerSecond: PeerLimits.shape.uploadBytesPerSecond.unwrap().optional(),
      downloadBytesPerSecond: PeerLimits.shape.downloadBytesPerSecond.unwrap().optional(),
      monthlyBytes: PeerLimits.shape.monthlyBytes.unwrap().optional(),
    })
    .optional(),
  addresses: z.array(z.string().max(2048)).max(1000).default([]),
})

export const looksLikeJson = (text: string): boolean => /^[\u{feff}\s]*[{[]/u.test(text)

/** Never throws: what cannot be read is a line with its problem. A line's number is the entry's place. */
export function readAllowlistJson(text: string, readAddress: ReadAddress): ReadAllowlist {
  const wrong = (problem: string): ReadAllowlist => ({
    format: 'json',
    lines: [{ line: 1, text: shown(text.trim()), ok: false, peerId: null, problem }],
    whole: false,
  })
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\u{feff}/u, ''))
  } catch (error) {
    return wrong(`This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`)
  }
  const file = File.safeParse(value)
  if (!file.success)
    return wrong(
      `An allowlist in JSON is {"format":"${FORMAT}","version":${VERSION},"peers":[…]}; this is something else.`,
    )
  if (file.data.version > VERSION)
    return wrong(`This file was written by a newer Kith (version ${file.data.version} of the format).`)
  const read = cappedLines(file.data.peers.entries(), ([index, entry]) => readEntry(index + 1, entry, readAddress))
  return { format: 'json', ...read }
}

function readEntry(line: number, value: unknown, readAddress: ReadAddress): AllowlistLine {
  const text = shown(JSON.stringify(value))
  const bad = (problem: string, peerId: string | null): AllowlistLine => ({ line, text, ok: false, peerId, problem })
  const named = z.looseObject({ peerId: z.string().max(2048) }).safeParse(value)
  const peer = named.success ? readAddress(named.data.peerId) : null
  const peerId = peer?.ok ? peer.value.peerId : null
  const parsed = Entry.safeParse(value)
  if (!parsed.success) return bad(complaint(parsed.error), peerId)
  if (!peer?.ok) return bad(peer?.error.message ?? 'It names no peer.', null)
  const { name, note, addresses: given, ...rest } = parsed.data
  const cleanName = readName(name ?? '')
  const cleanNote = readNote(note ?? '')
  const addresses = readAddresses(peer.value.peerId, given, readAddress)
  for (const part of [cleanName, cleanNote, addresses]) if (!part.ok) return bad(part.error, peerId)
  if (!cleanName.ok || !cleanNote.ok || !addresses.ok) return bad('It cannot be read.', peerId)
  const own = peer.value.address === null ? [] : [peer.value.address]
  return {
    line,
    text,
    ok: true,
    entry: {
      ...rest,
      peerId: peer.value.peerId,
      ...(name === undefined ? {} : { name: cleanName.value }),
      ...(note === undefined ? {} : { note: cleanNote.value }),
      addresses: [...new Set([...own, ...addresses.value])],
    },
  }
}

function complaint(error: z.ZodError): string {
  const issue = error.issues[0]
  const path = issue?.path.map(String).join('.') ?? ''
  const message = issue?.message ?? 'it cannot be read'
  return path === '' ? `${message}.` : `${path}: ${message}.`
}

/** In the order given. */
export function writeAllowlistJson(
  peers: readonly AllowlistPeer[],
  { nodeName, peerId, time }: AllowlistHeader,
): string {
  const node = { peerId, name: nodeName }
  const written = peers.map(({ peerId: id, level, name, note, kept, permissions, limits, addresses }) => ({
    peerId: id,
    level,
    name,
    note,
    kept,
    permissions,
    limits,
    addresses,
  }))
  return `${visibleJson({ format: FORMAT, version: VERSION, node, time, peers: written }, 2)}\n`
}
