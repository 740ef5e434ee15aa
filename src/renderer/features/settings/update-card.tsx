/** Which version runs, whether there is a newer one, and the one thing to do about it now. */
import { CircleCheck, CloudOff, Download, LoaderCircle, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { DesktopView, UpdateView } from '../../../contract/desktop-views.ts'
import { Ago } from '../../moments.tsx'
import { attempt } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.preferences.update

type Work = 'updates.check' | 'updates.download' | 'updates.install'

export function UpdateCard() {
  const { desktop, node } = useStores()
  const view = useStore(desktop, (state) => state.value)
  const version = useStore(node, (state) => state.value?.version ?? null)
  if (view === null) return null
  const { update } = view
  return (
    <section className="update" aria-label={words.title}>
      <div className="update-icon">{iconOf(update.state)}</div>
      <div className="update-text">
        <h3>{version === null ? words.title : words.current(version)}</h3>
        <p className="soft" role="status">
          {sentence(view)}
        </p>
        {update.checkedAt !== null && (
          <p className="faint small">
            {words.checked} <Ago at={update.checkedAt} />
          </p>
        )}
      </div>
      <Doing view={view} />
      {update.state === 'downloading' && <Progress percent={update.percent ?? 0} />}
      {update.problem !== null && (
        <div className="update-wide">
          <Notice tone="bad">{strings.errorTold(update.problem.name, update.problem.message)}</Notice>
        </div>
      )}
      {update.notes !== null && update.notes.trim() !== '' && (
        <details className="update-wide update-notes">
          <summary>{words.notes}</summary>
          <p tabIndex={0}>{update.notes}</p>
        </details>
      )}
    </section>
  )
}

function iconOf(state: UpdateView['state']): ReactNode {
  switch (state) {
    case 'off':
      return <CloudOff size={18} aria-hidden />
    case 'idle':
      return <CircleCheck size={18} aria-hidden />
    case 'checking':
      return <LoaderCircle size={18} className="update-turns" aria-hidden />
    case 'available':
    case 'downloading':
    case 'ready':
      return <Download size={18} aria-hidden />
    case 'failed':
      return <TriangleAlert size={18} aria-hidden />
  }
}

function sentence({ kind, update }: DesktopView): string {
  const version = update.version ?? ''
  switch (update.state) {
    case 'off':
      return kind === 'server' ? words.offServer : words.off
    case 'idle':
      return update.checkedAt === null ? words.neverChecked : words.idle
    case 'checking':
      return words.checking
    case 'available':
      return words.available(version)
    case 'downloading':
      return words.downloading(version)
    case 'ready':
      return words.ready(version)
    case 'failed':
      return words.failed
  }
}

/** The next step, where there is one. */
function Doing({ view }: { readonly view: DesktopView }) {
  const { client, desktop, toasts } = useStores()
  const [busy, setBusy] = useState(false)
  const { state } = view.update
  if (view.kind === 'server' || state === 'off' || state === 'downloading') return null
  const step: readonly [Work, string, 'primary' | 'plain'] =
    state === 'available'
      ? ['updates.download', words.download, 'primary']
      : state === 'ready'
        ? ['updates.install', words.install, 'primary']
        : ['updates.check', words.check, 'plain']
  const [work, label, look] = step
  const press = async (): Promise<void> => {
    setBusy(true)
    await attempt(toasts, async () => {
      if (work === 'updates.install') await client.call(work)
      else desktop.setState({ value: await client.call(work), error: null })
    })
    setBusy(false)
  }
  return (
    <Button look={look} busy={busy || state === 'checking'} onClick={() => void press()}>
      {label}
    </Button>
  )
}

const Progress = ({ percent }: { readonly percent: number }) => (
  <progress
    className="update-wide update-progress"
    max={100}
    value={percent}
    aria-label={words.progress(Math.round(percent))}
  />
)
