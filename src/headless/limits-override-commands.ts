/** `kith limits use`, `quiet`, `pause` and `resume`: another profile by hand, until the schedule's next switch or until ended. */
import type { BandwidthView } from '../contract/bandwidth-views.ts'
import { KithError } from '../contract/errors.ts'
import { PAUSED } from '../contract/settings.ts'
import { cap, soon } from './amounts.ts'
import { bandwidthSettings, noProfile } from './limits-commands.ts'
import { inForce } from './limits-lines.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'

export const limitsUse: Command = runCommand((asked) => use(asked, (asked.args[0] ?? '').trim().toLowerCase()))
export const limitsPause: Command = runCommand((asked) => use(asked, PAUSED))

export const limitsResume: Command = runCommand(async (asked) => {
  const before = await asked.client.call('bandwidth.status')
  const status = before.override === null ? before : await asked.client.call('bandwidth.override', { profile: null })
  const done =
    before.override === null
      ? 'Nothing was switched by hand, so nothing changes.'
      : `The switch to ${before.override.profile} is over.`
  await told(asked, status, done)
})

/** `quiet off` also where the schedule says quiet: whoever types it wants speed now. */
export const limitsQuiet: Command = runCommand(async (asked) => {
  const { client, args } = asked
  if (args[0] === 'on') return use(asked, 'quiet')
  const before = await client.call('bandwidth.status')
  if (before.profile !== 'quiet') return told(asked, before, 'Quiet is not on, so nothing changes.')
  const resumed = before.override === null ? before : await client.call('bandwidth.override', { profile: null })
  if (resumed.profile !== 'quiet') return told(asked, resumed, 'Quiet is off.')
  await told(asked, await client.call('bandwidth.override', { profile: 'normal' }), 'Quiet is off.')
})

async function use(asked: Asked<object>, profile: string): Promise<void> {
  const { profiles } = await bandwidthSettings(asked.client)
  if (profile !== PAUSED && !Object.hasOwn(profiles, profile)) throw noProfile(profile, profiles)
  const status = await asked.client.call('bandwidth.override', { profile })
  if (status.override?.profile !== profile)
    throw new KithError('Refused', `The node did not switch: in force is ${status.profile}. See why with: kith limits`)
  const { override } = status
  const { clock } = asked.context
  const until =
    override.until === null
      ? 'until you end it with: kith limits resume'
      : `until ${soon(override.until, clock.wallMs())}, or until: kith limits resume`
  await told(asked, status, `${profile} is switched on by hand, ${until}`, true)
}

async function told(
  { client, context, options, print }: Asked<object>,
  status: BandwidthView,
  done: string,
  isSwitch = false,
): Promise<void> {
  if (options.json) {
    print.json(status)
    return
  }
  const { unit } = await bandwidthSettings(client)
  const { upload, download } = status
  print.lines([
    done,
    ...(isSwitch ? [] : [`In force: ${inForce(status, context.clock.wallMs())}`]),
    ...(status.profile === PAUSED
      ? []
      : [`Caps: up ${cap(upload.bytesPerSecond, unit)}, down ${cap(download.bytesPerSecond, unit)}`]),
  ])
}
