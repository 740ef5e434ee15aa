/** The settings that the desktop itself follows: read from the file before the node runs, told by the node from then on. */
import type { Announcement, Handlers } from '../../contract/contract.ts'
import type { Settings } from '../../contract/settings.ts'
import { createEmitter, type Source } from '../../kit/emitter.ts'

export interface FollowedSettings extends Disposable {
  readonly now: Settings
  /** Told when the node says that something changed; also once when it begins to run. */
  readonly changed: Source<Settings>
}

export interface SettingsParts {
  /** The file as it is, defaults where it cannot be read: the window opens before anything is known of it. */
  readonly first: Settings
  readonly handlers: Pick<Handlers, 'settings.get'>
  readonly events: Source<Announcement>
  readonly onBug: (error: unknown) => void
}

export function followSettings({ first, handlers, events, onBug }: SettingsParts): FollowedSettings {
  const changed = createEmitter<Settings>(onBug)
  let now = first
  function take(settings: Settings): void {
    now = settings
    changed.emit(settings)
  }
  const listening = events.on(({ name, payload }) => {
    if (name === 'settings.changed') take(payload.settings)
    // It may stop again before it has answered; then the next start asks again.
    else if (name === 'host.changed' && payload.phase === 'running')
      handlers['settings.get'](undefined).then(
        ({ settings }) => take(settings),
        () => {},
      )
  })
  return {
    get now() {
      return now
    },
    changed,
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  }
}
