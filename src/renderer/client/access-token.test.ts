import { expect, test } from 'vitest'
import { takeToken } from './access-token.ts'

function place(hash: string, remembered: string | null = null) {
  const store = new Map<string, string>(remembered === null ? [] : [['kith.token', remembered]])
  const replaced: (string | URL | null | undefined)[] = []
  return {
    store,
    replaced,
    window: {
      location: { hash, pathname: '/', search: '?x=1' },
      history: { replaceState: (_: unknown, __: string, url?: string | URL | null) => replaced.push(url) },
      sessionStorage: {
        getItem: (key: string) => store.get(key) ?? null,
        setItem: (key: string, value: string) => void store.set(key, value),
      },
    },
  }
}

test('takes the token out of the address and remembers it for the tab', () => {
  const { window, store, replaced } = place('#token=abc-_1')
  expect(takeToken(window)).toBe('abc-_1')
  expect(store.get('kith.token')).toBe('abc-_1')
  expect(replaced).toEqual(['/?x=1'])
})

test('a reload finds the remembered one, and leaves the address alone', () => {
  for (const hash of ['', '#', '#token=', '#other=1']) {
    const { window, replaced } = place(hash, 'kept')
    expect(takeToken(window)).toBe('kept')
    expect(replaced).toEqual([])
  }
})

test('a new token replaces the remembered one', () => {
  const { window, store } = place('#token=new', 'old')
  expect(takeToken(window)).toBe('new')
  expect(store.get('kith.token')).toBe('new')
})

test('there may be none', () => expect(takeToken(place('').window)).toBeNull())
