/** Follows the clock, the schedule and the machine, and says which caps hold for the node. */
import { KithError } from '../../contract/errors.ts'
import { PAUSED, type Settings, type SettingsChange } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Surroundings } from '../surroundings.types.ts'
import type { Caps, CapsState } from './caps.types.ts'

export interface CapsPorts {
  readonly clock: Clock
  readonly surroundings: Surroundings
  readonly settings: () => Settings['bandwidth']
  /** Writes an override down, and calls `reconsider`. */
  readonly changeSettings: (change: SettingsChange) => void
  /** The month's volume is used up, and that is to pause the node. */
  readonly quotaPauses: () => boolean
}

const unlimited = (bytesPerSecond: number): number => (bytesPerSecond === 0 ? Number.POSITIVE_INFINITY : bytesPerSecond)

export function createCaps(ports: CapsPorts): Caps {
  const changed = createEmitter<CapsState>()
  const look = (): CapsState => {
    const { profiles, override } = ports.settings()
    const profile = override?.profile ?? 'normal'
    const set = profiles[profile]
    return {
      profile,
      reason: override ? 'override' : 'normal',
      caps:
        profile === PAUSED || !set
          ? { up: 0, down: 0 }
          : { up: unlimited(set.uploadBytesPerSecond), down: unlimited(set.downloadBytesPerSecond) },
      capReason: override ? 'override' : 'normal',
      override: override ? { profile: override.profile, untilMs: null } : null,
      next: null,
      metered: ports.surroundings.onMetered(),
      onBattery: ports.surroundings.onBattery(),
    }
  }
  let now = look()
  return {
    start: () => {},
    get now() {
      return now
    },
    changed,
    reconsider() {
      now = look()
      changed.emit(now)
    },
    override(profile) {
      if (profile !== null && profile !== PAUSED && !Object.hasOwn(ports.settings().profiles, profile))
        throw new KithError('InvalidRequest', `There is no profile called ${profile}.`)
      ports.changeSettings({ bandwidth: { override: profile === null ? null : { profile, until: null } } })
    },
    isExempt: () => false,
    [Symbol.dispose]() {},
  }
}
