/** `kith limits get`, `set` and `remove-profile`: how much may pass, for all together and for a peer. */
import type { NodeClient } from '../contract/client.ts'
import { KithError } from '../contract/errors.ts'
import { PAUSED, type Settings } from '../contract/settings.ts'
import { exactRate, type RateUnit, typedRate, typedVolume } from '../contract/typed-amount.policy.ts'
import type { PeerLimits } from '../contract/views.ts'
import { volume } from './amounts.ts'
import { crawlWarnings, inForce, limitsLines, peerLimitsLines, whoIs } from './limits-lines.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { printable } from './text.ts'
import { ruleText } from './typed-rule.policy.ts'
import { whichPeer } from './which-peer.ts'

type BandwidthSettings = Settings['bandwidth']

export const bandwidthSettings = async (client: NodeClient): Promise<BandwidthSettings> =>
  (await client.call('settings.get')).settings.bandwidth

/** With `--json` the node's view of its caps, with the settings and the peers that have limits beside it. */
export const limitsGet: Command = runCommand(async (asked) => {
  const { client, context, args, options, print, paint } = asked
  if (args[0] !== undefined) return peerGet(asked, args[0])
  const [status, settings, peers] = await Promise.all([
    client.call('bandwidth.status'),
    bandwidthSettings(client),
    client.call('peers.list'),
  ])
  if (options.json) print.json({ ...status, settings, peers: peers.filter(isLimited).map(limitsOf) })
  else print.lines(limitsLines({ status, settings, peers }, context.clock.wallMs(), paint))
})

type Limited = {
  readonly peerId: string
  readonly name: string | null
  readonly limits: PeerLimits
  readonly exempt: boolean
}
const limitsOf = ({ peerId, name, limits, exempt }: Limited): Limited => ({ peerId, name, limits, exempt })
const isLimited = ({ limits }: Limited): boolean => Object.values(limits).some((limit) => limit > 0)

async function peerGet({ client, options, print }: Asked<object>, typed: string): Promise<void> {
  const peerId = await whichPeer(client, typed, 'peers').catch(orMistyped)
  const [peer, traffic, status, { unit }] = await Promise.all([
    client.call('peers.show', { peerId }),
    client.call('bandwidth.traffic'),
    client.call('bandwidth.status'),
    bandwidthSettings(client),
  ])
  const own = traffic.peers.find((one) => one.peerId === peerId) ?? null
  if (!options.json) {
    print.lines(peerLimitsLines({ peer, traffic: own, status, unit }))
    return
  }
  print.json({
    ...limitsOf(peer),
    throttled: own?.throttled ?? { upload: false, download: false },
    quota: own?.quota ?? { state: 'none', limitBytes: peer.limits.monthlyBytes, usedBytes: 0 },
    node: { upload: status.upload, download: status.download },
  })
}

/** What looks like a peer here may be a command with a slip in it. */
function orMistyped(error: unknown): never {
  if (!(error instanceof KithError) || error.name !== 'InvalidRequest') throw error
  throw new KithError(
    'InvalidRequest',
    `${error.message.replace(/\.$/, '')}; what else can be done here: kith limits --help`,
  )
}

interface SetOptions {
  readonly up?: string
  readonly down?: string
  readonly month?: string
  readonly peer?: string
  readonly profile?: string
}

/** What was set, before and now: of a peer, or of the node (then the caps are those of the profile). */
interface Changed {
  readonly peerId: string | null
  readonly profile: string | null
  readonly before: PeerLimits
  readonly now: PeerLimits
}

export const limitsSet: Command<SetOptions> = runCommand(async (asked) => {
  const { client, options } = asked
  const settings = await bandwidthSettings(client)
  const wanted: Partial<PeerLimits> = {
    ...(options.up === undefined ? {} : { uploadBytesPerSecond: accepted(typedRate(options.up, settings.unit)) }),
    ...(options.down === undefined ? {} : { downloadBytesPerSecond: accepted(typedRate(options.down, settings.unit)) }),
    ...(options.month === undefined ? {} : { monthlyBytes: accepted(typedVolume(options.month)) }),
  }
  if (options.peer === undefined) await setForNode(asked, wanted, settings)
  else await setForPeer(asked, options.peer, wanted, settings.unit)
})

