/** The sentence that explains the caps that hold, until when, and what to do about somebody who waits. */
import { BatteryMedium, CalendarClock, Infinity as Endless, Gauge, Hand, TriangleAlert, Wifi } from 'lucide-react'
import { useStore } from 'zustand'
import type { BandwidthView } from '../../../contract/bandwidth-views.ts'
import { formatLasting } from '../../format/quantities.ts'
import { formatCap } from '../../format/rates.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores, useTicking } from '../../use-stores.ts'
import { profileCaps, profileNameSmall } from './profile-names.ts'
import { toSettings } from './to-settings.ts'
import { dynamicWords, whenWords, whyWords } from './why-words.ts'

const words = strings.bandwidth
const icons = { normal: Gauge, schedule: CalendarClock, override: Hand, metered: Wifi, battery: BatteryMedium }

export function NowBar({ view }: { readonly view: BandwidthView }) {
  const { screen, settings, clock } = useStores()
  const unit = useRateUnit()
  const profiles = useStore(settings, (state) => state.value?.settings.bandwidth.profiles ?? null)
  const why = whyWords(view, clock.wallMs())
  const dynamic = dynamicWords(view)
  const free = view.reason === 'normal' && view.upload.bytesPerSecond === null && view.download.bytesPerSecond === null
  const Icon = why.tone === 'warn' ? TriangleAlert : free ? Endless : icons[view.reason]
  const byItself = view.reason === 'metered' || view.reason === 'battery' || why.tone === 'warn'
  return (
    <section className={`now-bar now-${why.tone}`} aria-label={words.chart.now}>
      <Icon size={17} aria-hidden />
      <div className="now-text">
        <p role="status">{why.text}</p>
        <p className="now-more numbers">
          {profiles !== null && !free && why.tone !== 'warn' && (
            <span>{firstLarge(profileCaps(profiles, view.profile, unit))}.</span>
          )}
          {free && <span>{words.why.freeHint}</span>}
          {view.profile === 'paused' && <span>{words.why.pausedMeans}</span>}
          {dynamic !== null && <span>{dynamic}</span>}
          <Throttling view={view} />
        </p>
      </div>
      {byItself && (
        <Button size="small" onClick={() => toSettings(screen, why.tone === 'warn' ? 'quota' : 'bandwidth')}>
          {words.why.change}
        </Button>
      )}
      {view.next !== null && <Next at={view.next.at} profile={view.next.profile} />}
    </section>
  )
}

const firstLarge = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What is said of somebody who waits because of a cap. */
function Throttling({ view }: { readonly view: BandwidthView }) {
  const unit = useRateUnit()
  const { upload, download } = view
  if (!upload.throttling && !download.throttling) return null
  const cap = (upload.throttling ? upload : download).bytesPerSecond
  if (cap === null || cap === 0) return null
  return (
    <span>
      {words.throttled.hint(formatCap(cap, unit))}{' '}
      {view.profile === 'normal' ? words.throttled.raise : words.throttled.switchBack}
    </span>
  )
}

/** The next change, counting down. */
function Next({ at, profile }: { readonly at: string; readonly profile: string }) {
  const when = useTicking((nowMs) => whenWords(at, nowMs))
  const left = useTicking((nowMs) => formatLasting(Math.max(0, Date.parse(at) - nowMs)))
  return (
    <p className="now-next numbers">
      <span>{words.why.next(profileNameSmall(profile), when)}</span>
      <span className="faint">{words.why.left(left)}</span>
    </p>
  )
}
