/** How much memory is really held: the heap after everything that can go has gone. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
/** V8's own hook. The last resort gives pages back too: a young generation that a burst has blown up would otherwise stay as it is. */
const collect = runInNewContext('gc') as (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void

/** Bytes. Promises and weak references let go only after a turn of the loop, so it collects more than once. */
export async function heldBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed
}
