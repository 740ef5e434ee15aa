/**
 * The node as the window sees it: always there to be asked, whether a host stands behind it or could not even begin (its
 * folder in use, a setting wrong, the disk full). What went wrong is then said by `host.status`, and tried again by hand.
 */
import { type Announcement, type CallName, calls, type Handlers, type Parsed } from '../../contract/contract.ts'
import type { DesktopView } from '../../contract/desktop-views.ts'
import { KithError } from '../../contract/errors.ts'
import type { HostView } from '../../contract/views.ts'
import type { DesktopPart } from '../../host/desktop-part.ts'
import { notRunningMessage, standingOf } from '../../host/host.policy.ts'
import type { Kith } from '../../host/start-kith.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'

/** What the keeper adds to the options of a host. */
export interface KeptOptions {
  readonly desktop: DesktopPart
  readonly onAnnouncement: (announcement: Announcement) => void
}

export interface KeeperParts {
  /** @throws KithError when there can be no host at all */
  readonly startKith: (more: KeptOptions) => Promise<Kith>
  readonly desktop: DesktopPart
  /** A failure that nobody expected, or one without a log of its own. */
  readonly onTrouble: (what: string, error: unknown) => void
}

export interface NodeKeeper {
  /** Every call of the contract, at any time. */
  readonly handlers: Handlers
  readonly events: Source<Announcement>
  /** What stands behind it now; `null` while there is nothing. */
  readonly kith: Kith | null
  /** How the host stands, as `host.status` says it. */
  readonly view: HostView
  /** Never rejects; what went wrong is in the view. While a host is there, or being started, it does nothing. */
  start(): Promise<void>
  /** For good. Legal in any state, twice. */
  stop(): Promise<void>
}

const starting: HostView = { phase: 'starting', problem: null, choices: [] }
const stopping: HostView = { phase: 'stopping', problem: null, choices: [] }

export function createNodeKeeper(parts: KeeperParts): NodeKeeper {
  const events = createEmitter<Announcement>((error) => parts.onTrouble('a listener failed', error))
  let kith: Kith | null = null
  let view = starting
  let working: Promise<void> | null = null
  let ending: Promise<void> | null = null
  let relay: Disposable | null = null

  // While there is a host its own clients are told too, and the window through it.
  const listening = parts.desktop.changed.on((payload) => {
    if (!kith) events.emit({ name: 'desktop.changed', payload })
  })

  function show(next: HostView): void {
    view = next
    events.emit({ name: 'host.changed', payload: next })
  }

  async function begin(): Promise<void> {
    show(starting)
    // Each try has a part of its own: a host that came to nothing must not go on listening.
    const changed = createEmitter<DesktopView>()
    relay?.[Symbol.dispose]()
    relay = parts.desktop.changed.on((payload) => changed.emit(payload))
    let told = starting
    let standing = false
    try {
      const started = await parts.startKith({
        desktop: { handlers: parts.desktop.handlers, changed },
        onAnnouncement(announcement) {
          if (announcement.name === 'host.changed') told = announcement.payload
          if (!standing) return
          if (announcement.name === 'host.changed') show(announcement.payload)
          else events.emit(announcement)
        },
      })
      if (ending) {
        await started.stop()
        return
      }
      kith = started
      standing = true
      // What was told before somebody could be asked about it.
      if (told !== starting) show(told)
    } catch (error) {
      parts.onTrouble('Kith could not start', error)
      const known =
        error instanceof KithError
          ? error
          : new KithError('Internal', 'Kith could not start because of a fault of its own. Its log says more.')
      if (!ending) show({ ...standingOf(known), problem: known.toJSON() })
    }
  }

  function start(): Promise<void> {
    if (ending || kith) return Promise.resolve()
    working ??= begin().finally(() => {
      working = null
    })
    return working
  }

  /** There is no host whose problem could be resolved in another way. */
  async function retry(input: Parsed<'host.resolve'>): Promise<HostView> {
    if (input.choice !== 'retry' || !view.choices.includes('retry'))
      throw new KithError('InvalidRequest', 'There is nothing of that kind to resolve now.')
    await start()
    // As a host answers it: with what came of the try. An answer from its middle would reach the page after its end.
    await kith?.firstTry
    return kith ? kith.host.handlers['host.status'](undefined) : view
  }

  const own: Partial<Handlers> = {
    ...parts.desktop.handlers,
    'host.status': () => Promise.resolve(view),
    'host.resolve': retry,
  }

  const handlerOf =
    (name: CallName) =>
    async (input: never): Promise<unknown> => {
      const handlers: Partial<Handlers> = kith?.host.handlers ?? own
      const handle = handlers[name] as ((input: never) => Promise<unknown>) | undefined
      if (!handle) throw new KithError('Unreachable', notRunningMessage(view))
      return handle(input)
    }

  async function shutDown(): Promise<void> {
    if (!kith) show(stopping)
    // A start that is under way sees that it is not wanted any more.
    await working
    await kith?.stop()
    relay?.[Symbol.dispose]()
    listening[Symbol.dispose]()
  }

  return {
    // Every name of the contract, so the object has exactly its handlers.
    handlers: Object.fromEntries(
      (Object.keys(calls) as CallName[]).map((name) => [name, handlerOf(name)]),
    ) as unknown as Handlers,
    events,
    get kith() {
      return kith
    },
    get view() {
      return view
    },
    start,
    stop() {
      ending ??= shutDown()
      return ending
    },
  }
}
