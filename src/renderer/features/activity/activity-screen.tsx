/** What was decided and what happened: the audit log, newest first, live. */
import { CircleAlert, Download, History, SearchX, ShieldCheck } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../../stores/attempt.ts'
import { everything, isEverything } from '../../stores/audit-filter.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { useStores } from '../../use-stores.ts'
import { ActivityList } from './activity-list.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { FilterBar } from './filter-bar.tsx'
import { HoursPlot } from './hours-plot.tsx'
import { VerifyLogDialog } from './verify-log-dialog.tsx'
import './activity.css'

const words = strings.activity

export function ActivityScreen() {
  const { audit, screen } = useStores()
  const dialog = useStore(screen.store, (place) => place.dialog?.kind)
  const visits = useStore(screen.store, (place) => place.visits)
  useEffect(() => audit.open(), [audit])
  useEffect(() => {
    if (visits > 0) document.querySelector<HTMLElement>('[data-screen-head]')?.focus()
  }, [visits])
  return (
    <div className="activity">
      <ScreenHead title={words.title}>
        <Button icon={<ShieldCheck size={15} aria-hidden />} onClick={() => screen.open({ kind: 'verify-log' })}>
          {words.verify}
        </Button>
        <Button icon={<Download size={15} aria-hidden />} onClick={() => screen.open({ kind: 'export-log' })}>
          {words.export}…
        </Button>
      </ScreenHead>
      <HoursPlot />
      <FilterBar />
      <Log />
      {dialog === 'verify-log' && <VerifyLogDialog onClose={() => screen.closeDialog()} />}
      {dialog === 'export-log' && <ExportDialog onClose={() => screen.closeDialog()} />}
    </div>
  )
}

function Log() {
  const { audit } = useStores()
  const phase = useStore(audit.store, (state) => state.phase)
  const error = useStore(audit.store, (state) => state.error)
  const none = useStore(audit.store, (state) => state.entries.length === 0 && state.fresh === 0 && !state.more)
  const filtered = useStore(audit.store, (state) => !isEverything(state.filter))
  if (phase === 'failed') {
    return (
      <EmptyState
        icon={<CircleAlert size={20} aria-hidden />}
        title={words.failedTitle}
        action={<Button onClick={() => void audit.refresh()}>{strings.actions.retry}</Button>}
      >
        {messageOf(error)}
      </EmptyState>
    )
  }
  if (none && (phase === 'idle' || phase === 'loading')) {
    return (
      <p className="log-loading soft after-a-moment" role="status">
        <span className="button-spinner verdict-spinner" aria-hidden="true" />
        {words.loading}
      </p>
    )
  }
  if (!none) return <ActivityList />
  return filtered ? (
    <EmptyState
      icon={<SearchX size={20} aria-hidden />}
      title={words.noneTitle}
      action={<Button onClick={() => audit.setFilter(everything)}>{words.clear}</Button>}
    >
      {words.noneText}
    </EmptyState>
  ) : (
    <EmptyState icon={<History size={20} aria-hidden />} title={words.emptyTitle}>
      {words.emptyText}
    </EmptyState>
  )
}
