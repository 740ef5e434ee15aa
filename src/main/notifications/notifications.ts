/** Shows what a person should know at once as a notification of the system; a click leads to where it is decided, an action decides it. */
import type { Notification, NotificationText } from '../../core/notification.types.ts'
import type { ScreenLock } from '../signals/screen-lock.ts'
import type { MainWords } from '../words.types.ts'
import { actionsFor, type NotificationAction, screenOf } from './actions.policy.ts'
import { type ShowingFacts, whenToShow } from './showing.policy.ts'

/** What is used of Electron's own notification. */
export interface SystemNotification {
  on(event: 'click' | 'close' | 'failed', listener: () => void): unknown
  on(event: 'action', listener: (details: { readonly actionIndex: number }) => void): unknown
  show(): void
  close(): void
}

export interface NotificationsParts {
  /** `actions` are left out by systems that show none; the click is always there. */
  readonly create: (text: NotificationText & { readonly actions: readonly string[] }) => SystemNotification
  readonly look: () => Omit<ShowingFacts, 'locked'>
  readonly lock: ScreenLock
  readonly words: () => MainWords
  /** Brings the screens to the front, at this one; `null`: at whichever they show. */
  readonly open: (screen: string | null) => void
  /** Answers why it came to nothing, in a sentence; `null` when it is done. Never rejects. */
  readonly act: (action: NotificationAction) => Promise<string | null>
}

export interface Notifications extends Disposable {
  /** A later one with the same tag takes the place of the earlier. */
  readonly notify: (notification: Notification) => void
  /** Something that a person asked for outside the window came to nothing. */
  readonly failed: (why: string) => void
  /** What it is about was settled elsewhere. */
  readonly withdraw: (tag: string) => void
}

/** More nobody reads; the oldest goes. */
const MOST_KEPT = 20
const FAILED = 'failed'

interface Wished {
  readonly tag: string
  readonly screen: string | null
  /** When it is shown, in the language of then. */
  readonly say: (words: MainWords) => NotificationText & { readonly actions: readonly NotificationAction[] }
}

export function createNotifications(parts: NotificationsParts): Notifications {
  const { create, lock, words, open, act } = parts
  // Also keeps them from being collected, and their clicks from being lost, while they are on the screen.
  const standing = new Map<string, SystemNotification>()
  /** For the screen to be unlocked, the latest of each tag. */
  const waiting = new Map<string, Wished>()
  let disposed = false

  async function wish(wished: Wished): Promise<void> {
    waiting.delete(wished.tag)
    waiting.set(wished.tag, wished)
    drop(waiting, () => {})
    const locked = await lock.isLocked()
    // Meanwhile another took its place, or it was settled.
    if (disposed || waiting.get(wished.tag) !== wished) return
    const when = whenToShow({ ...parts.look(), locked })
    if (when === 'unlocked') return
    waiting.delete(wished.tag)
    if (when === 'now') show(wished)
  }

  function show(wished: Wished): void {
    const { tag } = wished
    const { title, body, actions } = wished.say(words())
    standing.get(tag)?.close()
    const notification = create({ title, body, actions: actions.map(({ label }) => label) })
    standing.delete(tag)
    standing.set(tag, notification)
    drop(standing, (oldest) => oldest.close())
    const forget = (): void => {
      if (standing.get(tag) === notification) standing.delete(tag)
    }
    notification.on('click', () => open(wished.screen))
    notification.on('close', forget)
    notification.on('failed', forget)
    notification.on('action', ({ actionIndex }) => {
      const action = actions[actionIndex]
      if (action) void decide(wished, action)
    })
    notification.show()
  }

  /** Some systems leave what stood before on the lock screen. */
  async function decide(wished: Wished, action: NotificationAction): Promise<void> {
    if (await lock.isLocked()) return wish(wished)
    withdraw(wished.tag)
    const why = await act(action)
    if (why !== null) failed(why)
  }

  function drop<Kept>(from: Map<string, Kept>, leave: (oldest: Kept) => void): void {
    for (const [tag, oldest] of from) {
      if (from.size <= MOST_KEPT) return
      from.delete(tag)
      leave(oldest)
    }
  }

  function withdraw(tag: string): void {
    waiting.delete(tag)
    const gone = standing.get(tag)
    standing.delete(tag)
    gone?.close()
  }

  function failed(why: string): void {
    void wish({ tag: FAILED, screen: null, say: ({ actions }) => ({ ...actions.failed(why), actions: [] }) })
  }

  const unlocking = lock.unlocked.on(() => {
    for (const wished of [...waiting.values()]) void wish(wished)
  })

  return {
    notify: ({ tag, about }) =>
      void wish({
        tag,
        screen: screenOf(about),
        say: (inWords) => ({ ...inWords.notification(about), actions: actionsFor(about, inWords) }),
      }),
    failed,
    withdraw,
    [Symbol.dispose]() {
      disposed = true
      unlocking[Symbol.dispose]()
      waiting.clear()
      standing.clear()
    },
  }
}
