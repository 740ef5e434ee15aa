import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findPeer } from './find-peer.policy.ts'

const id = (letter: string, end: string) => `12D3KooW${letter.repeat(40)}${end}`
const alice = { peerId: id('A', 'aaaa'), name: 'Alice' }
const bob = { peerId: id('B', 'bbbb'), name: 'bob' }
const other = { peerId: id('C', 'abbb'), name: 'BOB' }
const nameless = { peerId: id('D', 'dddd'), name: null }
const all = [alice, bob, other, nameless]

it.each([
  ['aaaa', alice],
  ['…Aaaaa', alice],
  ['...dddd', nameless],
  ['12D3KooWAA', alice],
  ['12D3KooWAA…', alice],
  ['alice', alice],
  [' ALICE ', alice],
])('%j is one', (typed, { peerId }) => {
  expect(findPeer(typed, all)).toEqual({ ok: true, value: peerId })
})

it.each([
  ['bob', { is: 'several', among: [bob, other] }],
  ['12D3Koo', { is: 'several', among: all }],
  ['zzzz', { is: 'none' }],
  ['aaa', { is: 'too-short' }],
  ['', { is: 'too-short' }],
])('%j is not one', (typed, error) => {
  expect(findPeer(typed, all)).toEqual({ ok: false, error })
})

it('takes a whole peer ID as it is, known or not, and the same peer twice as one', () => {
  expect(findPeer(id('E', 'eeee'), [])).toEqual({ ok: true, value: id('E', 'eeee') })
  expect(findPeer('alice', [alice, { ...alice, name: 'alice' }])).toMatchObject({ ok: true })
})

it('never finds somebody who does not fit', () => {
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const found = findPeer(typed, all)
      if (!found.ok) return
      const { peerId, name } = all.find((peer) => peer.peerId === found.value)!
      const piece = typed.trim().replace(/^(…|\.{2,3})|(…|\.{2,3})$/g, '')
      expect(
        peerId.startsWith(piece) || peerId.endsWith(piece) || name?.toLowerCase() === typed.trim().toLowerCase(),
      ).toBe(true)
    }),
  )
})
