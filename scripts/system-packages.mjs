/** Programs and libraries that no npm package brings: which command needs them, what is missing, how to get it. */
import { existsSync } from 'node:fs'
import { findProgram, run, say, stop } from './checkout.mjs'

/**
 * What a command needs. Looked for by what it is, not by the name of a package, so that a program that came from
 * elsewhere counts too. Any one of `programs`, or the `library`, is enough.
 */
const chromium = { name: 'chromium', programs: ['chromium'], why: 'the browser of the end-to-end tests' }
export const libsecret = { name: 'libsecret-1-0', library: 'libsecret-1.so.0', why: 'the way to the OS keychain' }
export const needs = {
  start: [],
  test: [
    chromium,
    { name: 'dbus', programs: ['dbus-run-session'], why: 'a session bus for the keychain tests' },
    { name: 'gnome-keyring', programs: ['gnome-keyring-daemon'], why: 'a real keychain to test against' },
    libsecret,
    { name: 'iproute2', programs: ['ip'], why: 'network namespaces' },
    { name: 'ethtool', programs: ['ethtool'], why: 'the cables of the lab' },
    { name: 'iptables', programs: ['iptables'], why: 'the routers of the lab' },
    { name: 'python3', programs: ['python3'], why: 'the wires of the lab' },
    { name: 'util-linux', programs: ['setpriv'], why: 'so that nothing of the lab outlives it' },
    { name: 'libfaketime', library: 'faketime/libfaketimeMT.so.1', why: 'clocks that jump' },
    { name: 'xvfb', programs: ['Xvfb'], why: 'a screen for the desktop tests' },
  ],
  desktop: [
    libsecret,
    { name: 'libgtk-3-0', library: 'libgtk-3.so.0', why: 'windows' },
    { name: 'libnss3', library: 'libnss3.so', why: "Chromium's certificates" },
    { name: 'libasound2', library: 'libasound.so.2', why: 'Chromium links against it' },
    { name: 'libgbm1', library: 'libgbm.so.1', why: 'drawing' },
  ],
}

/**
 * What to do about missing packages. Pure.
 *
 * @param {{ missing: readonly { name: string, why: string }[], apt: boolean, root: boolean, sudo: boolean }} seen
 *   `apt`: this is Debian or a relative; `sudo`: it works without asking for a password
 */
export function planPackages({ missing, apt, root, sudo }) {
  if (missing.length === 0) return { kind: 'nothing' }
  const names = missing.map(({ name }) => name)
  const why = missing.map(({ name, why }) => `  ${name}: ${why}`)
  if (!apt) {
    return {
      kind: 'tell',
      lines: [
        'Missing here (these are the names of Debian’s packages):',
        ...why,
        'Install them with the package manager of your system, then run this again.',
      ],
    }
  }
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...names]
  if (!root && !sudo) {
    const asRoot = (command) => `sudo ${command.join(' ')}`
    return {
      kind: 'tell',
      lines: [
        'System packages are missing, and this user may not install them:',
        ...why,
        'Please run this, then try again:',
        `  ${asRoot(['apt-get', 'update'])} && ${asRoot(install)}`,
      ],
    }
  }
  // `env` inside sudo: sudo drops the environment. The lock: a fresh machine often updates itself meanwhile.
  const before = [...(root ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get']
  const patient = ['-o', 'DPkg::Lock::Timeout=300']
  return {
    kind: 'install',
    names,
    update: [...before, ...patient, 'update'],
    install: [...before, ...patient, ...install.slice(1)],
  }
}

/** Which of these are not on this system. @param {readonly { programs?: string[], library?: string }[]} wanted */
export function missingHere(wanted) {
  const folders = [
    '/usr/lib',
    '/usr/lib64',
    '/usr/local/lib',
    '/lib',
    '/usr/lib/x86_64-linux-gnu',
    '/usr/lib/aarch64-linux-gnu',
  ]
  return wanted.filter(({ programs = [], library }) => {
    if (library) return !folders.some((folder) => existsSync(`${folder}/${library}`))
    return findProgram(...programs) === null
  })
}

/** Installs what `purpose` misses, or says how and stops. @param {keyof typeof needs} purpose */
export async function installPackages(purpose) {
  const missing = missingHere(needs[purpose])
  const apt = findProgram('apt-get') !== null && findProgram('dpkg') !== null
  const root = process.getuid?.() === 0
  const sudo = missing.length > 0 && apt && !root && (await mayUseSudo())
  const plan = planPackages({ missing, apt, root, sudo })
  if (plan.kind === 'tell') stop(plan.lines.join('\n'))
  if (plan.kind === 'nothing') return
  say(`Installing system packages: ${plan.names.join(', ')} …`)
  // One list that cannot be fetched must not stop the others: whether it mattered shows in the next step.
  const update = await runApt(plan.update)
  const install = await runApt(plan.install)
  if (install.interrupted) process.exit(130)
  if (install.code !== 0) {
    stop(
      `${update.code === 0 ? '' : update.output}${install.output}The system packages could not be installed: apt-get ended with ${install.code}.`,
    )
  }
}

async function mayUseSudo() {
  const sudo = findProgram('sudo')
  return sudo !== null && (await run(sudo, ['-n', 'true'], { quiet: true })).code === 0
}

/** Shows what apt unpacks as one line each; the rest only if it fails. */
function runApt([command, ...args]) {
  const onLine = (line) => {
    if (/^(Need to get|Setting up)/.test(line)) say(`  ${line.trim()}`)
  }
  return run(command, args, { quiet: true, onLine })
}
