import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { handOver, readHandOver } from './hand-over.ts'
import { createOpenedThings } from './opened-things.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-opened-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function setUp() {
  const seen: unknown[] = []
  const things = createOpenedThings({
    show: (asked) => seen.push(asked),
    complain: (name, problem) => seen.push([name, problem]),
  })
  return { seen, things }
}

describe('what the app is opened with', () => {
  it('shows a link, and the last of several', async () => {
    const { seen, things } = setUp()
    await things.open(['kith://join#a', 'kith://join#b'], folder)
    expect(seen).toEqual([{ is: 'link', link: 'kith://join#b' }])
  })

  it('hands a file out once, by whichever of its names it was opened', async () => {
    const { seen, things } = setUp()
    const path = join(folder, 'lïst.txt')
    writeFileSync(path, 'ünïcode\n')
    for (const word of ['lïst.txt', path, pathToFileURL(path).href]) {
      await things.open([word], folder)
      expect(things.takeFile()).toEqual({ name: 'lïst.txt', text: 'ünïcode\n' })
      expect(things.takeFile()).toBeNull()
    }
    expect(seen).toEqual(Array.from({ length: 3 }, () => ({ is: 'file' })))
  })

  it.each([
    ['gone.txt', 'missing'],
    ['.', 'no-file'],
    ['image.png', 'no-text'],
    ['latin.txt', 'no-text'],
    ['large.txt', 'too-large'],
    ['file://elsewhere/x', 'missing'],
  ])('says why %s cannot be opened', async (word, problem) => {
    const { seen, things } = setUp()
    writeFileSync(join(folder, 'image.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]))
    writeFileSync(join(folder, 'latin.txt'), Buffer.from([0x61, 0xe4, 0x62]))
    if (word === 'large.txt') writeFileSync(join(folder, word), Buffer.alloc(16_000_001, 0x61))
    await things.open([word], folder)
    expect(seen).toEqual([[expect.any(String), problem]])
    expect(things.takeFile()).toBeNull()
  })

  it('does nothing with nothing', async () => {
    const { seen, things } = setUp()
    await things.open([], folder)
    await things.open(['https://example.org/'], folder)
    expect(seen).toEqual([])
  })
})

describe('what a second start hands over', () => {
  it('arrives as it was sent', () => {
    const sent = handOver(['kith://join#a', 'x'.repeat(9_000), '', 'a', 'b', 'c', 'd'], '/home/me')
    expect(sent).toEqual({ words: ['kith://join#a', 'a', 'b', 'c'], folder: '/home/me' })
    expect(readHandOver(sent)).toEqual(sent)
  })

  it.each([
    undefined,
    null,
    {},
    { words: 'x' },
    { words: [1], folder: '' },
    { words: ['x'.repeat(9_000)], folder: '' },
  ])('is nothing when it is not ours: %#', (data) => expect(readHandOver(data)).toEqual({ words: [], folder: '' }))
})
