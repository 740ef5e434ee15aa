import { expect, test } from 'vitest'
import { bareLink, isInviteLink } from './typed.policy.ts'

test.each([
  ['kith://join#abc', true],
  ['  KITH://join#abc\n', true],
  ['<kith://join#abc>', true],
  ['kith', false],
  ['kithchen', false],
  ['', false],
  ['/dns4/kith.example/tcp/4711/p2p/12D3KooW', false],
  ['12D3KooW@/ip4/192.0.2.7/tcp/4711', false],
])('%j is an invite link: %s', (text, expected) => expect(isInviteLink(text)).toBe(expected))

test('what a mail program does to a link does no harm', () => {
  expect(bareLink(' <kith://join#ab\n cd> ')).toBe('kith://join#abcd')
})
