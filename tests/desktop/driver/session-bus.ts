/** A `busctl` that answers as the desktop of a person would: is there a tray, is the screen locked. First in the PATH of an app. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface SessionBus {
  /** The PATH for the app. */
  readonly path: string
  set(change: { readonly tray?: boolean; readonly locked?: boolean }): void
}

/** Everything else, such as NetworkManager, is not there. */
const script = (folder: string): string => `#!/bin/sh
case "$*" in
  *StatusNotifierWatcher*) printf '{"type":"b","data":[%s]}' "$(cat '${folder}/tray')" ;;
  *LockedHint*) printf '{"type":"b","data":%s}' "$(cat '${folder}/locked')" ;;
  *) exit 1 ;;
esac
`

export function createSessionBus(folder: string, { tray = true, locked = false } = {}): SessionBus {
  mkdirSync(folder, { recursive: true })
  const bus: SessionBus = {
    path: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
    set(change) {
      for (const [name, is] of Object.entries(change)) writeFileSync(join(folder, name), String(is))
    },
  }
  bus.set({ tray, locked })
  writeFileSync(join(folder, 'busctl'), script(folder))
  chmodSync(join(folder, 'busctl'), 0o755)
  return bus
}
