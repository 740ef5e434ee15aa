/**
 * `npm run package`: builds, lays out what belongs into a package, and has electron-builder make the packages of this system
 * in `dist/packages`. `npm run package -- --dir` makes the unpacked app only.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { at, giveToOwner, isMain, runNode, say, seconds, stop, toolPath } from './checkout.mjs'
import { renderPackageIcons } from './icons.mjs'
import { gatherLicences } from './licences.mjs'
import { stageApp } from './package-files.mjs'
import { setUp } from './setup.mjs'

/** What the app weighs unpacked, without Electron itself (some 280 MB): 16 MB when this was written. */
export const BUDGET_BYTES = {
  /** 6 MB, of which 4 are the node and libp2p. */
  'app.asar': 9_000_000,
  /** 10 MB, of which 9 are WebRTC. */
  'native modules': 14_000_000,
  'app in all': 24_000_000,
}

/** Tells "not to be had here" from a fault, for whoever calls this from a script. */
const EXIT_NOT_FETCHED = 4

/** @param {string} folder of the staged parts @param {import('./package-files.mjs').Target} target */
export function stage(folder, target) {
  const files = stageApp(join(folder, 'app'), target)
  renderPackageIcons(join(folder, 'resources'))
  const { text, packages } = gatherLicences(target)
  mkdirSync(join(folder, 'licences'), { recursive: true })
  copyFileSync(at('LICENSE'), join(folder, 'licences', 'LICENSE.txt'))
  writeFileSync(join(folder, 'licences', 'THIRD-PARTY-LICENSES.txt'), text)
  return { files, packages }
}

const sizeOf = (path) => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : stat.size
}

/**
 * @param {string} resources the folder that holds `app.asar`
 * @returns {{ lines: string[], above: string[] }} a table, and what is larger than it may be
 */
export function weigh(resources) {
  const asar = sizeOf(join(resources, 'app.asar'))
  const native = sizeOf(join(resources, 'app.asar.unpacked'))
  const sizes = { 'app.asar': asar, 'native modules': native, 'app in all': asar + native }
  const mb = (bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`
  const rows = Object.entries(sizes).map(([name, bytes]) => ({ name, bytes, budget: BUDGET_BYTES[name] }))
  return {
    lines: rows.map(
      ({ name, bytes, budget }) => `  ${name.padEnd(16)}${mb(bytes).padStart(9)}   (at most ${mb(budget)})`,
    ),
    above: rows.filter(({ bytes, budget }) => bytes > budget).map(({ name }) => name),
  }
}

/**
 * Why electron-builder failed, if it is that something could not be fetched. Pure.
 *
 * @param {string} output @param {boolean} unpacked whether it got as far as an unpacked app, which has Electron in it
 * @returns {string | null}
 */
export function whyNotFetched(output, unpacked) {
  const network =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|RequestError|HTTPError|Response code \d+|fetch failed|socket hang up/
  if (!network.test(output)) return null
  if (unpacked)
    return 'The app was laid out (it is in dist/packages, unpacked), but a tool that makes the packages could not be fetched.\nTry again where it can be reached; `npm run package -- --dir` needs none.'
  return (
    'The Electron runtime could not be fetched, and a package is made around it. It comes from elsewhere than the npm packages.\n' +
    'Try again where it can be reached, or unpack an Electron of the same version yourself and name its folder:\n' +
    '  ELECTRON_OVERRIDE_DIST_PATH=/path/to/electron npm run package -- --dir'
  )
}

async function main(args) {
  await setUp('start')
  if (!(await build())) stop('Nothing was packaged: the build failed.')
  // What an earlier run made must not be taken for this one's.
  rmSync(at('dist', 'packages'), { recursive: true, force: true })
  const target = { platform: process.platform, arch: process.arch }
  const { files, packages } = stage(at('dist'), target)
  say(`${files.length} files and the licences of ${packages.length} packages are laid out in dist.`)
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  say('Packaging …')
  const { code, output, ms, interrupted } = await runNode(
    [
      toolPath('electron-builder'),
      '--config',
      'electron-builder.config.mjs',
      '--publish',
      'never',
      ...(dist ? [`-c.electronDist=${dist}`] : []),
      ...args,
    ],
    { quiet: true },
  )
  await giveToOwner('dist')
  if (interrupted) process.exit(130)
  if (code !== 0) {
    const why = whyNotFetched(output, findResources(at('dist', 'packages')) !== undefined)
    if (!why) stop(`${output}\nNo package was made: electron-builder ended with ${code}.`)
    process.stderr.write(`${why}\n`)
    process.exit(EXIT_NOT_FETCHED)
  }
  const resources = findResources(at('dist', 'packages'))
  if (!resources) stop('electron-builder made no unpacked app, so nothing could be weighed.')
  const { lines, above } = weigh(resources)
  say(`Packaged in ${seconds(ms)}. The app weighs, beside Electron:\n${lines.join('\n')}`)
  if (above.length > 0)
    stop(`Too large: ${above.join(', ')}. See what was added, or raise the budget in scripts/package.mjs.`)
  say(`The packages are in dist/packages:\n${packagesIn(at('dist', 'packages')).join('\n')}`)
}

const packagesIn = (folder) =>
  readdirSync(folder)
    .filter((name) => !/^\.|\.(ya?ml|blockmap)$/.test(name))
    .map((name) => `  ${name}`)

/** `linux-unpacked/resources`, `win-unpacked/resources`, `mac/Kith.app/Contents/Resources`, and such with the processor's name. */
function findResources(folder) {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .flatMap((name) => [join(folder, name, 'resources'), join(folder, name, 'Kith.app', 'Contents', 'Resources')])
    .find((path) => existsSync(join(path, 'app.asar')))
}

if (isMain(import.meta.url)) {
  try {
    await main(process.argv.slice(2))
  } catch (error) {
    stop(error.message)
  }
}