function accepted(typed: ReturnType<typeof typedRate>): number {
  if (typed.ok) return typed.value
  throw new KithError('InvalidRequest', typed.error)
}

async function setForPeer(
  asked: Asked<SetOptions>,
  typed: string,
  limits: Partial<PeerLimits>,
  unit: RateUnit,
): Promise<void> {
  const { client } = asked
  const peerId = await whichPeer(client, typed, 'peers')
  const before = await client.call('peers.show', { peerId })
  const now = await client.call('peers.edit', { peerId, limits })
  const lines = [
    ...changeLines(whoIs(now), before.limits, now.limits, limits, unit),
    ...(now.exempt
      ? ['It is in this machine’s own network, for which no cap holds now (kith config get bandwidth.lanExempt).']
      : []),
  ]
  told(asked, { peerId, profile: null, before: before.limits, now: now.limits }, lines, unit)
}

async function setForNode(
  asked: Asked<SetOptions>,
  { monthlyBytes, ...caps }: Partial<PeerLimits>,
  settings: BandwidthSettings,
): Promise<void> {
  const { client, context, options } = asked
  const { profile = 'normal' } = options
  if (profile === PAUSED)
    throw new KithError(
      'InvalidRequest',
      'paused lets no transfer pass and has no caps to set. Switch to it with: kith limits pause',
    )
  const isAboutCaps = Object.keys(caps).length > 0
  const view = await client.call('settings.set', {
    change: {
      bandwidth: {
        ...(isAboutCaps ? { profiles: { [profile]: caps } } : {}),
        ...(monthlyBytes === undefined ? {} : { quota: { monthlyBytes } }),
      },
    },
  })
  const isNew = isAboutCaps && !Object.hasOwn(settings.profiles, profile)
  const before = limitsIn(settings, profile)
  const now = limitsIn(view.settings.bandwidth, profile)
  const wanted = { ...caps, ...(monthlyBytes === undefined ? {} : { monthlyBytes }) }
  const lines = [
    ...(isNew ? [`${profile} is a new profile.`] : []),
    ...changeLines(profile, isNew ? null : before, now, wanted, settings.unit),
    ...(isHeld(wanted, now)
      ? []
      : ['It is saved. In this run the command line of the node decides, and it stays as it is.']),
    ...(monthlyBytes === undefined || now.monthlyBytes === 0 ? [] : [whenUsedUp(view.settings.bandwidth)]),
  ]
  const status = await client.call('bandwidth.status')
  if (isAboutCaps && status.profile !== profile)
    lines.push(
      `In force is ${inForce(status, context.clock.wallMs())}.`,
      ...(isNew ? [`Switch with: kith limits use ${profile}`] : []),
    )
  told(asked, { peerId: null, profile: isAboutCaps ? profile : null, before, now }, lines, settings.unit)
}

/** Names are typed: one that every object has is no profile yet. */
function limitsIn({ profiles, quota }: BandwidthSettings, profile: string): PeerLimits {
  const caps = Object.hasOwn(profiles, profile) ? profiles[profile] : undefined
  const { uploadBytesPerSecond = 0, downloadBytesPerSecond = 0 } = caps ?? {}
  return { uploadBytesPerSecond, downloadBytesPerSecond, monthlyBytes: quota.monthlyBytes }
}

const isHeld = (wanted: Partial<PeerLimits>, now: PeerLimits): boolean => {
  const { uploadBytesPerSecond: up, downloadBytesPerSecond: down, monthlyBytes: month } = { ...now, ...wanted }
  return up === now.uploadBytesPerSecond && down === now.downloadBytesPerSecond && month === now.monthlyBytes
}

