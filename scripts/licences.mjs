/**
 * Gathers the licences of everything that a package carries into one text, and refuses a licence that nobody has looked at.
 * What is in the bundles is told by the build (`out/.packages-*.json`), so nothing is listed that is not there, or missing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, isMain, say, stop } from './checkout.mjs'
import { nativePackages } from './package-files.mjs'

/** May be passed on inside a program under Apache-2.0 when their text comes along. MPL-2.0: also where its source is. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  // Of the font, which is passed on unchanged.
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
])

/** Names that packages use for an identifier of SPDX. */
const SAME = { 'MPL 2.0': 'MPL-2.0', 'Apache 2.0': 'Apache-2.0', BSD: 'BSD-3-Clause' }

/** Linked into the binaries of packages, and named by no manifest. */
const INSIDE = {
  'node-datachannel':
    'Its binary contains libdatachannel and libjuice (MPL-2.0), usrsctp and libsrtp (BSD-3-Clause), plog (MIT) and OpenSSL (Apache-2.0).',
  'sodium-native': 'Its binary contains libsodium (ISC).',
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`

/**
 * Where a package brings no text of its licence. Pure.
 *
 * @param {string} licence @param {string} author @returns {string | null} `null`: one has to be found
 */
export function standInText(licence, author) {
  if (/Apache-2\.0/.test(licence)) return 'Taken under the Apache License 2.0, whose text is in LICENSE.txt.'
  return licence === 'MIT' ? `Copyright (c) ${author || 'its authors'}\n\n${MIT}` : null
}

/**
 * The parts of a licence expression: one of an `OR` is enough, every one of an `AND` is needed. Pure.
 *
 * @param {string} expression SPDX, or what a package writes instead @returns {boolean}
 */
export function isAllowed(expression) {
  const bare = (SAME[expression.trim()] ?? expression).replace(/^\((.*)\)$/, '$1')
  if (/ OR /.test(bare)) return bare.split(' OR ').some(isAllowed)
  if (/ AND /.test(bare)) return bare.split(' AND ').every(isAllowed)
  return ALLOWED.has(SAME[bare.trim()] ?? bare.trim())
}

/** @returns {{ name: string, version: string, licence: string, from: string, text: string }} */
function describe(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const { license, licenses } = manifest
  // Old packages write an object, or a list of them.
  const one = (entry) => (typeof entry === 'string' ? entry : (entry?.type ?? ''))
  const licence = license ? one(license) : (licenses ?? []).map(one).join(' OR ')
  const author = typeof manifest.author === 'string' ? manifest.author : (manifest.author?.name ?? '')
  const text = textIn(folder) ?? (PART_OF.test(folder) ? textIn(folder.replace(PART_OF, '/$1')) : null)
  return {
    name: manifest.name,
    version: manifest.version,
    licence: SAME[licence] ?? licence,
    from: sourceOf(manifest),
    text: text ?? standInText(SAME[licence] ?? licence, author) ?? `Its text is missing: ${licence}`,
  }
}

/** The binary of a system comes as a package of its own, without the text that its main package brings. */
const PART_OF = /\/@(node-datachannel)\/[^/]+$/

function textIn(folder) {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  return file ? readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim() : null
}

function sourceOf({ repository, homepage }) {
  const url = (typeof repository === 'string' ? repository : repository?.url) ?? homepage ?? ''
  return url
    .replace(/^git\+/, '')
    .replace(/\.git$/, '')
    .replace(/^(github:)?([\w.-]+\/[\w.-]+)$/, 'https://github.com/$2')
}

/**
 * @param {import('./package-files.mjs').Target} target
 * @returns {{ text: string, packages: { name: string, version: string, licence: string }[] }}
 * @throws Error in words when a licence is not on the list, or the build has not said what it holds
 */
export function gatherLicences(target) {
  const bundled = ['main', 'preload', 'renderer'].flatMap((bundle) => {
    const file = at('out', `.packages-${bundle}.json`)
    if (!existsSync(file)) throw new Error('The build has not noted whose code it holds. Run `npm run build` first.')
    return JSON.parse(readFileSync(file, 'utf8'))
  })
  const folders = new Set([...bundled, ...Object.keys(nativePackages(target)).map((name) => `node_modules/${name}`)])
  const byName = new Map()
  for (const folder of folders) {
    const entry = describe(at(folder))
    byName.set(`${entry.name}@${entry.version}`, entry)
  }
  const packages = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const refused = packages.filter(({ licence }) => !isAllowed(licence))
  if (refused.length > 0) {
    const list = refused.map(({ name, version, licence }) => `  ${name} ${version}: ${licence || 'none named'}`)
    throw new Error(
      `These come with a licence that is not on the list in scripts/licences.mjs:\n${list.join('\n')}\nRead it; then add it to the list, or take another package.`,
    )
  }
  return { text: render(packages), packages }
}

/** Packages with one and the same text stand together: most share the same few. */
function render(packages) {
  const groups = new Map()
  for (const entry of packages) {
    groups.set(entry.text, [...(groups.get(entry.text) ?? []), entry])
  }
  const line = ({ name, version, licence, from }) =>
    [
      `${name} ${version} (${licence})`,
      ...(from ? [`  ${from}`] : []),
      ...(INSIDE[name] ? [`  ${INSIDE[name]}`] : []),
    ].join('\n')
  const parts = [...groups].map(([text, group]) => `${group.map(line).join('\n')}\n\n${text}`)
  const head =
    'Kith is under the Apache License 2.0 (LICENSE.txt beside this file). It carries the work of others, listed here with their licences.\n' +
    'Electron and Chromium bring their own lists: LICENSE.electron.txt and LICENSES.chromium.html.'
  return `${[head, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

if (isMain(import.meta.url)) {
  try {
    const { packages } = gatherLicences({ platform: process.platform, arch: process.arch })
    const counts = Object.entries(Object.groupBy(packages, ({ licence }) => licence)).map(
      ([licence, list]) => `${licence} ${list.length}`,
    )
    say(`${packages.length} packages: ${counts.sort().join(', ')}.`)
  } catch (error) {
    stop(error.message)
  }
}
