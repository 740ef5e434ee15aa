/** Whether a new passphrase can be taken. */

/** The contract asks for as many; said here before anything is sent. */
export const MIN_PASSPHRASE = 8

export function checkNewPassphrase(typed: string, again: string): 'too-short' | 'different' | null {
  if (typed.length < MIN_PASSPHRASE) return 'too-short'
  return typed === again ? null : 'different'
}

export type Strength = 'weak' | 'fair' | 'good'

/** Of what is repeated or in a row only the first counts: `aaaa`, `1234`, `abcd`. */
const distinctSteps = (typed: string): number => {
  const codes = Array.from(typed, (letter) => letter.codePointAt(0) ?? 0)
  return codes.filter((code, at) => at === 0 || Math.abs(code - (codes[at - 1] ?? 0)) > 1).length
}

/**
 * A hint, no measure: guesses cost half a second each, so what counts is length that is not made of repetition. Four words
 * are good, one word with a sign behind it is weak.
 */
export function strengthOf(typed: string): Strength {
  const words = typed.split(/[\s\-_.,]+/).filter((word) => word.length >= 3).length
  const letters = distinctSteps(typed)
  if (letters >= 18 || (words >= 4 && letters >= 14)) return 'good'
  return letters >= 11 ? 'fair' : 'weak'
}
