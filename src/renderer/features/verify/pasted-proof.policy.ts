/** What a person pasted from the other screen: its code, all of its words, or something else. Pure. */

export type PastedProof =
  /** For the node to read. */
  | { readonly is: 'code' }
  | { readonly is: 'same-words' }
  | { readonly is: 'other-words' }
  /** Too few to say anything. */
  | { readonly is: 'few-words'; readonly n: number }

/** Words come with their numbers, commas and line breaks when they are copied from a message. */
const wordsIn = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]+/gu) ?? []

/** @param words what this screen shows */
export function readProof(text: string, words: readonly string[]): PastedProof {
  // A link-like beginning is no word; whatever is wrong with it, the node says so.
  if (/^\s*[a-z]+:/iu.test(text)) return { is: 'code' }
  const pasted = wordsIn(text)
  if (pasted.length < words.length) return { is: 'few-words', n: pasted.length }
  const same = pasted.length === words.length && words.every((word, index) => word === pasted[index])
  return { is: same ? 'same-words' : 'other-words' }
}
