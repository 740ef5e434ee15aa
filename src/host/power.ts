/** Whether the machine runs on its battery, as far as its system says so to a program without a window. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createEmitter, type Source } from '../kit/emitter.ts'
import { SECOND_MS } from '../kit/units.ts'
import { type PowerSupply, runsOnBattery } from './power.policy.ts'

/** Where power comes from and how a host hears of it. */
export interface PowerSource {
  readonly onBattery: () => boolean
  /** `changed`: on battery, or not any more. `suspending`: the machine is about to sleep, or the session ends. `resumed`: it woke. */
  readonly events: Source<PowerEvent>
}

export type PowerEvent = 'changed' | 'suspending' | 'resumed'

/** Runs a task again and again without keeping the process alive. Disposing ends it. */
export type Every = (ms: number, task: () => void) => Disposable

/** Asking a battery can take its controller some milliseconds, so not more often than it matters. */
const ASK_EVERY_MS = 30 * SECOND_MS

/** @param folder where Linux lists its supplies; elsewhere it is missing, and the answer is no */
export function createLinuxPower(every: Every, folder = '/sys/class/power_supply'): PowerSource & Disposable {
  const events = createEmitter<PowerEvent>()
  let onBattery = false
  let disposed = false

  async function ask(): Promise<void> {
    const now = runsOnBattery(await readSupplies(folder))
    if (disposed || now === onBattery) return
    onBattery = now
    events.emit('changed')
  }

  void ask()
  const asking = every(ASK_EVERY_MS, () => void ask())
  return {
    onBattery: () => onBattery,
    events,
    [Symbol.dispose]() {
      disposed = true
      asking[Symbol.dispose]()
    },
  }
}

async function readSupplies(folder: string): Promise<readonly PowerSupply[]> {
  const names = await readdir(folder).catch(() => [])
  return Promise.all(
    names.map(async (name) => {
      const [type, scope, status, online] = await Promise.all(
        ['type', 'scope', 'status', 'online'].map((file) => readWord(join(folder, name, file))),
      )
      return { type: type ?? '', scope: scope ?? '', status: status ?? '', online: online ?? '' }
    }),
  )
}

/** Empty when there is no such file, or when the supply was unplugged meanwhile. */
const readWord = (path: string): Promise<string> =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => '',
  )
