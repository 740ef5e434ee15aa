/** Makes this program the one that opens `kith://` links, where it is a program that the system can start. */
import type { App } from 'electron'
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'

const LINK_SCHEME = 'kith'
/** On Linux the system is asked through a program, which takes a moment: the window comes first. */
const AFTER_MS = SECOND_MS

export interface LinkClientParts {
  readonly app: Pick<App, 'isDefaultProtocolClient' | 'setAsDefaultProtocolClient'>
  readonly clock: Clock
  /** A checkout is no program of its own: the system would start Electron with nothing in it. */
  readonly inCheckout: boolean
  /** What `opens` says may have changed. */
  readonly changed: () => void
}

export interface LinkClient {
  /** `null` until it is known, and where it cannot be. */
  readonly opens: boolean | null
  /** Does so in a moment. */
  register(): void
}

export function createLinkClient({ app, clock, inCheckout, changed }: LinkClientParts): LinkClient {
  let opens: boolean | null = null

  function ask(): void {
    opens =
      app.isDefaultProtocolClient(LINK_SCHEME) ||
      (app.setAsDefaultProtocolClient(LINK_SCHEME) && app.isDefaultProtocolClient(LINK_SCHEME))
    changed()
  }

  return {
    get opens() {
      return opens
    },
    register() {
      if (!inCheckout) clock.at(clock.now() + AFTER_MS, ask)
    },
  }
}
