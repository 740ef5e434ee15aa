import { describe, expect, it } from 'vitest'
import { type ErrorName, errorCodes, KithError } from './errors.ts'

/** Spec §7, in its words: what scripts and other programs rely on. */
const promised: Readonly<Record<number, readonly [name: ErrorName, retryable: boolean]>> = {
  1001: ['Timeout', true],
  1002: ['ConnectionFailed', true],
  1003: ['Refused', false],
  1004: ['Unreachable', true],
  1005: ['ProtocolMismatch', false],
  1006: ['LimitReached', true],
  2001: ['RateLimited', true],
  2002: ['QuotaExhausted', false],
  3001: ['BreakerOpen', true],
  3002: ['BreakerProbing', true],
  4001: ['RetriesExhausted', false],
  4002: ['Aborted', false],
  5001: ['Blocked', false],
  5002: ['NotApproved', false],
  5003: ['PermissionDenied', false],
  5004: ['InviteInvalid', false],
  6001: ['KeychainUnavailable', true],
  6002: ['WrongPassphrase', false],
  6003: ['IdentityMissing', false],
  7001: ['DiskFull', true],
  7002: ['Integrity', false],
  7003: ['StoreDamaged', false],
  8001: ['InvalidAddress', false],
  8002: ['InvalidConfig', false],
  8003: ['InvalidRequest', false],
  9001: ['Internal', false],
}

describe('an error of Kith', () => {
  it('has the code that was promised for its name, and no other name has it', () => {
    const listed = Object.entries(errorCodes).map(([name, code]) => [code, name])
    expect(listed).toEqual(Object.entries(promised).map(([code, [name]]) => [Number(code), name]))
  })

  it.each(Object.entries(promised))('%s says whether a later try may mend it', (code, [name, retryable]) => {
    const error = new KithError(name, 'what happened')
    expect(error.toJSON()).toEqual({ code: Number(code), name, message: 'what happened', retryable, details: {} })
    expect([error.code, error.retryable, error instanceof Error]).toEqual([Number(code), retryable, true])
  })

  it('keeps its cause to this process, and its details for everybody', () => {
    const cause = new Error('/home/ann/kith.db: no space left')
    const error = new KithError('DiskFull', 'The disk is full.', { cause, details: { breaker: 'storage' } })
    expect(error.cause).toBe(cause)
    const crossed: unknown = JSON.parse(JSON.stringify(error))
    expect(crossed).toEqual({
      code: 7001,
      name: 'DiskFull',
      message: 'The disk is full.',
      retryable: true,
      details: { breaker: 'storage' },
    })
    const rebuilt = KithError.fromJson(crossed as never)
    expect([rebuilt.toJSON(), rebuilt.cause]).toEqual([crossed, undefined])
  })

  it('of a later version is a bug to this one, and keeps its words', () => {
    expect(KithError.fromJson({ name: 'toString', message: 'new' })).toMatchObject({
      name: 'Internal',
      code: 9001,
      message: 'new',
    })
  })
})
