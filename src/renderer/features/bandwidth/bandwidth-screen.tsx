/** What flows, by whom, and the caps on it: live, with the schedule that changes them by itself. */
import { CircleAlert, Moon, Pause, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { BandwidthView } from '../../../contract/bandwidth-views.ts'
import { PAUSED } from '../../../contract/settings.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { useStores } from '../../use-stores.ts'
import { override } from './bandwidth-actions.ts'
import { Exceptions } from './exceptions.tsx'
import { NowBar } from './now-bar.tsx'
import { profileName } from './profile-names.ts'
import { QuotaBar } from './quota-bar.tsx'
import { SchedulePart } from './schedule-part.tsx'
import type { Series } from './stack.policy.ts'
import { TrafficPart } from './traffic-part.tsx'
import { useDrawn } from './use-drawn.ts'
import { InksContext, useInks } from './use-inks.ts'
import { VolumePart } from './volume-part.tsx'
import './bandwidth.css'

const words = strings.bandwidth

export function BandwidthScreen() {
  const stores = useStores()
  const { bandwidth, screen, settings } = stores
  const { value, error } = useStore(bandwidth.status)
  const settingsError = useStore(settings, (state) => state.error)
  const known = useStore(settings, (state) => state.value !== null)
  const visits = useStore(screen.store, (place) => place.visits)
  useEffect(() => bandwidth.open(), [bandwidth])
  useEffect(() => {
    if (visits > 0) document.querySelector<HTMLElement>('[data-screen-head]')?.focus()
  }, [visits])
  const failed = error ?? settingsError
  return (
    <div className="bandwidth">
      <ScreenHead title={words.title} summary={value === null ? undefined : words.summary(profileName(value.profile))}>
        {value !== null && <Switches view={value} />}
      </ScreenHead>
      {value !== null && known ? (
        // Reached with Tab where it does not fit, so that it can be scrolled with the keys.
        <section className="bandwidth-scroll" tabIndex={0} aria-label={words.title}>
          <div className="bandwidth-body">
            <NowBar view={value} />
            <Flows view={value} />
            <SchedulePart view={value} />
            <Exceptions />
          </div>
        </section>
      ) : failed === null ? (
        <p className="bandwidth-loading soft after-a-moment" role="status">
          <span className="button-spinner bandwidth-spinner" aria-hidden="true" />
          {words.loading}
        </p>
      ) : (
        <EmptyState
          icon={<CircleAlert size={20} aria-hidden />}
          title={words.failedTitle}
          action={<Button onClick={stores.refresh}>{strings.actions.retry}</Button>}
        >
          {messageOf(failed)}
        </EmptyState>
      )}
    </div>
  )
}

const noSeries: readonly Series[] = []

/** The charts and the table, which tell peers apart by the same colours. */
function Flows({ view }: { readonly view: BandwidthView }) {
  const drawn = useDrawn()
  const inks = useInks(drawn?.series ?? noSeries)
  return (
    <InksContext value={inks}>
      <TrafficPart view={view} drawn={drawn} />
      <QuotaBar quota={view.quota} />
      <VolumePart />
    </InksContext>
  )
}

/** Quiet and pause by hand; pressed again they end. */
function Switches({ view }: { readonly view: BandwidthView }) {
  const stores = useStores()
  const up = useStore(stores.link, (state) => state.phase === 'up')
  const byHand = view.override?.profile ?? null
  const toggle = (profile: string): void => void override(stores, byHand === profile ? null : profile)
  return (
    <>
      {byHand !== null && (
        <Button
          look="quiet"
          icon={<Undo2 size={15} aria-hidden />}
          unavailable={!up}
          onClick={() => void override(stores, null)}
        >
          {view.next === null ? words.endOverrideNone : words.endOverride}
        </Button>
      )}
      <Button
        className="bandwidth-switch"
        icon={<Moon size={15} aria-hidden />}
        aria-pressed={byHand === 'quiet'}
        unavailable={!up}
        onClick={() => toggle('quiet')}
      >
        {words.quiet}
      </Button>
      <Button
        className="bandwidth-switch"
        icon={<Pause size={15} aria-hidden />}
        aria-pressed={byHand === PAUSED}
        unavailable={!up}
        onClick={() => toggle(PAUSED)}
      >
        {words.pause}
      </Button>
    </>
  )
}
