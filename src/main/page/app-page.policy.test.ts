import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { APP_HEADERS, APP_HOME, isOurFrame, mayUse, pageAbout, requestedPath } from './app-page.policy.ts'

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
  expect([pageAbout('requests'), pageAbout('else')]).toEqual(['app://kith/#/requests', APP_HOME])
  expect(isOurFrame({ url: pageAbout('requests'), parent: null })).toBe(true)
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
  expect(asked.filter(mayUse)).toEqual(['clipboard-sanitized-write', 'notifications'])
})
