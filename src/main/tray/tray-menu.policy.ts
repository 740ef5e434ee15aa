/** The tray's menu and its tool tip, and how long a switch from there lasts. Pure. */
import { bytesPerUnit, type RateUnit } from '../../contract/typed-amount.policy.ts'
import { HOUR_MS } from '../../kit/units.ts'
import type { MainWords } from '../words.types.ts'
import { isHeldBack } from './tray-icon.policy.ts'
import type { WatchedNode } from './watched-node.types.ts'

/** How long a switch from the tray lasts. */
export type QuietFor = 'an-hour' | 'the-night' | 'ever'

/** What choosing an entry does. */
export type TrayDeed =
  | { readonly is: 'switch'; readonly profile: 'quiet' | 'paused' | 'normal'; readonly for: QuietFor | 'the-schedule' }
  /** Back to what the schedule says. */
  | { readonly is: 'end-switch' }
  | { readonly is: 'requests' | 'show' | 'quit' }

export type TrayEntry =
  | { readonly separator: true }
  | { readonly label: string; readonly deed: TrayDeed }
  /** Says something, and does nothing. */
  | { readonly label: string; readonly deed: null }
  | { readonly label: string; readonly entries: readonly TrayEntry[] }

const line: TrayEntry = { separator: true }
const said = (label: string): TrayEntry => ({ label, deed: null })

/** @param wallMs now, to say whether a time is today's */
export function trayMenu(watched: WatchedNode, words: MainWords, wallMs: number): readonly TrayEntry[] {
  const { tray } = words
  const last: readonly TrayEntry[] = [
    { label: tray.show, deed: { is: 'show' } },
    { label: tray.quit, deed: { is: 'quit' } },
  ]
  if (watched.host.phase !== 'running') {
    const label = tray.phase[watched.host.phase]
    const asks = watched.host.phase === 'locked' || watched.host.phase === 'failed'
    return [asks ? { label, deed: { is: 'show' } } : said(label), line, ...last]
  }
  return [...standing(watched, words), ...switches(watched, words, wallMs), line, ...last]
}

/** In one line, beside the icon. */
export function trayToolTip({ host, node }: WatchedNode, { tray }: MainWords): string {
  if (host.phase !== 'running') return tray.phase[host.phase]
  if (node === null) return 'Kith'
  const parts = [tray.connected(node.connected, node.known)]
  if (node.requests > 0) parts.push(tray.requests(node.requests))
  return `Kith: ${parts.join(', ')}`
}

function standing({ node, rates, bandwidth, settings }: WatchedNode, words: MainWords): readonly TrayEntry[] {
  const entries: TrayEntry[] = []
  if (node) entries.push(said(words.tray.connected(node.connected, node.known)))
  if (rates && settings) {
    const rate = (bytesPerSecond: number): string => rateWords(bytesPerSecond, settings.bandwidth.unit, words.locale)
    entries.push(said(`↓ ${rate(rates.downloadBytesPerSecond)}   ↑ ${rate(rates.uploadBytesPerSecond)}`))
  }
  const why = bandwidth && heldWords(bandwidth, words)
  if (why !== null) entries.push(said(why))
  if (node && node.requests > 0) entries.push({ label: words.tray.requests(node.requests), deed: { is: 'requests' } })
  return entries.length > 0 ? [...entries, line] : []
}

type Bandwidth = NonNullable<WatchedNode['bandwidth']>

function heldWords(bandwidth: Bandwidth, { tray }: MainWords): string | null {
  if (!isHeldBack(bandwidth)) return null
  if (bandwidth.upload.reason === 'quota') return tray.held.quota
  if (bandwidth.reason === 'override' && bandwidth.profile === 'paused') return tray.paused
  return bandwidth.reason === 'normal' ? null : tray.held[bandwidth.reason]
}

function switches({ bandwidth }: WatchedNode, { tray, locale }: MainWords, wallMs: number): readonly TrayEntry[] {
  if (!bandwidth) return []
  const quiet = bandwidth.override?.profile === 'quiet' ? bandwidth.override : null
  const lasting = (label: string, how: QuietFor): TrayEntry => ({
    label,
    deed: { is: 'switch', profile: 'quiet', for: how },
  })
  const until = quiet?.until ?? null
  return [
    {
      label: until === null ? tray.quiet : tray.quietUntil(timeWords(Date.parse(until), wallMs, locale)),
      entries: [
        ...(quiet ? [{ label: tray.endQuiet, deed: { is: 'end-switch' } } as const, line] : []),
        lasting(tray.forAnHour, 'an-hour'),
        lasting(tray.untilMorning(clockWords(new Date(2000, 0, 1, MORNING_HOUR), locale)), 'the-night'),
        lasting(tray.untilEnded, 'ever'),
      ],
    },
    pauseOrResume(bandwidth, tray),
  ]
}

/** What a schedule or a network paused is resumed by hand; a used-up volume is not lifted by any switch. */
function pauseOrResume({ profile, override }: Bandwidth, tray: MainWords['tray']): TrayEntry {
  if (profile !== 'paused') return { label: tray.pause, deed: { is: 'switch', profile: 'paused', for: 'ever' } }
  if (override?.profile === 'paused') return { label: tray.resume, deed: { is: 'end-switch' } }
  return { label: tray.resume, deed: { is: 'switch', profile: 'normal', for: 'the-schedule' } }
}

/** When most people are up. */
const MORNING_HOUR = 7
/** Who is still up then calls it the same night. */
const NIGHT_ENDS_HOUR = 4

/** @returns when such a switch ends, epoch milliseconds; `null`: when it is ended */
export function quietUntilMs(how: QuietFor, wallMs: number): number | null {
  switch (how) {
    case 'an-hour':
      return wallMs + HOUR_MS
    case 'the-night': {
      const now = new Date(wallMs)
      const days = now.getHours() < NIGHT_ENDS_HOUR ? 0 : 1
      return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING_HOUR).getTime()
    }
    case 'ever':
      return null
  }
}

const clockWords = (time: Date, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(time)

/** `14:30`, on another day `Tue 14:30`. */
function timeWords(atMs: number, wallMs: number, locale: string): string {
  const [at, now] = [new Date(atMs), new Date(wallMs)]
  const time = clockWords(at, locale)
  if (at.toDateString() === now.toDateString()) return time
  return `${new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at)} ${time}`
}

/** Two telling digits: who wants to know it exactly opens the screens. */
function rateWords(bytesPerSecond: number, unit: RateUnit, locale: string): string {
  const value = bytesPerSecond / bytesPerUnit[unit]
  const digits = new Intl.NumberFormat(locale, { maximumSignificantDigits: value < 100 ? 2 : 3 })
  return value > 0 && value < 0.01 ? `<${digits.format(0.01)} ${unit}` : `${digits.format(value)} ${unit}`
}
