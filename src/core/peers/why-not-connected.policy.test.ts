import { describe, expect, it } from 'vitest'
import { PeerReason } from '../../contract/views.ts'
import { whyNotConnected } from './why-not-connected.policy.ts'

const expected: Record<PeerReason, string> = {
  'not-approved': 'NotApproved',
  refused: 'Refused',
  timeout: 'Timeout',
  unreachable: 'Unreachable',
  reset: 'ConnectionFailed',
  'remote-full': 'ConnectionFailed',
  unresponsive: 'ConnectionFailed',
  'peer-id-mismatch': 'ProtocolMismatch',
  'no-common-protocol': 'ProtocolMismatch',
  'invalid-address': 'InvalidAddress',
  'no-address': 'InvalidAddress',
  blocked: 'Blocked',
  'disconnected-here': 'Aborted',
  'disconnected-there': 'ConnectionFailed',
  stopped: 'ConnectionFailed',
  replaced: 'ConnectionFailed',
  banned: 'Blocked',
  'full-here': 'LimitReached',
}

describe('why a peer is not connected', () => {
  it.each(PeerReason.options)('%s is an error with a sentence and its reason', (reason) => {
    const error = whyNotConnected(reason)
    expect([error.name, error.details]).toEqual([expected[reason], { reason }])
    expect(error.message).toMatch(/^[A-Z].{15,}\.$/)
  })

  it('without a reason it is still a sentence', () =>
    expect(whyNotConnected(null)).toMatchObject({ name: 'ConnectionFailed', message: 'The connection failed.' }))
})
