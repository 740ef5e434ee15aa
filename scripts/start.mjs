/**
 * `npm start`: sets up and builds what is missing, then opens the desktop app or, where there can be none, the same
 * screens in a browser. What follows `--` goes on to the app.
 */

import { build } from './build.mjs'
import { at, root, run, runNode, say, seconds, stop } from './checkout.mjs'
import { electronRuntime } from './electron-runtime.mjs'
import { setUp } from './setup.mjs'

/** A window that falls so early never stood: a library or the kernel's sandbox is missing. */
const EARLY_MS = 5_000
/** What the app ends with when it stood, but refused to go on and said why (src/main/main.ts). */
const REFUSED = 3

const args = process.argv.slice(2)
const verbose = process.env.KITH_VERBOSE === '1'
const step = (name) => {
  if (verbose) say(`[${seconds(process.uptime() * 1000)}] ${name}`)
}

step('set-up')
await setUp('start')
step('build')
if (!(await build())) stop('Kith cannot start without its build.')
step('electron')
process.exit(await open(await electronRuntime()))

async function open(runtime) {
  if ('path' in runtime) {
    const { code, ms, interrupted } = await run(runtime.path, [root, ...args])
    if (code === 0 || code === REFUSED || interrupted || ms > EARLY_MS) return code
    return openInBrowser(`The window could not open here (Electron ended with ${code})`)
  }
  return openInBrowser(runtime.reason)
}

async function openInBrowser(reason) {
  say(`${reason}, so Kith shows its screens in a browser.`)
  step('headless host')
  const { code } = await runNode([at('out', 'main', 'kith.js'), 'node', '--open', ...args])
  return code
}
