/**
 * Whether caps hold, what they cost, and what goes on beside a transfer that fills one: `npm run bench -- bandwidth`, or some parts of it with
 * `--parts=accuracy,cost`. Real nodes, each in a process of its own, over loopback; what counts is what the receiver's meters say.
 *
 * Further options: `--quick`, `--transports=tcp`, `--ways=up`, `--holders=node`, `--caps=1048576`, `--seconds=600`.
 */
import { accuracy } from './bandwidth/accuracy.ts'
import { besideSyncthing } from './bandwidth/beside-syncthing.ts'
import { change } from './bandwidth/change.ts'
import { cost } from './bandwidth/cost.ts'
import { fairness } from './bandwidth/fairness.ts'
import { liveness } from './bandwidth/liveness.ts'
import { memory } from './bandwidth/memory.ts'
import { type BenchOptions, benchOptions } from './bandwidth/options.ts'
import { type Part, reportPart } from './bandwidth/tables.ts'

const parts: Readonly<Record<string, (options: BenchOptions) => Promise<Part>>> = {
  cost,
  accuracy,
  change,
  fairness,
  liveness,
  memory,
  syncthing: besideSyncthing,
}
const options = benchOptions(process.argv.slice(2), Object.keys(parts))
for (const name of options.parts) {
  try {
    const part = await parts[name]?.(options)
    if (part && !reportPart(part)) process.exitCode = 1
  } catch (error) {
    // The other parts still have something to say.
    console.error(`bandwidth: ${name} could not be measured:`, error)
    process.exitCode = 1
  }
}
process.exit()
