import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dialError } from './dial-error.policy.ts'

const named = (name: string, message = '', more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more })
const meaning = (error: unknown) => {
  const { name, details } = dialError(error)
  return `${name} ${String(details['reason'])}`
}

describe('what a failed dial means', () => {
  it.each([
    ['TimeoutError', 'Timeout timeout'],
    ['UnexpectedEOFError', 'Refused refused'],
    ['MuxerUnavailableError', 'Refused refused'],
    ['ConnectionClosedError', 'Refused refused'],
    ['UnexpectedPeerError', 'ProtocolMismatch peer-id-mismatch'],
    ['InvalidCryptoExchangeError', 'ProtocolMismatch peer-id-mismatch'],
    ['UnsupportedProtocolError', 'ProtocolMismatch no-common-protocol'],
    ['NoValidAddressesError', 'InvalidAddress invalid-address'],
    ['InvalidMultiaddrError', 'InvalidAddress invalid-address'],
    ['DialDeniedError', 'Blocked blocked'],
    ['ConnectionDeniedError', 'Blocked blocked'],
    ['ConnectionInterceptedError', 'Blocked blocked'],
    ['StreamResetError', 'ConnectionFailed reset'],
    ['SomethingNew', 'Unreachable unreachable'],
  ])('%s: %s', (name, expected) => expect(meaning(named(name))).toBe(expected))

  it.each([
    ['ECONNREFUSED', 'Unreachable unreachable'],
    ['EHOSTUNREACH', 'Unreachable unreachable'],
    ['ENETUNREACH', 'Unreachable unreachable'],
    ['ENOTFOUND', 'Unreachable unreachable'],
    ['ETIMEDOUT', 'Timeout timeout'],
    ['ECONNRESET', 'ConnectionFailed reset'],
    ['EPIPE', 'ConnectionFailed reset'],
  ])('the system says %s: %s', (code, expected) => expect(meaning(named('Error', '', { code }))).toBe(expected))

  it.each([
    ['Payload identity key A does not match expected remote identity key B', 'ProtocolMismatch peer-id-mismatch'],
    ['Unexpected peer id', 'ProtocolMismatch peer-id-mismatch'],
    ['Protocol selection failed', 'ProtocolMismatch no-common-protocol'],
    ['anything else', 'ConnectionFailed reset'],
  ])('a handshake that failed with “%s”: %s', (message, expected) =>
    expect(meaning(named('EncryptionFailedError', message))).toBe(expected),
  )

  it('of several addresses, the one that says most about the peer wins', () => {
    const all = (...names: string[]): Error => named('AggregateError', '', { errors: names.map((name) => named(name)) })
    expect(meaning(all('TimeoutError', 'UnexpectedEOFError'))).toBe('Refused refused')
    expect(meaning(all('UnexpectedPeerError', 'TimeoutError'))).toBe('Timeout timeout')
    expect(meaning(all('NoValidAddressesError', 'UnexpectedPeerError'))).toBe('ProtocolMismatch peer-id-mismatch')
    expect(meaning(all())).toBe('Unreachable unreachable')
  })

  it('looks behind the error, and keeps it as the cause', () => {
    const error = named('Error', 'connection error', { cause: named('Error', '', { code: 'ECONNRESET' }) })
    expect(meaning(error)).toBe('ConnectionFailed reset')
    expect(dialError(error).cause).toBe(error)
  })

  it('is always an error with a sentence, whatever was thrown', () => {
    const cyclic = named('Error')
    cyclic.cause = cyclic
    for (const thrown of [undefined, null, 'text', 7, {}, cyclic, { errors: [null, 'x'] }])
      expect(dialError(thrown).message).toMatch(/\.$/)
    fc.assert(fc.property(fc.object(), (thrown) => dialError(thrown).message.endsWith('.')))
  })
})
