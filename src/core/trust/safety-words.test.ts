import { createHash } from 'node:crypto'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { expect, it } from 'vitest'
import { testPeerId, testPeerIds } from '../../../tests/harness/test-peers.ts'
import { safetyWords } from './safety-words.ts'

const A = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp'
const B = '12D3KooWHHzSeKaY8xuZVzkLbKFfvNgPPeKhFBGrMbNzbm5akpqu'
const C = '12D3KooWKRyzVWW6ChFjQjK4miCty85Niy48tpPV95XdKu1BcvMA'

it('are taken from the list that BIP-39 publishes', () => {
  const english = createHash('sha256')
    .update(`${wordlist.join('\n')}\n`)
    .digest('hex')
  expect(english).toBe('2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda')
})

// Computed apart, in another language, from the description in the decision records: a change here would make two versions of Kith disagree.
it.each([
  [A, B, 'indoor reunion wrist weapon combine test'],
  [A, C, 'finger dinner mosquito tuition cute electric'],
])('of %s and %s are always the same', (one, other, words) => {
  expect(safetyWords(one, other).join(' ')).toBe(words)
})

it('are the same on both sides, in the same order', () => {
  for (const [one, other] of pairs(12)) expect(safetyWords(one, other)).toEqual(safetyWords(other, one))
})

it('are six words of 11 bits, 66 in all, and differ from pair to pair', () => {
  expect(wordlist).toHaveLength(2 ** 11)
  const all = pairs(40).map(([one, other]) => safetyWords(one, other))
  for (const words of all) {
    expect(words).toHaveLength(6)
    for (const word of words) expect(wordlist).toContain(word)
  }
  expect(new Set(all.map((words) => words.join(' '))).size).toBe(all.length)
})

it('a changed key has other words: whoever takes a friend’s place does not take their words along', () => {
  expect(safetyWords(testPeerId(1), testPeerId(2))).not.toEqual(safetyWords(testPeerId(1), testPeerId(3)))
})

function pairs(count: number): [string, string][] {
  const ids = testPeerIds(count)
  return ids.flatMap((one, index) => ids.slice(index + 1).map((other): [string, string] => [one, other]))
}
