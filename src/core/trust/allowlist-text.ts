/** The allowlist as a text that people can read and write: one peer per line, `#` comments. Pure. */
import { Permission } from '../../contract/views.ts'
import { ok, type Result } from '../../kit/result.ts'
import type {
  AllowlistEntry,
  AllowlistHeader,
  AllowlistLine,
  AllowlistPeer,
  ReadAddress,
  ReadAllowlist,
} from './allowlist.types.ts'
import {
  cappedLines,
  LEVELS,
  ListedLevel,
  PERMISSIONS,
  readAddresses,
  readName,
  readNote,
  shown,
  visibleJson,
} from './allowlist-line.ts'
import { isLimitWord, limitWords, readLimit, writtenLimits } from './limit-words.ts'

/** A word, a quoted text, or either behind `key=`. */
interface Token {
  readonly key: string | null
  readonly value: string
  readonly quoted: boolean
}

const no = (error: string): Result<never, string> => ({ ok: false, error })

/** Never throws: what cannot be read is a line with its problem. */
export function readAllowlistText(text: string, readAddress: ReadAddress): ReadAllowlist {
  return { format: 'text', ...cappedLines(saying(text), ({ line, text: said }) => readLine(line, said, readAddress)) }
}

/** Lines that are neither empty nor a comment. */
function* saying(text: string): Generator<{ readonly line: number; readonly text: string }> {
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    // Some editors begin a file with an invisible mark.
    const said = line.replace(/^\u{feff}/u, '').trim()
    if (said !== '' && !said.startsWith('#')) yield { line: index + 1, text: said }
  }
}

