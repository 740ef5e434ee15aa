/** Whether the screen is locked. macOS and Windows tell Electron; on Linux the login manager is asked when it matters. */
import type { PowerMonitor } from 'electron'
import { z } from 'zod'
import { askCommand } from '../../host/ask-command.ts'
import type { Every } from '../../host/power.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import { SECOND_MS } from '../../kit/units.ts'

export interface ScreenLock {
  /** Never rejects: where nobody can say it is not. */
  readonly isLocked: () => Promise<boolean>
  /** Not any more, after somebody was told that it is. */
  readonly unlocked: Source<null>
}

export type AskForLock = (signal: AbortSignal) => Promise<boolean>

export interface ScreenLockParts {
  readonly every: Every
  /** @throws where there is nobody to ask */
  readonly ask: AskForLock
}

/** Whoever unlocks a screen looks around for as long. Asked only while somebody waits for it. */
const ASK_EVERY_MS = 5 * SECOND_MS

export interface WatchedLock extends ScreenLock, Disposable {
  /** Electron's monitor may only be asked once the app is ready. */
  attach(monitor: Pick<PowerMonitor, 'on'>): void
}

export function createScreenLock({ every, ask }: ScreenLockParts): WatchedLock {
  const unlocked = createEmitter<null>()
  const ending = new AbortController()
  /** What Electron told last; `null` where it tells nothing. */
  let told: boolean | null = null
  let asking: Disposable | null = null

  async function isLocked(): Promise<boolean> {
    if (told !== null) return told
    const locked = await ask(ending.signal).catch(() => false)
    if (locked && !ending.signal.aborted) asking ??= every(ASK_EVERY_MS, () => void lookAgain())
    return locked
  }

  async function lookAgain(): Promise<void> {
    if (await isLocked()) return
    stopAsking()
    unlocked.emit(null)
  }

  function stopAsking(): void {
    asking?.[Symbol.dispose]()
    asking = null
  }

  return {
    isLocked,
    unlocked,
    attach(monitor) {
      monitor.on('lock-screen', () => {
        told = true
      })
      monitor.on('unlock-screen', () => {
        told = false
        stopAsking()
        unlocked.emit(null)
      })
    },
    [Symbol.dispose]() {
      ending.abort()
      stopAsking()
    },
  }
}

/** What busctl prints of a property that is yes or no. */
const YesOrNo = z.object({ type: z.literal('b'), data: z.boolean() })

/** GNOME, KDE and Cinnamon tell systemd's login manager that they locked the session. */
const WORDS = [
  ...['--system', '--json=short', 'get-property', 'org.freedesktop.login1', '/org/freedesktop/login1/session/auto'],
  ...['org.freedesktop.login1.Session', 'LockedHint'],
]

export const askLoginManager: AskForLock = async (signal) =>
  YesOrNo.parse(JSON.parse(await askCommand('busctl', WORDS, signal))).data

/** Where Electron tells of locks by itself. */
export const neverLocked: AskForLock = () => Promise.resolve(false)
