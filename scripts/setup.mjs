/**
 * Makes a fresh checkout ready: npm packages as the lock file says, and the system packages that a command needs.
 * Uses nothing but Node itself (20 or newer). `node scripts/setup.mjs [--for start|test|desktop]`
 */
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  at,
  findProgram,
  giveToOwner,
  isInstalledHere,
  isMain,
  projectNode,
  run,
  say,
  seconds,
  stop,
} from './checkout.mjs'
import { measureInstall } from './install-size.mjs'
import { installPackages, missingHere, needs } from './system-packages.mjs'

/** Inside node_modules on purpose: whoever deletes the packages deletes the claim that they are there. */
const stampFile = at('node_modules', '.kith-setup')
const PROGRESS_EVERY_MS = 5_000

/** @param {string} lockFile its content. @returns {string} changes when the packages on this kind of machine would */
export const stampOf = (lockFile, platform = process.platform, arch = process.arch) =>
  `${createHash('sha256').update(lockFile).digest('hex')} ${platform}-${arch}`

/** Everything `purpose` needs; quick when nothing changed. Ends the process with 1 where it cannot be had. */
export async function setUp(purpose) {
  const stamp = stampOf(readFileSync(at('package-lock.json')))
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    await installModules()
    writeFileSync(stampFile, stamp)
    await giveToOwner('node_modules')
  }
  if (!projectNode())
    stop(
      `Kith brings its own Node for Linux and Windows. Here it needs Node 22.18 or newer; this is ${process.version}.`,
    )
  await installPackages(purpose)
  if (
    purpose === 'start' &&
    process.platform === 'linux' &&
    missingHere(needs.desktop).some(({ name }) => name === 'libsecret-1-0')
  ) {
    say(
      'The OS keychain cannot be used without libsecret (Debian: apt-get install libsecret-1-0). Kith will ask for a passphrase instead.',
    )
  }
}

async function installModules() {
  const npm = findNpm()
  if (!npm) stop('npm was not found. Install it (Debian: apt-get install npm), then run this again.')
  if (existsSync(at('node_modules')) && !isWritable(at('node_modules'))) {
    stop(
      `node_modules belongs to another user. Give it back first:\n  sudo chown -R "$(id -un)" '${at('node_modules')}'`,
    )
  }
  const expected = Object.keys(JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages).length
  say(`Setting up: npm ci, about ${Math.round(expected / 10) * 10} packages …`)
  const began = Date.now()
  const progress = setInterval(
    () => say(`  ${seconds(Date.now() - began)}: ${countPackages()} there`),
    PROGRESS_EVERY_MS,
  )
  // --include: also where NODE_ENV=production or an .npmrc would leave the tools out.
  const flags = [
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ]
  const { code, interrupted } = await run(npm.node, [npm.cli, 'ci', ...flags])
  clearInterval(progress)
  if (interrupted) process.exit(130)
  if (code !== 0) stop(`npm ci ended with ${code}. What it says above is why; is the npm registry reachable?`)
  const { nodeMb, appMb, toolsMb } = measureInstall()
  say(
    `Set up in ${seconds(Date.now() - began)}: ${nodeMb + appMb + toolsMb} MB, of which Node itself ${nodeMb} MB, what Kith runs on ${appMb} MB, tools to build and test ${toolsMb} MB.`,
  )
}

/** npm's own file and a Node to run it with, neither from this checkout: `npm ci` begins by deleting that one. */
function findNpm() {
  const node =
    [process.env.npm_node_execpath, process.execPath, ...installedNodes()].find(
      (path) => path && existsSync(path) && !isInstalledHere(path),
    ) ?? process.execPath
  const onPath = findProgram('npm')
  const besideNode = dirname(realpathSync(node))
  const places = [
    process.env.npm_execpath,
    onPath && realpathSync(onPath),
    join(besideNode, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(besideNode, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ]
  // Another package manager sets npm_execpath too; and on Windows the `npm` on the PATH is a shell wrapper.
  const cli = places.find(
    (path) => path && /npm-cli\.[cm]?js$/.test(path) && existsSync(path) && !isInstalledHere(path),
  )
  return cli ? { node, cli } : null
}

function installedNodes() {
  const path = (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':')
  return path.filter(Boolean).map((folder) => join(folder, process.platform === 'win32' ? 'node.exe' : 'node'))
}

function countPackages() {
  if (!existsSync(at('node_modules'))) return 0
  const visible = (folder) => readdirSync(folder).filter((name) => !name.startsWith('.'))
  return visible(at('node_modules')).reduce(
    (count, name) => count + (name.startsWith('@') ? visible(at('node_modules', name)).length : 1),
    0,
  )
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

if (isMain(import.meta.url)) {
  const flag = process.argv.indexOf('--for')
  const purpose = flag === -1 ? 'start' : process.argv[flag + 1]
  if (!Object.hasOwn(needs, purpose)) stop(`--for takes one of: ${Object.keys(needs).join(', ')}.`)
  await setUp(purpose)
  say('Ready.')
}
