/** Which caps hold and why, in sentences. */
import type { BandwidthView } from '../../../contract/bandwidth-views.ts'
import { DAY_MS } from '../../../kit/units.ts'
import { momentFormat } from '../../format/locale.ts'
import { strings } from '../../strings.ts'
import { profileNameSmall } from './profile-names.ts'

const words = strings.bandwidth.why

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const day = { day: 'numeric', month: 'short' } as const
const hour = momentFormat(clock)
const dayAndHour = momentFormat({ ...clock, weekday: 'short' })
const dateAndHour = momentFormat({ ...clock, ...day })
const date = momentFormat(day)

/** The hour of a moment, with its day where it is not today. */
export function whenWords(iso: string, nowMs: number): string {
  const at = new Date(iso)
  const near = at.toDateString() === new Date(nowMs).toDateString()
  const soon = at.getTime() - nowMs < 6 * DAY_MS
  return (near ? hour : soon ? dayAndHour : dateAndHour).format(at)
}

/** A date without its hour, for what begins or ends with a month. */
export const dateWords = (iso: string): string => date.format(new Date(iso))

export interface Why {
  readonly text: string
  /** Something a person did not ask for stands behind it. */
  readonly tone: 'calm' | 'noted' | 'warn'
}

/** The one sentence that explains the caps that hold. */
export function whyWords(view: BandwidthView, nowMs: number): Why {
  const profile = profileNameSmall(view.profile)
  if (view.upload.reason === 'quota' || view.download.reason === 'quota')
    return { text: words.quota(dateWords(view.quota.until)), tone: 'warn' }
  switch (view.reason) {
    case 'override': {
      const until = view.override?.until ?? null
      const text = until === null ? words.override(profile) : words.overrideUntil(profile, whenWords(until, nowMs))
      return { text, tone: 'noted' }
    }
    case 'metered':
      return { text: words.metered(profile), tone: 'noted' }
    case 'battery':
      return { text: words.battery(profile), tone: 'noted' }
    case 'schedule':
      return {
        text:
          view.next === null ? words.schedule(profile) : words.scheduleUntil(profile, whenWords(view.next.at, nowMs)),
        tone: 'noted',
      }
    case 'normal':
      return {
        text: view.upload.bytesPerSecond === null && view.download.bytesPerSecond === null ? words.free : words.normal,
        tone: 'calm',
      }
  }
}

/** What the dynamic mode does, where it is on. */
export function dynamicWords({ dynamic }: BandwidthView): string | null {
  if (dynamic === null) return null
  if (dynamic.queueingMs === null) return words.dynamicUnknown
  return words.dynamic(`${Math.round(dynamic.queueingMs)} ms`, `${dynamic.targetMs} ms`)
}
