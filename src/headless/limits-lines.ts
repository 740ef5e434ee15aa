/** Which caps hold, why and until when, as lines for a person. Pure. */
import type { BandwidthView, CapView, PeerTrafficView, QuotaView } from '../contract/bandwidth-views.ts'
import { PAUSED, type Settings } from '../contract/settings.ts'
import type { RateUnit } from '../contract/typed-amount.policy.ts'
import type { PeerLimits, PeerView } from '../contract/views.ts'
import { KIB } from '../kit/units.ts'
import { cap, dayOf, rate, setCap, soon, volume } from './amounts.ts'
import type { Paint } from './paint.ts'
import { facts, percent, printable, shortId, table } from './text.ts'

type BandwidthSettings = Settings['bandwidth']

const because: Readonly<Record<CapView['reason'], string>> = {
  normal: 'nothing else asks for another',
  schedule: 'by the schedule',
  override: 'switched by hand',
  metered: 'because this network charges by volume',
  battery: 'because this machine runs on its battery',
  quota: 'because the volume of this month is used up',
  dynamic: 'for now, so that the rest of the household is not slowed down',
}

/** Below this a picture takes minutes, and a person thinks that it hangs. */
const CRAWL_BYTES_PER_SECOND = 16 * KIB

export function limitsLines(
  view: { readonly status: BandwidthView; readonly settings: BandwidthSettings; readonly peers: readonly PeerView[] },
  nowMs: number,
  paint: Paint,
): string[] {
  const { status, settings } = view
  const { unit } = settings
  const own = view.peers.filter(({ limits }) => hasLimits(limits))
  return [
    ...facts([
      ['In force', inForce(status, nowMs)],
      ['Up', capWords(status.upload, status, unit)],
      ['Down', capWords(status.download, status, unit)],
      ['Schedule', scheduleWords(settings.schedule)],
      ['This month', monthWords(status.quota, settings.quota, nowMs)],
      ['Network', networkWords(status.metered, settings.onMetered)],
      ['Power', status.onBattery ? `battery; then: ${scarceWords(settings.onBattery)}` : 'mains'],
      [
        'Local network',
        settings.lanExempt ? 'peers there are exempt from all caps' : 'peers there are capped like others',
      ],
      ['Yielding', yieldingWords(status.dynamic)],
    ]),
    '',
    ...headed(profileTable(settings, status.profile), paint),
    ...(own.length === 0 ? [] : ['', ...headed(ownTable(own, unit), paint)]),
    '',
    paint.dim('Change them with: kith limits set --up 2MiB/s --down unlimited'),
  ]
}

const headed = ([heading = '', ...rows]: readonly string[], paint: Paint): string[] => [paint.bold(heading), ...rows]

/** `quiet, by the schedule, until tomorrow at 07:00 (in 9 h), then normal`. */
export function inForce({ profile, reason, override, next }: BandwidthView, nowMs: number): string {
  const name = profile === PAUSED ? 'paused (links stay, nothing else passes)' : profile
  const why = reason === 'normal' ? '' : `, ${because[reason]}`
  if (reason === 'override')
    return `${name}${why}${override?.until ? `, until ${soon(override.until, nowMs)}` : ', until you end it with: kith limits resume'}`
  if (next === null || reason === 'metered' || reason === 'battery') return `${name}${why}`
  return `${name}${why}, until ${soon(next.at, nowMs)}, then ${next.profile}`
}

function capWords({ bytesPerSecond, reason, throttling }: CapView, status: BandwidthView, unit: RateUnit): string {
  // What the dynamic mode finds is a measured figure and not one that a person set.
  const shown = reason === 'dynamic' && bytesPerSecond !== null ? rate(bytesPerSecond, unit) : cap(bytesPerSecond, unit)
  const why = reason === status.reason || reason === 'normal' ? '' : `, ${because[reason]}`
  return `${shown}${why}${throttling ? ' – throttled now: somebody waits because of it' : ''}`
}

function scheduleWords({ enabled, rules }: BandwidthSettings['schedule']): string {
  if (rules.length === 0) return 'none; add a rule with: kith limits schedule add "mon-fri 22:00-07:00 quiet"'
  return `${enabled ? 'on' : 'off'}, ${rules.length === 1 ? '1 rule' : `${rules.length} rules`}; see: kith limits schedule`
}

/** What has passed of what a month may have. */
export function monthWords(quota: QuotaView, settings: BandwidthSettings['quota'], nowMs: number): string {
  const used = volume(quota.usedBytes)
  if (quota.state === 'none') return `${used} since ${dayOf(new Date(quota.from))}; no limit`
  const then = settings.whenReached === 'pause' ? 'pauses transfers' : 'only warns'
  const state = quota.state === 'reached' ? ' – used up' : quota.state === 'warned' ? ' – nearly used up' : ''
  return `${used} of ${volume(quota.limitBytes)} (${shareWords(quota)})${state}, until ${soon(quota.until, nowMs)}; when it is used up: ${then}`
}

/** It may be more than all: a warning stops nobody. */
function shareWords({ usedBytes, limitBytes }: Pick<QuotaView, 'usedBytes' | 'limitBytes'>): string {
  return usedBytes >= limitBytes ? `${Math.floor((usedBytes / limitBytes) * 100)} %` : percent(usedBytes / limitBytes)
}

