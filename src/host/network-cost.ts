/** Asks the system whether the network charges by volume. Only Linux with NetworkManager says so to a program without a window. */
import { z } from 'zod'
import { createEmitter, type Source } from '../kit/emitter.ts'
import { MINUTE_MS } from '../kit/units.ts'
import { askCommand } from './ask-command.ts'
import { meansMetered } from './network-cost.policy.ts'
import type { Every } from './power.ts'

/** What the network costs, and how a host hears of it. */
export interface NetworkCost {
  /** It charges by volume; `null`: nobody knows. */
  readonly onMetered: () => boolean | null
  readonly changed: Source<boolean | null>
  /** This machine is on other networks: what was known counts no more. */
  readonly networkChanged: () => void
}

/** @returns what NetworkManager's property says @throws when nobody answered, or the answer is none */
export type Ask = (signal: AbortSignal) => Promise<number>

/** A person may tell NetworkManager at any time that a network is metered. */
const ASK_EVERY_MS = MINUTE_MS

/**
 * Asks at once, every minute and whenever the network changed, never twice at a time, without keeping the process alive.
 * Where there is no answer (no NetworkManager, no busctl) the minutes pass without asking until the network changes.
 */
export function createNetworkCost(every: Every, ask: Ask): NetworkCost & Disposable {
  const changed = createEmitter<boolean | null>()
  const ending = new AbortController()
  let metered: boolean | null = null
  let answers = true
  /** How often somebody wanted to know since the last answer. */
  let wishes = 0

  const isOver = (): boolean => ending.signal.aborted

  function look(): void {
    wishes += 1
    if (wishes === 1) void askUntilAnswered()
  }

  async function askUntilAnswered(): Promise<void> {
    while (wishes > 0 && !isOver()) {
      const before = wishes
      const said = await ask(ending.signal).catch(() => null)
      if (isOver()) return
      // Whoever asked meanwhile knows of something that this answer may not know of.
      wishes = wishes > before ? 1 : 0
      answers = said !== null
      become(said === null ? null : meansMetered(said))
    }
  }

  function become(now: boolean | null): void {
    if (now === metered) return
    metered = now
    changed.emit(now)
  }

  look()
  const asking = every(ASK_EVERY_MS, () => {
    if (answers && wishes === 0) look()
  })
  return {
    onMetered: () => metered,
    changed,
    networkChanged: look,
    [Symbol.dispose]() {
      ending.abort()
      asking[Symbol.dispose]()
    },
  }
}

/** busctl comes with systemd: a D-Bus library would be a dependency for one number. */
const [COMMAND, ...WORDS] = [
  'busctl',
  '--system',
  '--json=short',
  'get-property',
  'org.freedesktop.NetworkManager',
  '/org/freedesktop/NetworkManager',
  'org.freedesktop.NetworkManager',
  'Metered',
] as const

/** What it prints of a number. */
const Property = z.object({ type: z.literal('u'), data: z.number() })

export const askNetworkManager: Ask = async (signal) => {
  const printed = await askCommand(COMMAND, WORDS, signal)
  return Property.parse(JSON.parse(printed)).data
}

/** Windows and macOS tell it to windows only, and no command of theirs says it in a form that is promised to stay. */
export const askNobody: Ask = () => Promise.reject(new Error('This system does not say what its network costs.'))
