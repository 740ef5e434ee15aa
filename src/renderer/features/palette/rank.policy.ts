/** How well what was typed fits what something is called. Pure. */

/** Of a thing that can be found. */
export interface Findable {
  readonly label: string
  /** Other words that find it; they count for less. */
  readonly also?: string
}

/** What a word of the query is worth where it is found, the best first. */
const WHOLE = 100
const BEGINS_LABEL = 90
const BEGINS_WORD = 70
const WITHIN = 40
const LETTERS = 15
/** Found by another word than its name. */
const ALSO_SHARE = 0.6

/** ASCII has no accents, and nearly every name is ASCII. */
const ascii = /^[\u0000-\u007f]*$/u
const fold = (text: string): string =>
  (ascii.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '')).toLowerCase()

export const queryWords = (query: string): readonly string[] => fold(query).split(/\s+/u).filter(Boolean)

/**
 * @param words of the query, from `queryWords`
 * @returns `null` when a word fits nowhere; otherwise more is better. Shorter names win over longer ones that fit as well.
 */
export function fitOf(words: readonly string[], { label, also = '' }: Findable): number | null {
  const name = fold(label)
  const others = fold(also)
  let sum = 0
  for (const word of words) {
    const fit = Math.max(fitIn(word, name), ALSO_SHARE * fitIn(word, others, false))
    if (fit === 0) return null
    sum += fit
  }
  if (words.join(' ') === name) sum += WHOLE
  return words.length === 0 ? 0 : sum / words.length + 10 / (10 + name.length)
}

function fitIn(word: string, text: string, letters = true): number {
  const at = text.indexOf(word)
  if (at === 0) return text.length === word.length ? WHOLE : BEGINS_LABEL
  if (at > 0) return beginsWord(text, word, at) ? BEGINS_WORD : WITHIN
  return letters && word.length > 1 ? lettersIn(word, text) : 0
}

function beginsWord(text: string, word: string, first: number): boolean {
  for (let at = first; at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true
  }
  return false
}

/** All its letters in their order, each from the beginning of a word or beside the one before: `vl` finds “Verify the log”. */
function lettersIn(word: string, text: string): number {
  let at = -1
  for (const letter of word) {
    const beside = at >= 0 && text[at + 1] === letter ? at + 1 : -1
    const next = beside === -1 ? startOf(letter, text, at + 1) : beside
    if (next === -1) return 0
    at = next
  }
  return LETTERS
}

function startOf(letter: string, text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === letter && (at === 0 || text[at - 1] === ' ')) return at
  }
  return -1
}

/**
 * The best of many, the best first; what fits as well keeps its order.
 *
 * @param bonus for what was done lately, for example
 */
export function rank<T extends Findable>(
  words: readonly string[],
  things: Iterable<T>,
  most: number,
  bonus: (thing: T) => number = () => 0,
): readonly { readonly thing: T; readonly fit: number }[] {
  const found: { readonly thing: T; readonly fit: number }[] = []
  for (const thing of things) {
    const fit = fitOf(words, thing)
    if (fit !== null) found.push({ thing, fit: fit + bonus(thing) })
  }
  return found.sort((a, b) => b.fit - a.fit).slice(0, most)
}
