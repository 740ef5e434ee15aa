/**
 * Makes a fresh checkout ready: npm packages as the lock file says, and the system packages that a command needs.
 * Uses nothing but Node itself (20 or newer). `node scripts/setup.mjs [--for start|test|desktop]`
 */
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
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
import { installPackages, libsecret, missingHere, needs } from './system-packages.mjs'

/** Inside node_modules on purpose: whoever deletes the packages deletes the claim that they are there. */
const stampFile = at('node_modules', '.kith-setup')
const PROGRESS_EVERY_MS = 5_000

/** @param {string} lockFile its content. @returns {string} changes when the packages on this kind of machine would */
export const stampOf = (lockFile, platform = process.platform, arch = process.arch) =>
  `${createHash('sha256').update(lockFile).digest('hex')} ${platform}-${arch}`

/** Everything `purpose` needs; quick when nothing changed. Ends the process with 1 where it cannot be had. */
export async function setUp(purpose) {
  // First, because it may end with "please run this".
  await installPackages(purpose)
  const lockFile = readFileSync(at('package-lock.json'), 'utf8')
  const stamp = stampOf(lockFile)
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    await installModules(modulesFor(JSON.parse(lockFile).packages))
    writeFileSync(stampFile, stamp)
    await giveToOwner('node_modules')
  }
  if (!projectNode()) {
    stop(
      `Kith brings its own Node for Linux and Windows. Here it needs Node 22.18 or newer; this is ${process.version}.`,
    )
  }
  if (purpose === 'start' && process.platform === 'linux' && missingHere([libsecret]).length > 0) {
    say('Without libsecret-1-0 the OS keychain cannot be used (Debian: sudo apt-get install libsecret-1-0).')
  }
}

/**
 * Where npm will put packages on this kind of machine. Linux means glibc: the Node that comes along is built for it.
 *
 * @param {Record<string, { os?: string[], cpu?: string[], libc?: string[] }>} packages of the lock file
 */
export const modulesFor = (packages, platform = process.platform, arch = process.arch) =>
  Object.keys(packages).filter((path) => {
    const { os = [platform], cpu = [arch], libc = ['glibc'] } = packages[path]
    return path !== '' && os.includes(platform) && cpu.includes(arch) && libc.includes('glibc')
  })

/** @param {readonly string[]} expected */
async function installModules(expected) {
  const npm = findNpm()
  if (!npm) stop('npm was not found. Install it (Debian: apt-get install npm), then run this again.')
  if (existsSync(at('node_modules')) && !isWritable(at('node_modules'))) {
    stop(
      `node_modules belongs to another user. Give it back first:\n  sudo chown -R "$(id -un)" '${at('node_modules')}'`,
    )
  }
  say(`Setting up: npm ci, ${expected.length} packages …`)
  const began = Date.now()
  const progress = setInterval(() => {
    const there = expected.filter((path) => existsSync(at(path, 'package.json'))).length
    say(`  ${seconds(Date.now() - began)}: ${there} of ${expected.length} packages`)
  }, PROGRESS_EVERY_MS)
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  // Also where NODE_ENV=production or an .npmrc would leave the tools out.
  const everything = ['--include=dev', '--include=optional']
  const { code, output, interrupted } = await run(npm.node, [npm.cli, 'ci', ...flags, ...everything], { quiet: true })
  clearInterval(progress)
  if (interrupted) process.exit(130)
  if (code !== 0)
    stop(`${output}npm ci ended with ${code}; what it says above is why. Can the npm registry be reached?`)
  const { nodeMb, appMb, toolsMb } = measureInstall()
  say(
    `Set up in ${seconds(Date.now() - began)}. It weighs ${nodeMb + appMb + toolsMb} MB: Node itself ${nodeMb}, what Kith runs on ${appMb}, tools to build and test ${toolsMb}.`,
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
