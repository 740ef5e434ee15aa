import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { externalAddress, PROJECT_HOSTS } from './external-address.policy.ts'

const hosts = ['kith.example', 'docs.kith.example']

describe('an address that a page wants to open', () => {
  it.each([
    ['https://kith.example/', 'https://kith.example/'],
    ['https://kith.example', 'https://kith.example/'],
    ['HTTPS://KITH.example/a b?c#d', 'https://kith.example/a%20b?c#d'],
    ['https://docs.kith.example/trust', 'https://docs.kith.example/trust'],
    ['https://kith.example:443/', 'https://kith.example/'],
  ])('opens %s as %s', (text, opened) => expect(externalAddress(text, hosts)).toBe(opened))

  it.each([
    '',
    'kith.example',
    'http://kith.example/',
    'https://kith.example:8443/',
    'https://kith.example@elsewhere.test/',
    'https://me@kith.example/',
    'https://:secret@kith.example/',
    'https://elsewhere.test/?https://kith.example/',
    'https://kith.example.elsewhere.test/',
    'https://notkith.example/',
    'https://kith.example./',
    'https:\\\\elsewhere.test\\@kith.example',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'kith://join#x',
    'smb://kith.example/share',
    `https://kith.example/${'x'.repeat(3_000)}`,
    `https://kith.example/${'ü'.repeat(1_000)}`,
  ])('leaves %s alone', (text) => expect(externalAddress(text, hosts)).toBeNull())

  it('whatever it is, what is opened is https on a listed host', () => {
    const text = fc.oneof(
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc.string(),
      fc.tuple(fc.string(), fc.string()).map(([a, b]) => `https://${a}kith.example${b}`),
    )
    fc.assert(
      fc.property(text, (typed) => {
        const opened = externalAddress(typed, hosts)
        if (opened === null) return
        const url = new URL(opened)
        expect([url.protocol, url.username, url.port, hosts.includes(url.host)]).toEqual(['https:', '', '', true])
      }),
    )
  })

  it('keeps the list short', () => expect(PROJECT_HOSTS.length).toBeLessThanOrEqual(2))
})
