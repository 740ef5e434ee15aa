/** What a text from outside may be: an invite link, an address, a backup, the lines of an allowlist, or nothing of ours. Pure. */

/** As long as the node takes a typed link or address. */
const MAX_TYPED = 8_192

/** Stray white space inside does no harm: mail programs break long links. */
const inviteLink = /^\s*["'<(]?\s*k\s*i\s*t\s*h\s*:/iu
const address = /^\s*["'<(]?\s*(?:\/(?:ip[46]|dns[46]?|dnsaddr)\/|[1-9A-HJ-NP-Za-km-z]{46,59}(?:@|\s*["'>)]?\s*$))/u

/** One thing that the dialog for a peer understands. */
export type Said = 'link' | 'address' | 'other'

export function saidBy(text: string): Said {
  if (text.length > MAX_TYPED) return 'other'
  if (inviteLink.test(text)) return 'link'
  return address.test(text) && !text.trim().includes('\n') ? 'address' : 'other'
}

export type OpenedKind =
  | 'empty'
  /** Not text at all. */
  | 'binary'
  | 'link'
  | 'address'
  | 'backup'
  | 'allowlist'

/** How far into a file one looks for what it is. */
const HEAD = 4_096

/** @param text of a whole file */
export function kindOfText(text: string): OpenedKind {
  const bare = text.replace(/^\uFEFF/u, '')
  if (bare.trim() === '') return 'empty'
  const head = bare.slice(0, HEAD)
  if (head.includes('\0')) return 'binary'
  if (/^\s*\{/u.test(head) && /"format"\s*:\s*"kith-(?:sealed|backup)"/u.test(head)) return 'backup'
  const said = saidBy(bare)
  return said === 'other' ? 'allowlist' : said
}
