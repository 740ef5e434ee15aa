/** What Kith asks of the part that fetches an installer, checks it, and hands over to it. */
import type { Feed } from './feed.policy.ts'

export interface FoundVersion {
  readonly version: string
  readonly notes: string | null
}

export interface UpdaterPort {
  /** @returns `null`: nothing newer than what runs. @throws KithError in words */
  readonly check: (feed: Feed, signal: AbortSignal) => Promise<FoundVersion | null>
  /** Fetches what `check` found last, checks it against what was signed, and stages it. @throws KithError in words */
  readonly download: (onPercent: (percent: number) => void, signal: AbortSignal) => Promise<void>
  /**
   * A new program is started at once, before this one has ended: everything that only one may hold must be let go of before.
   * `false`: the system's installer asks for a password first, and may be refused.
   */
  readonly startsAtOnce: boolean
  /** Hands over to the installer and ends the app. @throws when the installer would not begin */
  readonly install: () => void
  /** Nothing that was staged is installed when the app ends. */
  readonly forget: () => void
}
