/** Builds the host, the preload and the screens into `out/` when something changed. `--force`: also when nothing did. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, giveToOwner, isMain, runNode, say, seconds, stop, toolPath } from './checkout.mjs'
import { setUp } from './setup.mjs'

const stampFile = at('out', '.built')
const sources = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

/** The time of the newest source. Folders count too: their time is what a deleted file changes. */
function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))))
}

export const isBuilt = () =>
  existsSync(stampFile) && statSync(stampFile).mtimeMs > Math.max(...sources.map((name) => newestMs(at(name))))

/** @returns {Promise<boolean>} false: it failed, and has said why */
export async function build({ force = false } = {}) {
  if (!force && isBuilt()) return true
  const waited = await takeTurn()
  try {
    // Whoever had the turn before may have built just this.
    return waited && isBuilt() ? true : await buildNow()
  } finally {
    rmSync(turnFolder, { recursive: true, force: true })
  }
}

/** Two nodes that are started together must not build into one folder. */
const turnFolder = at('node_modules', '.cache', 'building')
const turnPid = join(turnFolder, 'pid')
const LOOK_AGAIN_MS = 200

/** @returns {Promise<boolean>} whether somebody else was building */
async function takeTurn() {
  mkdirSync(at('node_modules', '.cache'), { recursive: true })
  for (let waited = false; ; waited = true) {
    try {
      mkdirSync(turnFolder)
      writeFileSync(turnPid, String(process.pid))
      return waited
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
    if (!isAlive()) rmSync(turnFolder, { recursive: true, force: true })
  }
}

/** Whoever has the turn may have been killed in the middle. */
function isAlive() {
  try {
    return process.kill(Number(readFileSync(turnPid, 'utf8')), 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

async function buildNow() {
  const began = new Date()
  // A failed build must not leave an old one that looks current.
  rmSync(stampFile, { force: true })
  say('Building …')
  const parts = []
  const onLine = (line) => {
    const part = /building (.+?) environment for/.exec(line)?.[1]
    if (part) say(`  ${(parts.push(part), stepNames[parts.length - 1] ?? part)}`)
  }
  const { code, output, interrupted } = await runNode([toolPath('electron-vite'), 'build'], { quiet: true, onLine })
  if (interrupted) process.exit(130)
  if (code !== 0) {
    say(`${output}The build failed.`)
    return false
  }
  // Not before set-up: what draws them is an installed package.
  const { renderBuildIcons } = await import('./icons.mjs')
  renderBuildIcons()
  mkdirSync(at('out'), { recursive: true })
  writeFileSync(stampFile, '')
  // What was edited while it ran is newer than this.
  utimesSync(stampFile, began, began)
  await giveToOwner('out')
  say(`Built in ${seconds(Date.now() - began.getTime())}.`)
  return true
}

/** electron-vite's order. */
const stepNames = ['the node and its hosts', 'the preload', 'the screens']

if (isMain(import.meta.url)) {
  await setUp('start')
  if (!(await build({ force: process.argv.includes('--force') }))) stop('Nothing was built.')
}