const whenUsedUp = ({ quota }: BandwidthSettings): string =>
  quota.whenReached === 'pause'
    ? 'When it is used up, transfers pause until the month is over.'
    : 'When it is used up you are warned. To pause transfers then: kith config set bandwidth.quota.whenReached pause'

/** `normal: up 2 MiB/s (was unlimited)`, a line for each that was asked for; of something new (`null` before) both caps. */
function changeLines(
  who: string,
  before: PeerLimits | null,
  now: PeerLimits,
  asked: Partial<PeerLimits>,
  unit: RateUnit,
): string[] {
  const was = (key: keyof PeerLimits, shown: (bytes: number) => string): string => {
    if (before === null) return ''
    return before[key] === now[key] ? ' (as before)' : ` (was ${shown(before[key])})`
  }
  // As it can be typed again.
  const rate = (bytes: number): string => (bytes === 0 ? 'unlimited' : exactRate(bytes, unit))
  const monthly = (bytes: number): string => (bytes === 0 ? 'no limit' : volume(bytes))
  const isAsked = (key: keyof PeerLimits): boolean => asked[key] !== undefined
  const { uploadBytesPerSecond: up, downloadBytesPerSecond: down, monthlyBytes: month } = now
  return [
    ...(before === null || isAsked('uploadBytesPerSecond')
      ? [`${who}: up ${rate(up)}${was('uploadBytesPerSecond', rate)}`]
      : []),
    ...(before === null || isAsked('downloadBytesPerSecond')
      ? [`${who}: down ${rate(down)}${was('downloadBytesPerSecond', rate)}`]
      : []),
    ...(isAsked('monthlyBytes')
      ? [`A month, both directions together: ${monthly(month)}${was('monthlyBytes', monthly)}`]
      : []),
  ]
}

function told(
  { options, print, paint }: Asked<SetOptions>,
  changed: Changed,
  lines: readonly string[],
  unit: RateUnit,
): void {
  const isAboutCaps = options.up !== undefined || options.down !== undefined
  const warnings = isAboutCaps ? crawlWarnings(changed.now, unit) : []
  if (options.json) return print.json({ ...changed, warnings })
  // A zero could be meant as its opposite.
  const isZero = [options.up, options.down].some((typed) => typed !== undefined && /^\s*[0.,]+(?![\d.,])/.test(typed))
  const hint = isZero ? ['0 means unlimited. To let no transfer pass: kith limits pause'] : []
  print.lines([...lines.map(printable), ...[...warnings, ...hint].map((line) => paint.warn(line))])
}

export const limitsRemoveProfile: Command = runCommand(async ({ client, args: [typed = ''], options, print }) => {
  const name = typed.trim().toLowerCase()
  const { profiles, schedule, override } = await bandwidthSettings(client)
  if (name === 'normal' || name === 'quiet' || name === PAUSED)
    throw new KithError('InvalidRequest', `${name} is always there and cannot be removed.`)
  if (!Object.hasOwn(profiles, name)) throw noProfile(name, profiles)
  const rules = schedule.rules.flatMap((rule, index) =>
    rule.profile === name ? [`${index + 1} (${ruleText(rule)})`] : [],
  )
  if (rules.length > 0)
    throw new KithError(
      'InvalidRequest',
      `The schedule uses ${name} in rule ${rules.join(', ')}. Remove that first with: kith limits schedule remove NUMBER`,
    )
  if (override?.profile === name)
    throw new KithError('InvalidRequest', `${name} is switched on by hand. End that first with: kith limits resume`)
  await client.call('settings.set', { change: { bandwidth: { profiles: { [name]: null } } } })
  if (options.json) print.json({ profile: name, removed: true })
  else print.lines([`The profile ${name} is removed.`])
})

/** @param profiles that there are, beside the one that always is */
export function noProfile(name: string, profiles: object): KithError {
  const known = [...Object.keys(profiles), PAUSED].join(', ')
  return new KithError(
    'InvalidRequest',
    `There is no profile called “${printable(name)}”. There are ${known}. Make one with: kith limits set --profile NAME --up 2MiB/s`,
  )
}
