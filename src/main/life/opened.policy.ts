/** What the app was opened with: invite links and files, out of the words of a command line. Pure. */

/** Somebody who opens more at once gets the first few; each one is a dialog. */
export const MAX_OPENED = 4
/** The longest invite link that the node takes, and far above any path (the contract's `TypedLink` says the same). */
export const MAX_WORD_CHARACTERS = 8_192

export type Opened =
  | { readonly is: 'link'; readonly link: string }
  /** A path, or a `file://` address as desktops hand them over. */
  | { readonly is: 'file'; readonly path: string }

/** Nothing that a person can see in a link or a path; they only ever hide something. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/

/** The words that can be handed over: short enough, and not too many. */
export const boundedWords = (words: readonly string[]): readonly string[] =>
  words.filter((word) => word !== '' && word.length <= MAX_WORD_CHARACTERS && !CONTROL.test(word)).slice(0, MAX_OPENED)

/** @param words what stands on a command line besides its options */
export function openedBy(words: readonly string[]): readonly Opened[] {
  return boundedWords(words).flatMap((word): Opened[] => {
    if (/^kith:/i.test(word)) return [{ is: 'link', link: word }]
    // Another program's link is not ours to open, and no file either. (A Windows path has one letter before its colon.)
    if (/^[a-z][a-z0-9+.-]+:/i.test(word) && !/^file:/i.test(word)) return []
    return [{ is: 'file', path: word }]
  })
}
