import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { type Asked, askedBy, onAsked } from './asked-screen.ts'

/** What is used of a page. */
function pageAt(hash: string, { inApp }: { inApp: boolean }) {
  const listeners: (() => void)[] = []
  const page = {
    kith: inApp ? {} : undefined,
    location: { hash, pathname: '/' },
    history: { replaceState: () => (page.location.hash = '') },
    addEventListener: (_name: string, listener: () => void) => listeners.push(listener),
  }
  return {
    page: page as unknown as Window,
    go: (to: string) => {
      page.location.hash = to
      for (const listener of listeners) listener()
    },
    hash: () => page.location.hash,
  }
}

it('tells which screen is asked for, as often as it is', () => {
  const { page, go, hash } = pageAt('#/requests', { inApp: true })
  const shown: Asked[] = []
  onAsked(page, (asked) => shown.push(asked))
  go('#/requests')
  go('')
  go('#token=abc')
  const requests = { is: 'screen', screen: 'requests' }
  expect(shown).toEqual([requests, requests])
  expect(hash()).toBe('#token=abc')
})

it('leaves the fragment alone in a browser, where it is the token', () => {
  const { page, hash } = pageAt('#/requests', { inApp: false })
  const shown: Asked[] = []
  onAsked(page, (asked) => shown.push(asked))
  expect([shown, hash()]).toEqual([[], '#/requests'])
})

const link = 'kith://join#a b/c?ü'
test.each<[string, Asked | null]>([
  [`#/link/${encodeURIComponent(link)}`, { is: 'link', link }],
  [`#/link/${encodeURIComponent('KITH://join#x')}`, { is: 'link', link: 'KITH://join#x' }],
  ['#/file', { is: 'file' }],
  ['#/settings', { is: 'screen', screen: 'settings' }],
  ['', null],
  ['#', null],
  ['#token=x', null],
  ['#/', { is: 'unknown' }],
  ['#/nowhere', { is: 'unknown' }],
  ['#/file/etc', { is: 'unknown' }],
  ['#/settings/limits', { is: 'unknown' }],
  ['#/link', { is: 'unknown' }],
  ['#/link/', { is: 'unknown' }],
  ['#/link/%', { is: 'unknown' }],
  ['#/link/kith:/a', { is: 'unknown' }],
  [`#/link/${encodeURIComponent('https://example.org')}`, { is: 'unknown' }],
  [`#/link/${encodeURIComponent('javascript:alert(1)')}`, { is: 'unknown' }],
  [`#/link/${encodeURIComponent(`kith:${'x'.repeat(8_192)}`)}`, { is: 'unknown' }],
  [`#/link/${'x'.repeat(100_000)}`, { is: 'unknown' }],
])('%.60s', (fragment, asked) => expect(askedBy(fragment)).toEqual(asked))

test('whatever stands there, it answers', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const asked = askedBy(`#/${text}`)
      expect(['screen', 'link', 'file', 'unknown']).toContain(asked?.is)
    }),
  )
})
