/** The `kith` program: reads the command line, runs one command, and ends with spec §13's exit codes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import { systemClock } from '../kit/system.ts'
import { type Context, ExitWith, printError, usageError } from './context.ts'
import type { NodeFlags } from './node-command.ts'
import { createProgram } from './program.ts'
import { createTerminal } from './terminal.ts'

const EXIT_FAILURE = 1
const EXIT_USAGE = 2

/** `out/main/kith.js` in a build and `src/headless/kith.ts` from source are both two folders below. */
const root = join(import.meta.dirname, '..', '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const terminal = createTerminal(process.stdin, process.stdout, process.stderr, process.env)
const context: Context = { terminal, clock: systemClock, env: process.env, root, version }
const args = process.argv.slice(2)

/** Everything that makes a node is read only for `kith node`: the other commands are to answer at once. */
async function runNode(flags: NodeFlags): Promise<void> {
  const { serveNode } = await import('./serve-node.ts')
  await serveNode(flags, context)
}

async function main(): Promise<number> {
  const program = createProgram({ context, runNode })
  if (args.length === 0) {
    terminal.err(program.helpInformation().trimEnd())
    return EXIT_USAGE
  }
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof ExitWith) return error.exitCode
    const json = args.includes('--json')
    if (!(error instanceof CommanderError)) {
      printError(terminal, error, json)
      return EXIT_FAILURE
    }
    // Help and version end here too; they are no errors unless nothing was asked.
    if (error.exitCode === 0) return 0
    if (error.code === 'commander.help') return EXIT_USAGE
    const said = error.message.replace(/^error: /, '')
    printError(terminal, usageError(`${said}${/[.!?]$/.test(said) ? '' : '.'} See kith --help.`), json)
    return EXIT_USAGE
  }
}

process.exitCode = await main()
