import { expect, test } from 'vitest'
import { calls } from '../../contract/contract.ts'
import { checkNewPassphrase, MIN_PASSPHRASE, strengthOf } from './new-passphrase.policy.ts'

test.each([
  ['', '', 'too-short'],
  ['1234567', '1234567', 'too-short'],
  ['12345678', '12345679', 'different'],
  ['12345678', '12345678', null],
] as const)('“%s” and “%s”', (typed, again, verdict) => expect(checkNewPassphrase(typed, again)).toBe(verdict))

test('asks for as much as the contract does', () => {
  const takes = (length: number): boolean =>
    calls['host.resolve'].input.safeParse({ choice: 'new-passphrase', passphrase: 'x'.repeat(length) }).success
  expect([takes(MIN_PASSPHRASE - 1), takes(MIN_PASSPHRASE)]).toEqual([false, true])
})

test.each([
  ['password', 'weak'],
  ['123456789012345', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['correct horse', 'fair'],
  ['correct horse battery staple', 'good'],
  ['der hund sang laut', 'good'],
  ['x7!kQ2#vB9$mZ4&pL1', 'good'],
] as const)('“%s” is %s', (typed, strength) => expect(strengthOf(typed)).toBe(strength))
