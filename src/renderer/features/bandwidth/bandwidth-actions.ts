/** What a person does on the screen of the bandwidth: each says what it did where that is not seen, and how to take it back. */
import type { ScheduleRule, Settings } from '../../../contract/settings.ts'
import type { RateUnit } from '../../format/rates.policy.ts'
import { attempt } from '../../stores/attempt.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'
import { profileName, profileNameSmall } from './profile-names.ts'
import { MAX_RULES } from './week-grid.policy.ts'
import { whenWords } from './why-words.ts'

type Needs = Pick<Stores, 'client' | 'toasts' | 'settings' | 'bandwidth' | 'clock'>
type Bandwidth = Settings['bandwidth']
const { did, schedule: scheduleWords } = strings.bandwidth

/** Sends a change of the section and takes over what holds then. */
const changeBandwidth = (
  { client, toasts, settings }: Needs,
  bandwidth: Readonly<Record<string, unknown>>,
): Promise<boolean> =>
  attempt(toasts, async () => {
    const value = await client.call('settings.set', { change: { bandwidth } })
    settings.setState({ value, error: null })
  })

export const setCap = (needs: Needs, way: 'up' | 'down', bytesPerSecond: number): Promise<boolean> =>
  changeBandwidth(needs, {
    profiles: {
      normal: { [way === 'up' ? 'uploadBytesPerSecond' : 'downloadBytesPerSecond']: bytesPerSecond },
    },
  })

export const setUnit = (needs: Needs, unit: RateUnit): Promise<boolean> => changeBandwidth(needs, { unit })

/** @param profile `null` ends what was switched by hand */
export const override = (needs: Needs, profile: string | null): Promise<boolean> => {
  const { client, toasts, bandwidth, clock } = needs
  const before = bandwidth.status.getState().value?.override?.profile ?? null
  return attempt(toasts, async () => {
    const view = await client.call('bandwidth.override', { profile })
    bandwidth.learn(view)
    const until = view.override?.until ?? null
    const text =
      profile === null
        ? did.ended(profileNameSmall(view.profile), view.next !== null)
        : did.switched(profileName(profile), until === null ? null : whenWords(until, clock.wallMs()))
    toasts.done(text, () => void override(needs, before))
  })
}

/** Puts other rules, or the switch, in force; undone by what was there. */
export async function setSchedule(
  needs: Needs,
  before: Bandwidth['schedule'],
  after: Bandwidth['schedule'],
): Promise<void> {
  if (after.rules.length > MAX_RULES) {
    needs.toasts.problem(scheduleWords.tooMany)
    return
  }
  if (!(await changeBandwidth(needs, { schedule: after }))) return
  const text = before.enabled === after.enabled ? did.schedule : after.enabled ? did.scheduleOn : did.scheduleOff
  needs.toasts.done(text, () => void changeBandwidth(needs, { schedule: before }))
}

export async function setLanExempt(needs: Needs, lanExempt: boolean): Promise<void> {
  if (!(await changeBandwidth(needs, { lanExempt }))) return
  needs.toasts.done(lanExempt ? did.lanOn : did.lanOff, () => void changeBandwidth(needs, { lanExempt: !lanExempt }))
}

export type ProfileCaps = Bandwidth['profiles']['normal']

export interface ProfileChange {
  /** What it was called; `null`: it is new. */
  readonly from: string | null
  /** What it is called; `null`: it is deleted. */
  readonly to: string | null
  readonly caps: ProfileCaps
  /** With the names of the profiles as they are then. */
  readonly rules: readonly ScheduleRule[]
}

/** Adds, changes, renames or deletes a profile together with the rules that name it; undone as one, too. */
export async function changeProfile(needs: Needs, before: Bandwidth, change: ProfileChange): Promise<boolean> {
  const { from, to, caps, rules } = change
  const gone = from !== null && from !== to
  const renamedOverride =
    gone && before.override?.profile === from
      ? { override: to === null ? null : { ...before.override, profile: to } }
      : {}
  const worked = await changeBandwidth(needs, {
    profiles: { ...(gone ? { [from]: null } : {}), ...(to === null ? {} : { [to]: caps }) },
    schedule: { rules },
    ...renamedOverride,
  })
  if (!worked) return false
  const name = profileName(to ?? from ?? '')
  const text = to === null ? did.deleted(name) : from === null ? did.added(name) : did.saved(name)
  const { profiles, schedule } = before
  needs.toasts.done(text, () => {
    void changeBandwidth(needs, {
      profiles: {
        ...(to !== null && to !== from ? { [to]: null } : {}),
        ...(from === null ? {} : { [from]: profiles[from] }),
      },
      schedule: { rules: schedule.rules },
      ...(gone && before.override?.profile === from ? { override: before.override } : {}),
    })
  })
  return true
}
