import { expect, test } from 'vitest'
import { peerIdOf, requestView } from '../../../../tests/harness/fake-bridge.ts'
import { nextRequest } from './next-request.policy.ts'

const list = [requestView(1), requestView(2), requestView(3, { ignored: true }), requestView(4)]

test.each([
  ['the one below', 1, 2],
  ['the next that waits, not an ignored one', 2, 4],
  ['the one above, at the end', 4, 2],
  ['below the ignored one that is let in after all', 3, 4],
  ['the first, when the decided one is gone already', 9, 1],
])('%s', (_, decided, next) => expect(nextRequest(list, peerIdOf(decided))).toBe(peerIdOf(next)))

test('nobody after the last', () => {
  expect(nextRequest([requestView(1)], peerIdOf(1))).toBeNull()
  expect(nextRequest([], peerIdOf(1))).toBeNull()
})
