/** Newer versions of the app: asks the person's feed, stages what it offers, installs when the person says so or at the next quit. */
import type { UpdateView } from '../../contract/desktop-views.ts'
import { type ErrorJson, KithError } from '../../contract/errors.ts'
import { type Settings, Settings as SettingsSchema } from '../../contract/settings.ts'
import { type Breaker, createBreaker, serviceWords } from '../../core/resilience/index.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { type Feed, readFeed } from './feed.policy.ts'
import type { UpdaterPort } from './updater.types.ts'
import {
  FIRST_CHECK_MS,
  mayUpdate,
  NO_UPDATES,
  nextCheckMs,
  stepOn,
  type UpdatesEvent,
  updateView,
  type Wish,
} from './updates.policy.ts'

/** A manifest is small; an installer has some hundred megabytes, and a slow line. */
const CHECK_LIMIT_MS = 30_000
const DOWNLOAD_LIMIT_MS = 3_600_000

export interface UpdatesPorts {
  readonly clock: Clock
  readonly log: Log
  /** Loaded when a feed is set for the first time, never before. @throws KithError when this build cannot be updated by itself */
  readonly load: () => Promise<UpdaterPort>
  /** Lets go of everything that only one running Kith may hold: the node, the data folder, the lock of the single instance. */
  readonly leave: () => Promise<void>
  /** Starts this version anew: it had let go already, and the installer would not begin. */
  readonly restart: () => void
}

export interface Updates extends Disposable {
  readonly view: UpdateView
  readonly changed: Source<UpdateView>
  /** Of the service `updates`; the node watches it like its own. */
  readonly breaker: Breaker
  /** A person asks. What comes of it is in the view. @throws KithError when there is no feed to ask */
  check(): Promise<void>
  /** Fetches, checks and stages what was found. What comes of it is in the view. @throws KithError when nothing was found */
  download(): Promise<void>
  /** Ends the app and installs what is staged. @throws KithError when nothing is, or the installer would not begin */
  install(): Promise<void>
  /** The settings as they are now; also the first time. */
  follow(settings: Settings): void
}

