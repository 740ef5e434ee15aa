import { expect, test } from 'vitest'
import { MAX_ALLOWLIST_CHARACTERS } from '../../../contract/trust-views.ts'
import { readFile, readText } from './read-list.ts'

test('a file as an editor of another system writes it', async () => {
  const file = new File(['\uFEFF12D3 trusted\r\n'], 'friends.txt')
  expect(await readFile(file)).toEqual({ ok: true, text: '12D3 trusted\r\n', from: 'friends.txt' })
})

test('as long as allowed, and one character more', () => {
  expect(readText('x'.repeat(MAX_ALLOWLIST_CHARACTERS), 'a').ok).toBe(true)
  expect(readText('x'.repeat(MAX_ALLOWLIST_CHARACTERS + 1), 'a')).toEqual({
    ok: false,
    problem: expect.stringContaining('2,000,001') as unknown,
  })
})

test('a picture, a giant, and a file that is gone are told as what they are', async () => {
  expect(await readFile(new File(['\u0089PNG\0'], 'cat.png'))).toEqual({
    ok: false,
    problem: 'cat.png could not be read as text.',
  })
  const giant = { name: 'big', size: 9e9, text: () => Promise.reject(new Error('must not be read')) }
  expect((await readFile(giant as unknown as File)).ok).toBe(false)
  const gone = { name: 'gone', size: 1, text: () => Promise.reject(new Error('gone')) }
  expect((await readFile(gone as unknown as File)).ok).toBe(false)
})
