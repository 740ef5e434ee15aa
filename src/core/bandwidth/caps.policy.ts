/** Settings, schedule, a person's switch, the machine and the quota put together: which caps hold, and why (spec §9). Pure. */
import { PAUSED, type Settings } from '../../contract/settings.ts'
import type { CapsState } from './caps.types.ts'
import type { ScheduleState } from './schedule.policy.ts'
import type { CapPair, Way } from './throttle.types.ts'

/** What the decision is made from. */
export interface CapsFacts {
  readonly bandwidth: Settings['bandwidth']
  /** What the schedule says at `wallMs`. */
  readonly schedule: ScheduleState
  readonly wallMs: number
  /** The network charges by volume; `null`: nobody knows. */
  readonly metered: boolean | null
  readonly onBattery: boolean
  /** The month's volume is used up, and that is to pause the node. */
  readonly quotaPauses: boolean
}

type Bandwidth = Settings['bandwidth']
type Override = NonNullable<Bandwidth['override']>
type Reason = CapsState['reason']

/**
 * From the weakest to the strongest:
 *
 * | what                        | profile                                  | caps                                   | reason                 |
 * |-----------------------------|------------------------------------------|----------------------------------------|------------------------|
 * | nothing special             | `normal`                                 | the profile's                          | `normal`               |
 * | a rule of the schedule      | the rule's                               | the profile's                          | `schedule`             |
 * | metered, then on battery    | `quiet` or `paused` if it is stricter in | the minimum, each direction for itself | `metered` or `battery` |
 * |                             | any direction, otherwise as before       |                                        | where it is stricter   |
 * | switched by hand            | the person's, whatever stands above      | the profile's                          | `override`             |
 * | the month's volume used up  | as before                                | 0                                      | caps: `quota`          |
 *
 * A person's switch wins over a metered network and an empty battery too: they decided with open eyes, and the screens go
 * on showing that the network is metered. A rule that asks for `paused` stays paused on every network, being the stricter.
 */
export function capsFrom(facts: CapsFacts): CapsState {
  const { bandwidth, schedule, metered, onBattery, quotaPauses } = facts
  const override = overrideIn(facts)
  const chosen = override ? choice(bandwidth, override.profile, 'override') : surroundedChoice(facts)
  return {
    ...chosen,
    ...(quotaPauses ? { caps: { up: 0, down: 0 }, capReasons: { up: 'quota', down: 'quota' } } : {}),
    override: override && {
      profile: override.profile,
      untilMs: override.until === null ? null : Date.parse(override.until),
    },
    next: schedule.next,
    metered,
    onBattery,
  }
}

/** The person's switch was for a while that has passed, or to a profile that was deleted since. */
export const overrideIsOver = (facts: Pick<CapsFacts, 'bandwidth' | 'wallMs'>): boolean =>
  facts.bandwidth.override !== null && overrideIn(facts) === null

function overrideIn({ bandwidth, wallMs }: Pick<CapsFacts, 'bandwidth' | 'wallMs'>): Override | null {
  const { override } = bandwidth
  if (!override || !hasProfile(bandwidth, override.profile)) return null
  return override.until !== null && Date.parse(override.until) <= wallMs ? null : override
}

/** Whether a person can switch to that profile; `paused` is always there. */
export const hasProfile = ({ profiles }: Pick<Bandwidth, 'profiles'>, name: string): boolean =>
  name === PAUSED || Object.hasOwn(profiles, name)

type Choice = Pick<CapsState, 'profile' | 'reason' | 'caps' | 'capReasons'>

const choice = (bandwidth: Bandwidth, profile: string, reason: Reason): Choice => ({
  profile,
  reason,
  caps: capsOf(bandwidth, profile),
  capReasons: { up: reason, down: reason },
})

/** What holds while nobody switched by hand. */
function surroundedChoice({ bandwidth, schedule, metered, onBattery }: CapsFacts): Choice {
  let now = choice(bandwidth, schedule.profile, schedule.byRule ? 'schedule' : 'normal')
  if (metered === true) now = stricter(now, bandwidth, bandwidth.onMetered, 'metered')
  if (onBattery) now = stricter(now, bandwidth, bandwidth.onBattery, 'battery')
  return now
}

function stricter(now: Choice, bandwidth: Bandwidth, then: Bandwidth['onMetered'], reason: Reason): Choice {
  if (then === 'ignore') return now
  const caps = capsOf(bandwidth, then)
  const lowers = (way: Way): boolean => caps[way] < now.caps[way]
  if (!lowers('up') && !lowers('down')) return now
  return {
    profile: then,
    reason,
    caps: { up: Math.min(caps.up, now.caps.up), down: Math.min(caps.down, now.caps.down) },
    capReasons: {
      up: lowers('up') ? reason : now.capReasons.up,
      down: lowers('down') ? reason : now.capReasons.down,
    },
  }
}

function capsOf({ profiles }: Bandwidth, name: string): CapPair {
  if (name === PAUSED) return { up: 0, down: 0 }
  const set = profiles[name] ?? profiles.normal
  return { up: capOf(set.uploadBytesPerSecond), down: capOf(set.downloadBytesPerSecond) }
}

/** In the settings 0 is unlimited. */
const capOf = (bytesPerSecond: number): number => (bytesPerSecond === 0 ? Number.POSITIVE_INFINITY : bytesPerSecond)
