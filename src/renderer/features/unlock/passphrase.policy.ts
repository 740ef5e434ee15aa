/** Whether a new passphrase can be taken. */

/** The contract asks for as many; said here before anything is sent. */
export const MIN_PASSPHRASE = 8

export function checkNewPassphrase(typed: string, again: string): 'too-short' | 'different' | null {
  if (typed.length < MIN_PASSPHRASE) return 'too-short'
  return typed === again ? null : 'different'
}
