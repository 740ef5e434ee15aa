import { expect, it } from 'vitest'
import { onScreenAsked } from './asked-screen.ts'

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
  const shown: string[] = []
  onScreenAsked(page, (screen) => shown.push(screen))
  go('#/requests')
  go('')
  go('#token=abc')
  expect(shown).toEqual(['requests', 'requests'])
  expect(hash()).toBe('#token=abc')
})

it('leaves the fragment alone in a browser, where it is the token', () => {
  const { page, hash } = pageAt('#/requests', { inApp: false })
  const shown: string[] = []
  onScreenAsked(page, (screen) => shown.push(screen))
  expect([shown, hash()]).toEqual([[], '#/requests'])
})
