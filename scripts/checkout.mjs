/** What every script needs to know of this checkout: where it is, which Node does the work, how to run a tool of it. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const at = (...parts) => join(root, ...parts)

/** Where there is no platform package (macOS), the installed Node must read TypeScript by itself, as Node does from here on. */
const OLDEST_OWN_NODE = [22, 18]

/** How long a program's output is read after its end. */
const LAST_WORDS_MS = 2_000

/** @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`)
/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

/** Ends the script with one clear message. @param {string} message @returns {never} */
export function stop(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** The Node that does all real work: the project's own, else an installed one that is new enough, else `null`. */
export function projectNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const own = at('node_modules', `node-${system}-${process.arch}`, 'bin', system === 'win' ? 'node.exe' : 'node')
  if (existsSync(own)) return own
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_OWN_NODE
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor) ? process.execPath : null
}

/** The file behind a command of an installed package. Run by Node directly, so that no shell wrapper stands between. */
export function toolPath(packageName, command = packageName) {
  const { bin } = JSON.parse(readFileSync(at('node_modules', packageName, 'package.json'), 'utf8'))
  return at('node_modules', packageName, typeof bin === 'string' ? bin : bin[command])
}

/** The first of these programs on the PATH. The system folders count too: a plain user's PATH leaves them out. */
export function findProgram(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
  for (const name of names)
    for (const folder of folders) if (folder && existsSync(join(folder, name))) return join(folder, name)
  return null
}

/** Is this path inside the checkout's `node_modules`? Such a Node or npm would be deleted while `npm ci` runs. */
export const isInstalledHere = (path) => realpathSync(path).startsWith(at('node_modules'))

/**
 * Runs a program to its end and passes signals on to it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, timeoutMs?: number, onLine?: (line: string) => void }} options
 *   `quiet` keeps what it prints for the caller instead of showing it
 * @returns {Promise<{ code: number, output: string, ms: number, interrupted: boolean }>}
 */
export function run(command, args, { env = {}, quiet = false, timeoutMs = 0, onLine } = {}) {
  const began = Date.now()
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    // SIGKILL: a download that hangs does not deserve a second chance.
    ...(timeoutMs > 0 ? { timeout: timeoutMs, killSignal: 'SIGKILL' } : {}),
  })
  let interrupted = false
  const passOn = (signal) => {
    interrupted = true
    // Ctrl+C reaches every program of the terminal by itself; a second one would mean "at once" to the node.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, passOn)
  const chunks = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      chunks.push(text)
      for (const line of text.split('\n')) onLine?.(line)
    })
  }
  return new Promise((resolve) => {
    const done = (code) => {
      for (const signal of signals) process.off(signal, passOn)
      resolve({ code, output: chunks.join(''), ms: Date.now() - began, interrupted })
    }
    child.once('error', (error) => {
      chunks.push(`${error.message}\n`)
      done(127)
    })
    const ended = (code, signal) => done(code ?? 128 + (constants.signals[signal] ?? 0))
    child.once('close', ended)
    // A grandchild that was left behind keeps the pipes open; what it would still say is not waited for long.
    child.once('exit', (...how) => {
      setTimeout(() => {
        for (const stream of [child.stdout, child.stderr]) stream?.destroy()
        ended(...how)
      }, LAST_WORDS_MS).unref()
    })
  })
}

/** Runs a tool of the project under the project's Node, with the project's commands first on the PATH. */
export function runNode(args, options = {}) {
  const node = projectNode()
  if (!node) throw new Error('runNode before set-up')
  const path = [at('node_modules', '.bin'), dirname(node), process.env.PATH ?? ''].join(delimiter)
  return run(node, args, { ...options, env: { ...options.env, PATH: path } })
}

/** Is this module the script that was started, not one that another imported? */
export const isMain = (moduleUrl) =>
  process.argv[1] !== undefined && moduleUrl === pathToFileURL(realpathSync(process.argv[1])).href

/** Under `sudo npm start` root makes files in somebody's checkout. They belong to whom the checkout belongs. */
export async function giveToOwner(...names) {
  const { uid, gid } = statSync(root)
  if (process.getuid?.() !== 0 || uid === 0) return
  const there = names.map((name) => at(name)).filter((path) => existsSync(path))
  await run('chown', ['-RhP', `${uid}:${gid}`, ...there], { quiet: true })
}
