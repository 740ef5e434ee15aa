/** Notices that this machine moved to another time zone: Node asks its system for that only once, and a schedule goes by local time. */
import { readlinkSync } from 'node:fs'
import { MINUTE_MS } from '../kit/units.ts'
import type { Every } from './power.ts'

/** A schedule is looked at as often; reading a link takes microseconds. */
const LOOK_EVERY_MS = MINUTE_MS
/** Where Linux and macOS keep their zone, as a link to its rules. Windows has no such place, and a restart is needed there. */
const SYSTEM_ZONE = '/etc/localtime'

/** Follows the system's time zone until disposed. Whoever set `TZ` for this process has decided, and nothing is followed. */
export function followTimeZone(every: Every, env: NodeJS.ProcessEnv = process.env, link = SYSTEM_ZONE): Disposable {
  let zone = zoneOf(link)
  return every(LOOK_EVERY_MS, () => {
    const now = zoneOf(link)
    if (now === zone || env['TZ'] !== undefined) return
    zone = now
    // Whatever happens to this variable makes Node ask the system again, also the removal of one that is not there.
    delete env['TZ']
  })
}

function zoneOf(link: string): string | null {
  try {
    return readlinkSync(link)
  } catch {
    return null
  }
}