const scarceWords = (when: BandwidthSettings['onMetered']): string => (when === 'ignore' ? 'no change' : when)

function networkWords(metered: boolean | null, onMetered: BandwidthSettings['onMetered']): string {
  if (metered === null) return 'the system does not say whether it charges by volume'
  return metered ? `charges by volume; then: ${scarceWords(onMetered)}` : 'does not charge by volume'
}

function yieldingWords(dynamic: BandwidthView['dynamic']): string {
  if (dynamic === null) return 'off'
  const now = dynamic.queueingMs === null ? 'not measured yet' : `${Math.round(dynamic.queueingMs)} ms now`
  return `on: keeps the added delay near ${dynamic.targetMs} ms, ${now}`
}

function profileTable({ profiles, unit }: BandwidthSettings, inUse: string): string[] {
  const rows = Object.entries(profiles).map(([name, caps]) => [
    name,
    setCap(caps.uploadBytesPerSecond, unit),
    setCap(caps.downloadBytesPerSecond, unit),
  ])
  return table(
    ['PROFILE', 'UP', 'DOWN', ''],
    [...rows, [PAUSED, 'paused', 'paused']].map(([name = '', ...caps]) => [
      name,
      ...caps,
      name === inUse ? '← in force' : '',
    ]),
  )
}

const ownTable = (peers: readonly PeerView[], unit: RateUnit): string[] =>
  table(
    ['NAME', 'PEER', 'UP', 'DOWN', 'A MONTH', ''],
    peers.map(({ name, peerId, limits, exempt }) => [
      name ?? '–',
      shortId(peerId),
      setCap(limits.uploadBytesPerSecond, unit),
      setCap(limits.downloadBytesPerSecond, unit),
      limits.monthlyBytes === 0 ? 'no limit' : volume(limits.monthlyBytes),
      exempt ? 'exempt' : '',
    ]),
  )

export const hasLimits = ({ uploadBytesPerSecond, downloadBytesPerSecond, monthlyBytes }: PeerLimits): boolean =>
  uploadBytesPerSecond + downloadBytesPerSecond + monthlyBytes > 0

export interface PeerLimitsParts {
  readonly peer: PeerView
  /** `null` when nothing of it is known: nothing passed and it has no limits. */
  readonly traffic: PeerTrafficView | null
  readonly status: BandwidthView
  readonly unit: RateUnit
}

/** The limits of one peer, and what the node's own leave of them. */
export function peerLimitsLines({ peer, traffic, status, unit }: PeerLimitsParts): string[] {
  const { limits } = peer
  const within = (own: number, node: CapView): string =>
    `${setCap(own, unit)}${!peer.exempt && node.bytesPerSecond !== null && (own === 0 || node.bytesPerSecond < own) ? `; all peers together: ${cap(node.bytesPerSecond, unit)}` : ''}`
  const waits = [...(traffic?.throttled.upload ? ['up'] : []), ...(traffic?.throttled.download ? ['down'] : [])]
  const used = traffic?.quota.usedBytes ?? 0
  return facts([
    ['Name', peer.name ?? '–'],
    ['Peer ID', peer.peerId],
    ['Up', within(limits.uploadBytesPerSecond, status.upload)],
    ['Down', within(limits.downloadBytesPerSecond, status.download)],
    ['Throttled', waits.length === 0 ? 'not now' : `now, ${waits.join(' and ')}`],
    ['Exempt', peer.exempt ? 'yes, it is in this machine’s own network: no cap holds for it' : 'no'],
    [
      'This month',
      limits.monthlyBytes === 0
        ? `${volume(used)}; no limit of its own`
        : `${volume(used)} of ${volume(limits.monthlyBytes)} (${shareWords({ usedBytes: used, limitBytes: limits.monthlyBytes })})`,
    ],
  ])
}

/** What a person should know about caps that they have just set. */
export function crawlWarnings(
  {
    uploadBytesPerSecond: up,
    downloadBytesPerSecond: down,
  }: Pick<PeerLimits, 'uploadBytesPerSecond' | 'downloadBytesPerSecond'>,
  unit: RateUnit,
): string[] {
  const slow = [up, down].filter((bytes) => bytes > 0 && bytes < CRAWL_BYTES_PER_SECOND)
  const [slowest] = slow.toSorted((a, b) => a - b)
  if (slowest === undefined) return []
  const minutes = Math.max(1, Math.round((KIB * KIB) / slowest / 60))
  const span = minutes >= 120 ? `${Math.round(minutes / 60)} hours` : minutes === 1 ? 'a minute' : `${minutes} minutes`
  return [
    `With ${setCap(slowest, unit)} transfers crawl: 1 MiB takes about ${span}. Links stay up. To let no transfer pass at all: kith limits pause`,
  ]
}

/** `Anna (…abcdefgh)`. */
export const whoIs = ({ name, peerId }: { readonly name: string | null; readonly peerId: string }): string =>
  printable(name === null ? shortId(peerId) : `${name} (${shortId(peerId)})`)
