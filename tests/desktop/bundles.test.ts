/** What a person's page loads: small, in whichever language, and the preload is a few lines. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { ensureBuilt } from '../harness/kith-process.ts'

const out = join(import.meta.dirname, '..', '..', 'out')
const KB = 1_000
const zipped = (path: string): number => gzipSync(readFileSync(path)).length

it('keeps the page under 350 kB and the preload under 5 kB', async () => {
  await ensureBuilt()
  const assets = join(out, 'renderer', 'assets')
  const scripts = readdirSync(assets).filter((name) => /\.(js|css)$/.test(name))
  const isLanguage = (name: string): boolean => /^(english|german)-/.test(name)
  const sizeOf = (names: readonly string[]): readonly number[] => names.map((name) => zipped(join(assets, name)))
  const languages = sizeOf(scripts.filter(isLanguage))
  // Also what is loaded only when somebody asks for it, such as the reader of QR codes.
  const rest = sizeOf(scripts.filter((name) => !isLanguage(name))).reduce((sum, size) => sum + size, 0)
  const page = rest + Math.max(...languages)
  const preload = readFileSync(join(out, 'preload', 'preload.cjs')).length
  console.log(
    `page in its longest language, gzip: ${(page / KB).toFixed(0)} kB (at most 350); preload: ${(preload / KB).toFixed(1)} kB (at most 5)`,
  )
  // A page loads one language: each is a file of its own.
  expect(languages).toHaveLength(2)
  expect(page).toBeLessThan(350 * KB)
  expect(preload).toBeLessThan(5 * KB)
})