function readLine(line: number, text: string, readAddress: ReadAddress): AllowlistLine {
  const bad = (problem: string, peerId: string | null = null): AllowlistLine => ({
    line,
    text: shown(text),
    ok: false,
    peerId,
    problem,
  })
  // Whose line it is, is known even when the rest makes no sense: such a peer is not missing from the file.
  const [first = ''] = text.split(/[\s#]/, 1)
  const peer = readAddress(first)
  if (!peer.ok) return bad(peer.error.message)
  const { peerId, address } = peer.value
  const tokens = tokensOf(text.slice(first.length))
  if (!tokens.ok) return bad(tokens.error, peerId)
  const said = readTokens(peerId, tokens.value, readAddress)
  if (!said.ok) return bad(said.error, peerId)
  const addresses = [...new Set([...(address === null ? [] : [address]), ...said.value.addresses])]
  return { line, text: shown(text), ok: true, entry: { ...said.value, addresses } }
}

/** One word at a time, from where the last one ended. */
const WORD = /\s*(?:$|(#.*)|(?:([\w-]+)=)?(?:("(?:[^"\\]|\\.)*")(?=\s|#|$)|([^\s"#][^\s"]*)(?=\s|$)))/uy

function tokensOf(text: string): Result<Token[], string> {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; at = WORD.lastIndex) {
    WORD.lastIndex = at
    const found = WORD.exec(text)
    if (!found) {
      const rest = text.slice(at, at + 40).trim()
      return no(
        `“${rest}” cannot be read: a text in quotes begins and ends with ", and stands apart from the next word.`,
      )
    }
    const [, comment, key = null, quoted, word] = found
    if (comment !== undefined) break
    const value = quoted === undefined ? ok(word ?? null) : unquoted(quoted)
    if (!value.ok) return value
    if (value.value !== null) tokens.push({ key, value: value.value, quoted: quoted !== undefined })
  }
  return ok(tokens)
}

/** As in JSON; a tab may stand as it is. */
function unquoted(text: string): Result<string, string> {
  try {
    return ok(JSON.parse(text.replace(/\t/g, ' ')) as string)
  } catch {
    return no(`${shown(text)} cannot be read: within quotes, \\ is written \\\\ and a quote is written \\".`)
  }
}

function readTokens(
  peerId: string,
  tokens: readonly Token[],
  readAddress: ReadAddress,
): Result<AllowlistEntry, string> {
  const said: { -readonly [K in keyof AllowlistEntry]: AllowlistEntry[K] } = { peerId, addresses: [] }
  const given: string[] = []
  const seen = new Set<string>()
  for (const { key, value, quoted } of tokens) {
    const what = key ?? (quoted ? 'name' : wordKind(value))
    if (what !== 'address' && seen.has(what)) return no(`The ${what} is given twice.`)
    seen.add(what)
    switch (what) {
      case 'level': {
        const level = ListedLevel.safeParse(value.toLowerCase())
        if (!level.success) return no(`“${shown(value)}” is no level here. The levels are ${LEVELS}.`)
        said.level = level.data
        break
      }
      case 'keep':
        if (key !== null) return no('Write keep or no-keep, without “=”.')
        said.kept = value.toLowerCase() === 'keep'
        break
      case 'name': {
        const name = readName(value)
        if (!name.ok) return name
        said.name = name.value
        break
      }
      case 'note': {
        const note = readNote(value)
        if (!note.ok) return note
        said.note = note.value
        break
      }
      case 'permissions': {
        const permissions = readPermissions(value)
        if (!permissions.ok) return permissions
        said.permissions = permissions.value
        break
      }
      case 'address':
        given.push(value)
        break
      default: {
        if (isLimitWord(what)) {
          const limit = readLimit(what, value)
          if (!limit.ok) return limit
          said.limits = { ...said.limits, [limitWords[what]]: limit.value }
          break
        }
        return no(
          `“${shown(value)}” makes no sense here. A line is: PEER LEVEL "NAME" keep permissions=… up=… down=… monthly=… address=… note="…"; the levels are ${LEVELS}.`,
        )
      }
    }
  }
  const addresses = readAddresses(peerId, given, readAddress)
  return addresses.ok ? ok({ ...said, addresses: addresses.value }) : addresses
}

function wordKind(word: string): string {
  if (/^(no-)?keep$/i.test(word)) return 'keep'
  return /^(blocked|unknown|verified|trusted)$/i.test(word) ? 'level' : 'word'
}

function readPermissions(text: string): Result<Permission[] | null, string> {
  if (text === 'default') return ok(null)
  if (text === 'none') return ok([])
  const permissions: Permission[] = []
  for (const word of text.split(',')) {
    const permission = Permission.safeParse(word.trim())
    if (!permission.success)
      return no(`“${shown(word)}” is no permission. There are ${PERMISSIONS}; or write none, or default.`)
    if (!permissions.includes(permission.data)) permissions.push(permission.data)
  }
  return ok(permissions)
}

/** In the order given. */
export function writeAllowlistText(
  peers: readonly AllowlistPeer[],
  { nodeName, peerId, time }: AllowlistHeader,
): string {
  const many = peers.length === 1 ? '1 peer' : `${peers.length} peers`
  return [
    `# The allowlist of ${nodeName} (${peerId}) on ${time}: ${many}.`,
    '#',
    '# One peer per line: PEER LEVEL "NAME" keep permissions=… up=… down=… monthly=… address=… note="…"',
    '# Only the peer ID is needed; what is left out stays as it is, or follows the level.',
    `# Levels: ${LEVELS}. keep: connect again by itself (no-keep: only on request).`,
    `# Permissions: ${PERMISSIONS}; or none, or default.`,
    '# Limits: up=1MiB/s and down=256KiB/s, monthly=10GiB in both directions together; or unlimited.',
    '',
    ...peers.map(lineOf),
    '',
  ].join('\n')
}

function lineOf({ peerId, level, name, note, kept, permissions, limits, addresses }: AllowlistPeer): string {
  const keep = kept ? 'keep' : 'no-keep'
  return [
    peerId,
    level,
    ...(name === null ? [] : [visibleJson(name)]),
    ...(level === 'blocked' ? [] : [keep]),
    ...(permissions === null ? [] : [`permissions=${permissions.join(',') || 'none'}`]),
    ...writtenLimits(limits),
    ...addresses.map((address) => `address=${address}`),
    ...(note === null ? [] : [`note=${visibleJson(note)}`]),
  ].join(' ')
}
