/** The settings that hold now: changed from a screen or by reading the file again, always whole and valid. */
import { KithError } from '../contract/errors.ts'
import { Settings, type SettingsChange, settingsIssue } from '../contract/settings.ts'
import type { SettingsView } from '../contract/settings-view.ts'
import { createEmitter, type Source } from '../kit/emitter.ts'
import { atPath, leaves, merged, treeWith, withoutNulls } from '../kit/tree.ts'
import type { NodePorts } from './node.types.ts'

export interface SettingsChanged {
  readonly before: Settings
  readonly after: Settings
}

export interface LiveSettings {
  readonly current: Settings
  view(): SettingsView
  /**
   * Changes some settings, writes them down and lets everybody know; `null` puts one back to its default.
   *
   * @returns the paths whose value is another now
   * @throws KithError InvalidConfig naming the path; nothing has changed then
   */
  change(change: SettingsChange): readonly string[]
  /** Reads the file again. @returns as `change` @throws KithError InvalidConfig naming the file and the path; nothing has changed then */
  reload(): readonly string[]
  readonly changed: Source<SettingsChanged>
}

/** Read once, when the node starts; everything else is asked for anew whenever it matters. */
const ONLY_AT_START = ['network', 'identity', 'privacy']

export function createLiveSettings(
  ports: Pick<NodePorts, 'saveSettings' | 'loadSettings'>,
  settings: Settings,
): LiveSettings {
  const changed = createEmitter<SettingsChanged>()
  let current = settings
  let overridden: readonly string[] | null = null

  /** Known from the first time that the file can be read. */
  function decidedElsewhere(): readonly string[] {
    try {
      overridden ??= ports.loadSettings().overridden
    } catch {
      // The file was broken since the start: reading it anew says so; asking for what holds must not.
    }
    return overridden ?? []
  }

  function become(after: Settings): readonly string[] {
    const before = current
    const paths = differences(before, after)
    current = after
    if (paths.length > 0) changed.emit({ before, after })
    return paths
  }

  return {
    get current() {
      return current
    },
    view: () => ({
      settings: current,
      needRestart: differences(settings, current).filter(
        // Which name the machine gives is asked once.
        (path) => ONLY_AT_START.includes(path.split('.', 1)[0] ?? '') || atPath(current, path) === undefined,
      ),
      overridden: [...decidedElsewhere()],
    }),
    change(change) {
      const wished = withDefaults(merged(current, change))
      // What a flag decides goes on deciding: the wish is written and holds from the next start without that flag.
      const held = decidedElsewhere().reduce<Readonly<Record<string, unknown>>>((tree, path) => {
        const value = atPath(current, path)
        return value === undefined ? tree : merged(tree, treeWith(path, value))
      }, wished)
      const after = withDefaults(held)
      ports.saveSettings(change)
      return become(after)
    },
    reload() {
      const loaded = ports.loadSettings()
      overridden = loaded.overridden
      return become(loaded.settings)
    },
    changed,
  }
}

function withDefaults(tree: Readonly<Record<string, unknown>>): Settings {
  const parsed = Settings.safeParse(withoutNulls(tree))
  if (parsed.success) return parsed.data
  const { path, message } = settingsIssue(parsed.error)
  throw new KithError('InvalidConfig', `${path}: ${message}. Nothing was changed.`, { details: { path } })
}

function differences(one: Settings, other: Settings): string[] {
  const paths = new Set([...leaves(one), ...leaves(other)].map(([way]) => way.join('.')))
  return [...paths].filter((path) => JSON.stringify(atPath(one, path)) !== JSON.stringify(atPath(other, path)))
}