export function createUpdates(ports: UpdatesPorts): Updates {
  const { clock, log } = ports
  const changed = createEmitter<UpdateView>((error) => log.error('a listener of updates failed', { error }))
  let settings = SettingsSchema.parse({})
  const breaker = createBreaker({ clock, log }, 'updates', () => settings.breakers.updates, serviceWords.updates)
  let feed: Feed | null = null
  let life = NO_UPDATES
  let updater: UpdaterPort | null = null
  let timer: Disposable | null = null
  /** What is under way, for who asks for the same meanwhile; and how it is called off. */
  let working: Promise<void> | null = null
  let work = new AbortController()
  let limit: Disposable | null = null
  let disposed = false

  function happened(event: UpdatesEvent): void {
    const next = stepOn(life, event)
    if (next === life) return
    life = next
    changed.emit(updateView(life))
  }

  /** @returns whether to begin */
  function asks(wish: Wish): boolean {
    const verdict = mayUpdate(life, wish)
    if (typeof verdict === 'object') throw new KithError(verdict.name, verdict.message)
    return verdict === 'go'
  }

  /** One thing at a time; what another feed's work still says is not heard. Never rejects. */
  function begin(limitMs: number, what: string, task: (signal: AbortSignal) => Promise<UpdatesEvent>): Promise<void> {
    const mine = new AbortController()
    work = mine
    limit = clock.at(clock.now() + limitMs, () => mine.abort())
    const run = async (): Promise<void> => {
      let outcome: UpdatesEvent
      try {
        outcome = await task(mine.signal)
      } catch (error) {
        if (work === mine) log.warn(what, { error })
        outcome = { is: 'failed', problem: problemOf(error) }
      }
      if (work !== mine) {
        breaker.left()
        return
      }
      limit?.[Symbol.dispose]()
      limit = null
      working = null
      if (outcome.is !== 'failed') breaker.succeeded()
      // "Not on this machine" says nothing of the feed.
      else if (outcome.problem.name === 'InvalidRequest') breaker.left()
      else breaker.failed()
      happened(outcome)
    }
    working = run()
    return working
  }

  async function loaded(): Promise<UpdaterPort> {
    updater ??= await ports.load()
    return updater
  }

  function beginCheck(asked: Feed): Promise<void> {
    happened({ is: 'checking' })
    return begin(CHECK_LIMIT_MS, 'looking for a newer version failed', async (signal) => {
      const found = await (await loaded()).check(asked, signal)
      const atMs = clock.wallMs()
      return found === null ? { is: 'nothing', atMs } : { is: 'found', ...found, atMs }
    }).then(plan)
  }

  /** Asks by itself when it is time. A check by hand moves the next one too. */
  function plan(): void {
    timer?.[Symbol.dispose]()
    timer = null
    if (disposed || feed === null || !settings.updates.automatic) return
    const waitMs = life.checkedMs === null && life.failures === 0 ? FIRST_CHECK_MS : nextCheckMs(life)
    timer = clock.at(clock.now() + waitMs, () => {
      const asked = feed
      if (asked === null || mayUpdate(life, 'check') !== 'go' || breaker.enter() !== null) plan()
      else void beginCheck(asked)
    })
  }

  /** What is under way is given up, and not heard any more. */
  function callOff(): void {
    const before = work
    work = new AbortController()
    working = null
    limit?.[Symbol.dispose]()
    limit = null
    before.abort()
  }

  return {
    get view() {
      return updateView(life)
    },
    changed,
    breaker,
    async check() {
      if (!asks('check') || feed === null) return working ?? undefined
      const refused = breaker.enter(true)
      if (refused) throw refused
      await beginCheck(feed)
    },
    async download() {
      if (!asks('download')) return working ?? undefined
      const refused = breaker.enter(true)
      if (refused) throw refused
      happened({ is: 'downloading' })
      await begin(DOWNLOAD_LIMIT_MS, 'downloading a newer version failed', async (signal) => {
        const mine = work
        await (await loaded()).download((percent) => {
          if (work === mine) happened({ is: 'progress', percent })
        }, signal)
        return { is: 'staged' }
      })
    },
    async install() {
      asks('install')
      const port = await loaded()
      if (port.startsAtOnce) await ports.leave()
      try {
        port.install()
      } catch (error) {
        log.error('the installer did not begin', { error })
        happened({ is: 'failed', problem: problemOf(error) })
        if (port.startsAtOnce) ports.restart()
        throw error instanceof KithError ? error : new KithError('Refused', whyNotInstalled(error), { cause: error })
      }
    },
    follow(next) {
      const { feed: before, automatic } = settings.updates
      settings = next
      const { updates } = next
      if (disposed || (before === updates.feed && automatic === updates.automatic)) return
      if (before !== updates.feed) {
        const read = readFeed(updates.feed)
        const problem = read && 'problem' in read ? new KithError('InvalidConfig', read.problem).toJSON() : null
        feed = read && 'feed' in read ? read.feed : null
        // What another feed staged is not this feed's to install.
        callOff()
        updater?.forget()
        happened({ is: 'feed', on: feed !== null, problem })
      }
      plan()
    },
    [Symbol.dispose]() {
      disposed = true
      timer?.[Symbol.dispose]()
      timer = null
      // What is staged stays: it is installed when the app has ended.
      callOff()
      breaker[Symbol.dispose]()
    },
  }
}

const whyNotInstalled = (error: unknown): string =>
  `The newer version could not be installed (${error instanceof Error ? error.message : String(error)}). This one goes on; the log has more.`

/** An error for a person; what nobody foresaw says at least that. */
function problemOf(error: unknown): ErrorJson {
  if (error instanceof KithError) return error.toJSON()
  return new KithError('Refused', whyNotInstalled(error), { cause: error }).toJSON()
}
