/** `kith health`: how the node is, what to do about it, and an exit code for whoever watches it. */
import type { HealthStatus, HealthView } from '../contract/link-views.ts'
import { isoTime } from '../kit/clock.ts'
import { ExitWith, printError } from './context.ts'
import { healthLines } from './health-lines.ts'
import { type Command, runCommand } from './run-command.ts'

/** As those who watch services expect it: 0 is well, 1 a warning, 2 critical. */
const exitCodes: Readonly<Record<HealthStatus, number>> = { healthy: 0, degraded: 1, unhealthy: 2 }

const ask: Command = runCommand(async ({ client, context, print, paint, options }) => {
  const view = await client.call('node.health')
  if (options.json) print.json(view)
  else print.lines(healthLines(view, context.clock.wallMs(), paint))
  if (view.status !== 'healthy') throw new ExitWith(exitCodes[view.status])
})

/** A node that does not run, or does not answer, is not well either. @throws ExitWith the status */
export const health: Command = async (context, options, args) => {
  try {
    await ask(context, options, args)
  } catch (error) {
    if (error instanceof ExitWith) throw error
    if (options.json === true) context.terminal.out(JSON.stringify(notThere(context.clock.wallMs())))
    printError(context.terminal, error, options.json === true)
    throw new ExitWith(exitCodes.unhealthy)
  }
}

const notThere = (wallMs: number): HealthView => ({
  status: 'unhealthy',
  checks: [],
  uptimeMs: 0,
  checkedAt: isoTime(wallMs),
})
