import { expect, test } from 'vitest'
import { requestView } from '../../../../tests/harness/fake-bridge.ts'
import { waitingRequests } from './waiting-requests.ts'

test('ignored requests do not wait', () => {
  expect(waitingRequests(null)).toBe(0)
  expect(waitingRequests([requestView(1), requestView(2, { ignored: true }), requestView(3)])).toBe(2)
})
