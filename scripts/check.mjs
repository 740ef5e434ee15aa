/** `npm run check`: everything that can be said without starting a node, two tools at a time (they are the slow part). */
import { at, isMain, runNode, say, seconds, toolPath } from './checkout.mjs'
import { setUp } from './setup.mjs'

const AT_A_TIME = 2
/** A second run looks only at what changed. Types across files are tsc's business, which looks at everything. */
const eslintCache = at('node_modules', '.cache', 'eslint')

/** Longest first: that is what makes two lanes end together. */
const tools = () => [
  [
    'eslint',
    [
      toolPath('eslint'),
      '.',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-strategy',
      'content',
      '--cache-location',
      eslintCache,
    ],
  ],
  ['types: node', [toolPath('typescript', 'tsc'), '-p', 'tsconfig.node.json']],
  ['types: screens', [toolPath('typescript', 'tsc'), '-p', 'tsconfig.web.json']],
  ['types: e2e', [toolPath('typescript', 'tsc'), '-p', 'tests/e2e/tsconfig.json']],
  ['types: desktop', [toolPath('typescript', 'tsc'), '-p', 'tests/desktop/tsconfig.json']],
  [
    'import rules',
    [toolPath('dependency-cruiser', 'depcruise'), 'src', 'tests', 'bench', '--config', '.dependency-cruiser.mjs'],
  ],
  ['dead code', [toolPath('knip')]],
  ['format', [toolPath('@biomejs/biome', 'biome'), 'ci', '.']],
]

const unit = () => ['unit tests', [toolPath('vitest'), 'run', '--project', 'unit', '--coverage', '--reporter=dot']]

/** @returns {Promise<string[]>} the names of the tools that complained; what they said is printed */
export async function check({ withUnit = false } = {}) {
  const waiting = [...(withUnit ? [unit()] : []), ...tools()]
  const failed = []
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, args] = next
      const { code, output, ms, interrupted } = await runNode(args, { quiet: true })
      if (interrupted) process.exit(130)
      say(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds(ms)})`)
      if (code === 0) continue
      failed.push(name)
      say(output.trimEnd())
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, lane))
  return failed
}

if (isMain(import.meta.url)) {
  const began = Date.now()
  await setUp('start')
  const failed = await check({ withUnit: true })
  say(
    `${failed.length === 0 ? 'All checks passed' : `Failed: ${failed.join(', ')}`} in ${seconds(Date.now() - began)}.`,
  )
  process.exit(failed.length === 0 ? 0 : 1)
}
