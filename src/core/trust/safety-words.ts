/** Words that two people read to each other to be sure that nobody sits between them (spec §4). */
import { createHash } from 'node:crypto'
import { wordlist } from '@scure/bip39/wordlists/english.js'

/** 2048 words of BIP-39, 11 bits each: 66 bits, which nobody finds a second pair of peer IDs for. */
const WORDS = 6
const BITS_PER_WORD = 11n
const TAG = 'kith safety words 1'

const digestOf = (one: string, other: string): Buffer =>
  createHash('sha256')
    .update([TAG, ...[one, other].sort()].join('\n'))
    .digest()

/** The same on both sides, in the same order. */
export function safetyWords(one: string, other: string): readonly string[] {
  let bits = BigInt(`0x${digestOf(one, other).toString('hex', 0, 9)}`)
  // 9 bytes are 72 bits; the first 66 are used.
  bits >>= 72n - BigInt(WORDS) * BITS_PER_WORD
  return Array.from({ length: WORDS }, (_, index) => {
    const shift = BigInt(WORDS - 1 - index) * BITS_PER_WORD
    return wordlist[Number((bits >> shift) & 0x7ffn)] ?? ''
  })
}
