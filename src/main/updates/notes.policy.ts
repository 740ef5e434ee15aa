/** Release notes as plain text: whatever a feed writes, a person reads words, and the page gets no markup. Pure. */

/** The bound of `UpdateView.notes`. */
const MAX_LENGTH = 20_000

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** @returns `null` when nothing is left */
export function plainNotes(notes: string): string | null {
  const text = notes
    // Long before the bound, so that a huge text costs nothing; tags are a part of it.
    .slice(0, MAX_LENGTH * 4)
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<br\s*\/?>|<\/(p|div|li|h[1-6]|ul|ol|tr)\s*>/gi, '\n')
    .replace(/<li\b[^>]*>/gi, '• ')
    .replace(/<\/?[a-z!][^>]*(>|$)/gi, '')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_whole, name: string) => ENTITIES[name] ?? '')
    // Control characters, and marks that turn the direction of a text around.
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  if (text === '') return null
  return text.length <= MAX_LENGTH ? text.toWellFormed() : `${text.slice(0, MAX_LENGTH - 1).toWellFormed()}…`
}
