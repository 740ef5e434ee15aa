/** Keeps what the window remembers between two starts, in one small file of the desktop's own folder. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomic } from '../../host/atomic-file.ts'
import type { Clock } from '../../kit/clock.ts'

/** While a window is dragged it moves sixty times a second. */
const WAIT_MS = 500
/** Displays are counted in thousands of points; what is far beyond was not written by us. */
const point = z.int().min(-100_000).max(100_000)
const length = z.int().min(1).max(100_000)

const Remembered = z.object({
  window: z
    .object({ bounds: z.object({ x: point, y: point, width: length, height: length }), maximised: z.boolean() })
    .nullable()
    .catch(null),
  /** A person was told that a closed window does not end Kith. */
  toldOfTray: z.boolean().catch(false),
})
export type Remembered = z.infer<typeof Remembered>

export interface WindowMemory extends Disposable {
  readonly now: Remembered
  /** Written soon; disposing writes at once. */
  remember(change: Partial<Remembered>): void
}

/** @param onTrouble told when it cannot be written: nothing depends on it */
export function createWindowMemory(folder: string, clock: Clock, onTrouble: (error: unknown) => void): WindowMemory {
  const path = join(folder, 'window.json')
  let now = read(path)
  let timer: Disposable | null = null

  function write(): void {
    timer = null
    try {
      writeFileAtomic(path, `${JSON.stringify(now)}\n`)
    } catch (error) {
      onTrouble(error)
    }
  }

  return {
    get now() {
      return now
    },
    remember(change) {
      now = { ...now, ...change }
      timer?.[Symbol.dispose]()
      timer = clock.at(clock.now() + WAIT_MS, write)
    },
    [Symbol.dispose]() {
      if (!timer) return
      timer[Symbol.dispose]()
      write()
    },
  }
}

/** A file that is missing or was spoilt is one of the first start. */
function read(path: string): Remembered {
  try {
    const parsed = Remembered.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    if (parsed.success) return parsed.data
  } catch {
    // Below.
  }
  return { window: null, toldOfTray: false }
}
