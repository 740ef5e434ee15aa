/** The settings that hold now: changed from a screen or by reading the file again, always whole and valid. */
import { KithError } from '../contract/errors.ts'
import type { Settings } from '../contract/settings.ts'
import type { SettingsView } from '../contract/settings-view.ts'
import { createEmitter, type Source } from '../kit/emitter.ts'
import type { NodePorts } from './node.types.ts'

export interface LiveSettings {
  readonly current: Settings
  view(): SettingsView
  /** @throws KithError InvalidConfig naming the path; nothing has changed then */
  change(change: Readonly<Record<string, unknown>>): void
  /** @throws KithError InvalidConfig naming the file and the path; nothing has changed then */
  reload(): void
  readonly changed: Source<{ readonly before: Settings; readonly after: Settings }>
}

export function createLiveSettings(
  _ports: Pick<NodePorts, 'saveSettings' | 'loadSettings'>,
  settings: Settings,
): LiveSettings {
  const notBuilt = (): never => {
    throw new KithError('Internal', 'Not built yet.')
  }
  return {
    current: settings,
    view: () => ({ settings, needRestart: [], overridden: [] }),
    change: notBuilt,
    reload: notBuilt,
    changed: createEmitter(),
  }
}
