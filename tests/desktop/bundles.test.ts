/** What a person downloads before the first screen: the page and the preload stay small. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const out = join(import.meta.dirname, '..', '..', 'out')
const KB = 1_000

it('keeps the page under 350 kB and the preload under 5 kB', () => {
  const scripts = readdirSync(join(out, 'renderer', 'assets')).filter((name) => /\.(js|css)$/.test(name))
  const page = scripts.reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(out, 'renderer', 'assets', name))).length,
    0,
  )
  const preload = readFileSync(join(out, 'preload', 'preload.cjs')).length
  console.log(`page ${(page / KB).toFixed(0)} kB gzip (350), preload ${(preload / KB).toFixed(1)} kB (5)`)
  expect(page).toBeLessThan(350 * KB)
  expect(preload).toBeLessThan(5 * KB)
})
