/** Finds the Electron runtime, or fetches it once. The npm package brings none: it is fetched from elsewhere at first use. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { at, runNode, say } from './checkout.mjs'

const FETCH_LIMIT_MS = 60_000
/** A machine that could not reach it will not a minute later; a day later it might. */
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000
const failedFile = at('node_modules', '.cache', 'kith', 'electron-fetch-failed')

/**
 * Why there can be no window, in words that end "…, so Kith shows its screens in a browser"; `null` if there can. Pure.
 *
 * @param {{ platform: string, uid: number | undefined, env: Record<string, string | undefined> }} seen
 */
export function whyNoWindow({ platform, uid, env }) {
  if (platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'There is no display here (DISPLAY and WAYLAND_DISPLAY are not set)'
  // It would start with --no-sandbox only, and Kith never does that.
  if (uid === 0) return 'Electron does not run as root'
  return null
}

/** @returns {Promise<{ path: string } | { reason: string }>} the runtime's program, or why there is none */
export async function electronRuntime() {
  const reason = whyNoWindow({ platform: process.platform, uid: process.getuid?.(), env: process.env })
  if (reason) return { reason }
  const path = installedRuntime()
  if (path) return { path }
  const failedAgoMs = Date.now() - (statSync(failedFile, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  if (failedAgoMs > RETRY_AFTER_MS) {
    say(`Fetching the Electron runtime, once, for at most ${FETCH_LIMIT_MS / 1000} s …`)
    const install = at('node_modules', 'electron', 'install.js')
    const { interrupted } = await runNode([install], { quiet: true, timeoutMs: FETCH_LIMIT_MS })
    if (interrupted) process.exit(130)
    const fetched = installedRuntime()
    if (fetched) return { path: fetched }
    mkdirSync(dirname(failedFile), { recursive: true })
    writeFileSync(failedFile, '')
  }
  return { reason: 'The Electron runtime could not be fetched (`npx install-electron` tries again)' }
}

/** Where `electron`'s own index.js looks, without its habit of downloading; `null` when there is none. */
export function installedRuntime() {
  const pathFile = at('node_modules', 'electron', 'path.txt')
  const program = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const path = override
    ? `${override}/${program ?? 'electron'}`
    : program && at('node_modules', 'electron', 'dist', program)
  return path && existsSync(path) ? path : null
}
