/** `npm test`: sets up, builds, checks and runs every suite. `npm test -- unit ports` runs only those. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { at, giveToOwner, runNode, say, seconds, stop, toolPath } from './checkout.mjs'
import { setUp } from './setup.mjs'
import { chooseStages, judgeSuite, troubles } from './test-report.mjs'

const suites = ['unit', 'simulation', 'ports', 'integration', 'lab', 'e2e', 'desktop']
const needBuild = ['integration', 'lab', 'e2e', 'desktop']
const { stages, unknown } = chooseStages(process.argv.slice(2), ['build', 'check', ...suites], needBuild)
if (unknown) stop(`No such stage: ${unknown.join(', ')}. There are build, check, ${suites.join(', ')}.`)

const total = { passed: 0, failed: 0 }
const problems = []
const failedTests = []
const unsteady = []
let built = true

await setUp('test')
await inTurn('build')
// What runs on its own clock needs a processor and nothing else, and the desktop's one figure has room; what is behind measures time.
await Promise.all([inTurn('check', 'desktop'), inTurn('unit', 'simulation')])
await inTurn('ports', 'integration', 'lab', 'e2e')
await giveToOwner('coverage', 'node_modules/.cache')

if (failedTests.length > 0) say(`\nFailed:\n${failedTests.join('\n')}`)
if (unsteady.length > 0) say(`\nPassed at the second try only, to be mended:\n${unsteady.join('\n')}`)
say(problems.length === 0 ? '' : `\n${problems.join('\n')}`)
say(`${total.passed} passed, ${total.failed} failed`)
process.exitCode = problems.length === 0 ? 0 : 1

async function inTurn(...names) {
  for (const name of names) if (stages.includes(name)) await report(name)
}

async function report(stage) {
  say(`\n== ${stage}`)
  const began = Date.now()
  const { passed, failed, problem } = await runStage(stage)
  total.passed += passed
  total.failed += failed
  if (problem) problems.push(`${stage}: ${problem}`)
  say(`-- ${stage}: ${problem ?? 'ok'} (${seconds(Date.now() - began)})`)
}

/** @returns {Promise<{ passed: number, failed: number, problem: string | null }>} */
async function runStage(stage) {
  if (stage === 'build') {
    built = await build()
    return { passed: 0, failed: built ? 0 : 1, problem: built ? null : 'it failed' }
  }
  if (stage === 'check') {
    const failed = await check()
    return { passed: 0, failed: failed.length, problem: failed.length === 0 ? null : failed.join(', ') }
  }
  // An old build would give results about code that is gone.
  if (!built && needBuild.includes(stage)) return { passed: 0, failed: 1, problem: 'not run, there is no build' }
  return runSuite(stage)
}

async function runSuite(name) {
  const reportFile = at('node_modules', '.cache', 'kith', `${name}.json`)
  mkdirSync(dirname(reportFile), { recursive: true })
  rmSync(reportFile, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const coverage = name === 'unit' ? ['--coverage'] : []
  const { code, interrupted } = await runNode([toolPath('vitest'), 'run', '--project', name, ...coverage, ...reporters])
  if (interrupted) process.exit(130)
  const report = readReport(reportFile)
  const found = troubles(report)
  failedTests.push(...found.failed.map((test) => `${name}: ${test}`))
  unsteady.push(...found.unsteady.map((test) => `${name}: ${test}`))
  return judgeSuite(code, report)
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
