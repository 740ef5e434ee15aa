/** The decisions of the scripts behind `npm run package`. What a package holds is in tests/desktop/packaging.test.ts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { macTile, packIcns, packIco, templateOf } from '../../scripts/icon-formats.mjs'
import { isAllowed, standInText } from '../../scripts/licences.mjs'
import { whyNotFetched } from '../../scripts/package.mjs'
import { reachedFrom } from '../../scripts/package-files.mjs'

describe('a licence', () => {
  it.each([
    ['MIT', true],
    ['Apache-2.0 OR MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MPL 2.0', true],
    ['MIT AND OFL-1.1', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0-only', false],
    ['SEE LICENSE IN license.txt', false],
    ['', false],
  ])('%s: %s', (expression, allowed) => {
    expect(isAllowed(expression)).toBe(allowed)
  })

  it('without a text of its own gets the usual one where there is one', () => {
    expect(standInText('MIT', 'Ann')).toMatch(/^Copyright \(c\) Ann\n\nPermission is hereby granted/)
    expect(standInText('Apache-2.0 OR MIT', '')).toContain('LICENSE.txt')
    expect(standInText('ISC', 'Ann')).toBeNull()
  })
})

describe('icons', () => {
  const png = (size: number): Buffer => Buffer.from(`png of ${String(size)}`)

  it('lie in an .ico at the places that its list names', () => {
    const ico = packIco(png)
    const entries = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const at = 6 + index * 16
      return ico.subarray(ico.readUInt32LE(at + 12), ico.readUInt32LE(at + 12) + ico.readUInt32LE(at + 8)).toString()
    })
    expect(entries).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256].map((size) => `png of ${String(size)}`))
  })

  it('follow each other in an .icns, each with its type and length', () => {
    const icns = packIcns(png)
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length])
    const entries: string[] = []
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      entries.push(
        `${icns.toString('latin1', at, at + 4)} ${icns.toString('latin1', at + 8, at + icns.readUInt32BE(at + 4))}`,
      )
    expect(entries.slice(0, 2)).toEqual(['icp4 png of 16', 'ic11 png of 32'])
    expect(entries.at(-1)).toBe('ic10 png of 1024')
  })

  it('get a margin on a Mac, and lose their colours in its menu bar', () => {
    expect(macTile('<svg viewBox="0 0 824 824">')).toBe('<svg viewBox="-100 -100 1024 1024">')
    expect(templateOf('<path fill="none" stroke="#7379ea"/><path fill="currentColor"/>')).toBe(
      '<path fill="none" stroke="#000"/><path fill="#000"/>',
    )
  })
})

it('takes the bundles along that the app reaches, whichever way they are imported', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-reached-'))
  try {
    mkdirSync(join(folder, 'chunks'))
    writeFileSync(join(folder, 'main.js'), 'import { a } from "./chunks/a.js"\nconst b = () => import("./chunks/b.js")')
    writeFileSync(join(folder, 'chunks', 'a.js'), 'export { c } from "./c.js"\n// import("./gone.js")')
    for (const name of ['b', 'c', 'other']) writeFileSync(join(folder, 'chunks', `${name}.js`), 'import "node:fs"')
    expect(reachedFrom('main.js', folder)).toEqual(['chunks/a.js', 'chunks/b.js', 'chunks/c.js', 'main.js'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

describe('a package that cannot be made', () => {
  it('says what could not be fetched, and what to do', () => {
    const network = '⨯ getaddrinfo ENOTFOUND github.com  failedTask=build stackTrace=RequestError'
    expect(whyNotFetched(network, false)).toContain('ELECTRON_OVERRIDE_DIST_PATH')
    expect(whyNotFetched(network, true)).toContain('--dir')
  })

  it('shows a fault as it is', () => {
    expect(whyNotFetched('⨯ Unable to read header size', false)).toBeNull()
  })
})
