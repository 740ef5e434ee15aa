/** Whether the desktop shows icons in a tray at all. GNOME does so only with an extension, which may come and go. */
import { z } from 'zod'
import { askCommand } from '../../host/ask-command.ts'
import type { Every } from '../../host/power.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import { MINUTE_MS } from '../../kit/units.ts'

export interface TrayPresence extends Disposable {
  /** No until the first answer. Without a tray a window that hides would be gone. */
  readonly present: boolean
  readonly changed: Source<boolean>
  /** The first answer, within two seconds. Never rejects. */
  readonly known: Promise<boolean>
}

/** @returns whether somebody shows icons @throws when there is nobody to ask */
export type AskForTray = (signal: AbortSignal) => Promise<boolean>

/** An extension is switched on once in a year, and asking starts a program. */
const ASK_EVERY_MS = MINUTE_MS

/** Where nobody can be asked there is none: closing the window then ends the app instead of hiding it where nobody finds it. */
export function createTrayPresence(every: Every, ask: AskForTray): TrayPresence {
  const changed = createEmitter<boolean>()
  const ending = new AbortController()
  let present = false
  let asking: Promise<void> | null = null

  async function look(): Promise<void> {
    const now = await ask(ending.signal).catch(() => false)
    if (ending.signal.aborted || now === present) return
    present = now
    changed.emit(now)
  }

  function lookOnce(): Promise<void> {
    asking ??= look().finally(() => {
      asking = null
    })
    return asking
  }

  const known = lookOnce().then(() => present)
  const looking = every(ASK_EVERY_MS, () => void lookOnce())
  return {
    get present() {
      return present
    },
    changed,
    known,
    [Symbol.dispose]() {
      ending.abort()
      looking[Symbol.dispose]()
    },
  }
}

/** What busctl prints of an answer that is yes or no. */
const YesOrNo = z.object({ type: z.literal('b'), data: z.tuple([z.boolean()]) })

/** Whoever shows icons on Linux (KDE, Cinnamon, Xfce, the extensions of GNOME) takes this name on the session's bus. */
const WORDS = [
  ...['--user', '--json=short', 'call', 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus'],
  ...['NameHasOwner', 's', 'org.kde.StatusNotifierWatcher'],
]

export const askSessionBus: AskForTray = async (signal) =>
  YesOrNo.parse(JSON.parse(await askCommand('busctl', WORDS, signal))).data[0]

/** Windows and macOS always have one. */
export const alwaysThere: AskForTray = () => Promise.resolve(true)
