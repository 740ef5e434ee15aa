/** Before and after all suites of the lab: nothing may be left of it, whatever happened in between. */
import { setTimeout as wait } from 'node:timers/promises'
import { abandonedLabs, sweep } from './namespaces.ts'

export const setup = sweep

/** @throws when a lab was not removed; it is removed now */
export async function teardown(): Promise<void> {
  const before = abandonedLabs()
  // One that another run crashed on purpose is swept up by that run.
  if (before.length > 0) await wait(3_000)
  const left = abandonedLabs().filter((lab) => before.includes(lab))
  await sweep()
  if (left.length > 0) throw new Error(`These labs were not removed by the tests that made them: ${left.join(', ')}`)
}
