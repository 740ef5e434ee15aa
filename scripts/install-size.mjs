/** What the installed packages weigh, split by what they are for. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { at } from './checkout.mjs'

const MB = 1_000_000
const runtime = /^node_modules\/node-(linux|win)-[a-z0-9]+$/

/**
 * @param {Record<string, { dev?: boolean }>} packages of the lock file
 * @param {(path: string) => number} bytesOf a package's own files, 0 if it is not installed
 */
export function splitSize(packages, bytesOf) {
  let node = 0
  let app = 0
  let tools = 0
  for (const [path, { dev }] of Object.entries(packages)) {
    if (path === '') continue
    if (runtime.test(path)) node += bytesOf(path)
    else if (dev) tools += bytesOf(path)
    else app += bytesOf(path)
  }
  return { nodeMb: Math.round(node / MB), appMb: Math.round(app / MB), toolsMb: Math.round(tools / MB) }
}

export const measureInstall = () =>
  splitSize(JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages, (path) => ownBytes(at(path)))

/** Nested packages have entries of their own in the lock file. */
function ownBytes(folder) {
  let entries
  try {
    entries = readdirSync(folder, { withFileTypes: true })
  } catch {
    // Optional and not for this machine.
    return 0
  }
  return entries.reduce((sum, entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + ownBytes(path)
    return entry.isFile() ? sum + lstatSync(path).size : sum
  }, 0)
}
