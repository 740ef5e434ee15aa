import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  APP_HEADERS,
  APP_HOME,
  isHome,
  isMadeByOurPage,
  isOurFrame,
  mayLoad,
  mayUse,
  pageShowing,
  requestedPath,
} from './app-page.policy.ts'

describe('who may speak with the node', () => {
  const top = (url: string) => ({ url, parent: null })

  it.each([APP_HOME, 'app://kith/index.html', 'app://kith/#/requests', 'app://kith/?q=1'])('our page %s', (url) => {
    expect(isOurFrame(top(url))).toBe(true)
  })

  it.each([
    'about:blank',
    'about:srcdoc',
    '',
    'nonsense',
    'app://',
    'app://other/',
    'app://kith.evil/',
    'app://kith:81/',
    'app://kith@evil/',
    'http://kith/',
    'file:///app/kith/',
    'data:text/html,app://kith/',
    'blob:app://kith/5b1a',
    'javascript:app://kith/',
  ])('not %s', (url) => {
    expect(isOurFrame(top(url))).toBe(false)
  })

  it('not a frame inside our page, even if it shows our page', () => {
    expect(isOurFrame({ url: APP_HOME, parent: top(APP_HOME) })).toBe(false)
  })

  it('not a frame that is gone', () => {
    expect(isOurFrame(null)).toBe(false)
  })
})

it('shows a screen by its fragment, and is our own page then', () => {
  const page = pageShowing({ is: 'screen', screen: 'requests' })
  expect([page, isOurFrame({ url: page, parent: null })]).toEqual(['app://kith/#/requests', true])
})

describe('what the page is served', () => {
  it.each([
    ['GET', 'app://kith/', '/'],
    ['GET', 'app://kith/assets/index-1a2b.js', '/assets/index-1a2b.js'],
    ['GET', 'app://kith/a/../../../etc/passwd', '/etc/passwd'],
    ['GET', 'app://kith/..%2f..%2fetc%2fpasswd', '/..%2f..%2fetc%2fpasswd'],
    ['GET', 'app://kith/x?y#z', '/x'],
    ['POST', 'app://kith/', null],
    ['GET', 'app://elsewhere/', null],
    ['GET', 'https://kith/', null],
    ['GET', 'not an address', null],
  ])('%s %s -> %s', (method, address, path) => {
    expect(requestedPath(method, address)).toBe(path)
  })

  it('never answers with a way up, whatever the address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (tail) => {
        const path = requestedPath('GET', `${APP_HOME}${tail}`)
        return path === null || (path.startsWith('/') && !path.split('/').includes('..'))
      }),
    )
  })

  it('runs nothing but its own files', () => {
    const policy = APP_HEADERS['Content-Security-Policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|http/)
  })
})

it('grants copying text and notifying, nothing else', () => {
  const asked = [
    'clipboard-sanitized-write',
    'notifications',
    'clipboard-read',
    'media',
    'geolocation',
    'midi',
    'hid',
    'usb',
    'serial',
    'openExternal',
    'fullscreen',
    'unknown',
    '',
  ]
  expect(asked.filter((permission) => mayUse(permission, APP_HOME))).toEqual([
    'clipboard-sanitized-write',
    'notifications',
  ])
  // Electron gives an origin where it knows no address.
  expect(mayUse('notifications', 'app://kith')).toBe(true)
  for (const elsewhere of ['', 'null', 'https://kith', 'app://other/', 'file:///'])
    expect(asked.filter((permission) => mayUse(permission, elsewhere))).toEqual([])
})

it('loads its own files and nothing of the network', () => {
  const good = [APP_HOME, 'app://kith/assets/a.js', 'blob:app://kith/5b1a', 'data:image/png;base64,AA==']
  const bad = ['https://example.org/', 'http://127.0.0.1:1/', 'ws://127.0.0.1:1/', 'file:///etc/passwd', 'app://other/']
  expect([...good, ...bad, 'blob:https://x.test/1', 'devtools://x/', ''].filter(mayLoad)).toEqual(good)
})

it('goes to its own page and nowhere else', () => {
  const good = [APP_HOME, `${APP_HOME}#/requests`]
  const bad = ['app://kith/else', 'app://kith/?q', 'app://other/', 'https://kith/', 'app://me@kith/', 'about:blank', '']
  expect([...good, ...bad].filter(isHome)).toEqual(good)
})

it('saves what the page made, and nothing else', () => {
  const addresses = [
    'blob:app://kith/1',
    'blob:https://x.test/1',
    'blob:app://other/1',
    APP_HOME,
    'data:,x',
    'https://x.test/a',
  ]
  expect(addresses.filter(isMadeByOurPage)).toEqual(['blob:app://kith/1'])
})

describe('what the page is asked to show', () => {
  it.each([
    [{ is: 'screen', screen: 'settings' } as const, '#/settings'],
    [{ is: 'file' } as const, '#/file'],
    [{ is: 'link', link: 'kith://join#a b/c?ü' } as const, '#/link/kith%3A%2F%2Fjoin%23a%20b%2Fc%3F%C3%BC'],
  ])('%j as %s', (asked, fragment) => expect(pageShowing(asked)).toBe(`${APP_HOME}${fragment}`))

  it('is our own page, whatever the link, and the link comes out whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (link) => {
        const url = new URL(pageShowing({ is: 'link', link }))
        expect(`${url.protocol}//${url.host}${url.pathname}`).toBe(APP_HOME)
        expect(decodeURIComponent(url.hash.slice('#/link/'.length))).toBe(link.toWellFormed())
      }),
    )
  })
})
