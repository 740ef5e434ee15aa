/** Profiles, quiet and pause, as commands. */
import type { Command } from '../../commands/command.ts'
import type { Stores } from '../../stores/stores.ts'
import { strings } from '../../strings.ts'
import { override } from './bandwidth-actions.ts'
import { profileName, profileOrder } from './profile-names.ts'

const { do: does, also } = strings.palette

export function bandwidthCommands(stores: Stores): readonly Command[] {
  const { settings, bandwidth } = stores
  const profiles = settings.getState().value?.settings.bandwidth.profiles
  const holds = () => bandwidth.status.getState().value
  return [
    ...(profiles === undefined ? [] : profileOrder(profiles)).map(
      (profile): Command => ({
        id: `profile.${profile}`,
        group: 'bandwidth',
        label: does.profile(profileName(profile)),
        also: also.pause,
        available: () => holds()?.override?.profile !== profile,
        run: () => override(stores, profile),
      }),
    ),
    {
      id: 'profile-end',
      group: 'bandwidth',
      label: does.resume,
      also: also.resume,
      available: () => (holds()?.override ?? null) !== null,
      run: () => override(stores, null),
    },
  ]
}
