/** What a profile is called on the screens, and in which order they stand. */
import { PAUSED, type Settings } from '../../../contract/settings.ts'
import { type RateUnit, UNLIMITED } from '../../format/rates.policy.ts'
import { strings } from '../../strings.ts'
import { capText } from '../../ui/rate-field.tsx'

const names: Readonly<Record<string, string>> = strings.bandwidth.profile

/** The three that are always there have names of ours, the others their own. */
export const profileName = (profile: string): string =>
  Object.hasOwn(names, profile) ? (names[profile] ?? profile) : profile

/** Within a sentence. */
export const profileNameSmall = (profile: string): string => profileName(profile).toLowerCase()

/** Normal, quiet, paused, then the person's own by name. */
export const profileOrder = (profiles: Settings['bandwidth']['profiles']): readonly string[] => [
  'normal',
  'quiet',
  PAUSED,
  ...Object.keys(profiles)
    .filter((name) => name !== 'normal' && name !== 'quiet')
    .sort(),
]

/** What it lets through. */
export function profileCaps(profiles: Settings['bandwidth']['profiles'], profile: string, unit: RateUnit): string {
  const caps = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined
  if (caps === undefined) return strings.bandwidth.capsPaused
  if (caps.uploadBytesPerSecond === UNLIMITED && caps.downloadBytesPerSecond === UNLIMITED)
    return strings.bandwidth.noCaps
  return strings.bandwidth.caps(smallCap(caps.uploadBytesPerSecond, unit), smallCap(caps.downloadBytesPerSecond, unit))
}

/** A cap within a sentence. */
export const smallCap = (bytesPerSecond: number, unit: RateUnit): string =>
  bytesPerSecond === UNLIMITED ? strings.bandwidth.unlimitedSmall : capText(bytesPerSecond, unit)
