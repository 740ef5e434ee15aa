import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_OPENED, MAX_WORD_CHARACTERS, openedBy } from './opened.policy.ts'

describe('what the app is opened with', () => {
  it.each([
    [['kith://join#abc'], [{ is: 'link', link: 'kith://join#abc' }]],
    [['KITH://join#abc'], [{ is: 'link', link: 'KITH://join#abc' }]],
    [['/home/me/list.txt'], [{ is: 'file', path: '/home/me/list.txt' }]],
    [['list.txt'], [{ is: 'file', path: 'list.txt' }]],
    [['C:\\me\\list.txt'], [{ is: 'file', path: 'C:\\me\\list.txt' }]],
    [['file:///home/me/list.txt'], [{ is: 'file', path: 'file:///home/me/list.txt' }]],
    [['https://example.org/'], []],
    [['mailto:me@example.org'], []],
    [[''], []],
    [['kith://join#a\nb'], []],
    [[`kith://join#${'x'.repeat(MAX_WORD_CHARACTERS)}`], []],
    [
      ['a', 'kith://join#b'],
      [
        { is: 'file', path: 'a' },
        { is: 'link', link: 'kith://join#b' },
      ],
    ],
  ])('%j', (words, opened) => expect(openedBy(words)).toEqual(opened))

  it('takes a few at most, each of a bounded length, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.string().map((end) => `kith:${end}`),
          ),
          { maxLength: 50 },
        ),
        (words) => {
          const opened = openedBy(words)
          expect(opened.length).toBeLessThanOrEqual(MAX_OPENED)
          for (const one of opened) expect(words).toContain(one.is === 'link' ? one.link : one.path)
        },
      ),
    )
  })
})
