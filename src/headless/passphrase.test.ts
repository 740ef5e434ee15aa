import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { promptPassphrase } from './passphrase.ts'

/** A terminal that says what it was asked to do, in order; it echoes what is typed unless it is in raw mode. */
function fakeTerminal() {
  const did: string[] = []
  const stdin = Object.assign(new PassThrough(), {
    setRawMode: (raw: boolean) => did.push(raw ? 'echo off' : 'echo on'),
  })
  const ask = { write: (text: string) => did.push(text) }
  return { did, stdin, prompt: () => promptPassphrase('Passphrase: ', stdin as never, ask as never) }
}

it('hides what is typed before it asks, so that a quick answer is not shown', async () => {
  const { did, stdin, prompt } = fakeTerminal()
  const answer = prompt()
  stdin.write('secret\r')
  expect(await answer).toBe('secret')
  expect(did).toEqual(['echo off', 'Passphrase: ', 'echo on', '\n'])
  expect(stdin.listenerCount('data')).toBe(0)
})

it.each([
  ['wrongg\u{7f}\r', 'wrong'],
  ['\u{7f}\u{7f}a\n', 'a'],
  ['pässwörd 日本\r', 'pässwörd 日本'],
  ['half\u{3}', null],
])('reads %j as %j', async (typed, answer) => {
  const { stdin, prompt } = fakeTerminal()
  const asked = prompt()
  stdin.write(typed)
  expect(await asked).toBe(answer)
})
