/** How the node is: what was found, what to do about it, and what is left alone for a while. Live. */
import { CircleAlert, RefreshCw } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { HealthView } from '../../../contract/link-views.ts'
import { Ago, Since } from '../../moments.tsx'
import { attempt, messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { useStores } from '../../use-stores.ts'
import { BrakeNotice } from './brake-notice.tsx'
import { Finding } from './finding.tsx'
import { ServiceList } from './service-list.tsx'
import { StatusIcon } from './status-icon.tsx'
import './health.css'

const words = strings.health

export function HealthScreen() {
  const { health, screen, link, toasts } = useStores()
  const { value, error, checking } = useStore(health.store)
  const visits = useStore(screen.store, (place) => place.visits)
  const up = useStore(link, (state) => state.phase === 'up')
  useEffect(() => health.open(), [health])
  useEffect(() => {
    if (visits > 0) document.querySelector<HTMLElement>('[data-screen-head]')?.focus()
  }, [visits])
  const check = (): Promise<boolean> =>
    attempt(toasts, async () => {
      const { status } = await health.check()
      toasts.done(words.done[status])
    })
  return (
    <div className="health">
      <ScreenHead title={words.title} summary={value === null ? undefined : <Checked view={value} />}>
        <span role="status" className="only-read-aloud">
          {checking ? words.checking : ''}
        </span>
        <Button
          icon={<RefreshCw size={15} aria-hidden />}
          busy={checking}
          unavailable={!up}
          onClick={() => void check()}
        >
          {words.checkNow}
        </Button>
      </ScreenHead>
      {value !== null ? (
        <Report view={value} />
      ) : error === null ? (
        <p className="health-loading soft after-a-moment" role="status">
          <span className="button-spinner health-spinner" aria-hidden="true" />
          {words.loading}
        </p>
      ) : (
        <EmptyState
          icon={<CircleAlert size={20} aria-hidden />}
          title={words.failedTitle}
          action={<Button onClick={() => void health.refresh()}>{strings.actions.retry}</Button>}
        >
          {messageOf(error)}
        </EmptyState>
      )}
    </div>
  )
}

const Checked = ({ view }: { readonly view: HealthView }) => (
  <>
    {words.checked('')}
    <Ago at={view.checkedAt} />
  </>
)

function Report({ view }: { readonly view: HealthView }) {
  const { status, checks } = view
  const well = checks.filter((check) => check.status === 'healthy').length
  return (
    // Reached with Tab where it does not fit, so that it can be scrolled with the keys.
    <section className="health-scroll" tabIndex={0} aria-label={words.title}>
      <div className="health-body">
        <div className={`health-overall health-${status}`}>
          <span className="health-overall-icon">
            <StatusIcon status={status} size={22} />
          </span>
          <div>
            <div role="status">
              <h2 className="health-overall-title">{words.overall[status]}</h2>
            </div>
            <p className="soft">
              <Running /> · {words.wellOf(well, checks.length)}
            </p>
          </div>
        </div>
        <BrakeNotice />
        <section aria-labelledby="health-findings">
          <h2 id="health-findings" className="health-part">
            {words.findings}
          </h2>
          <ul className="findings">
            {checks.map((check) => (
              <Finding key={check.name} check={check} />
            ))}
          </ul>
        </section>
        <ServiceList />
      </div>
    </section>
  )
}

function Running() {
  const { node } = useStores()
  const startedAt = useStore(node, (state) => state.value?.startedAt ?? null)
  return (
    <>
      {words.running} {startedAt === null ? words.none : <Since at={startedAt} />}
    </>
  )
}
