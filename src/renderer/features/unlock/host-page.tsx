/** What is shown while the node does not run: it starts, it stops, its key is locked, or it could not start. */
import { LockKeyhole, OctagonX, Unplug } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { HostView } from '../../../contract/views.ts'
import { Until } from '../../moments.tsx'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useStores } from '../../use-stores.ts'
import { NewPassphraseForm, PassphraseForm } from './passphrase-form.tsx'
import './unlock.css'

const words = strings.host

export function HostPage() {
  const { link, host } = useStores()
  const up = useStore(link, (state) => state.phase === 'up')
  const lost = useStore(link, (state) => state.phase === 'lost')
  const { value: view, error } = useStore(host)
  if (lost) return <LostPage />
  if (view === null && error !== null && up) return <UnknownPage error={error} />
  if (view?.phase === 'locked' || view?.phase === 'failed') return <ProblemPage view={view} />
  return <WaitingPage stopping={view?.phase === 'stopping'} connecting={view === null} />
}

function WaitingPage({ stopping, connecting }: { readonly stopping: boolean; readonly connecting: boolean }) {
  const title = stopping ? words.stopping : connecting ? strings.link.connecting : words.starting
  return (
    <main className="waiting after-a-moment" aria-busy="true">
      <div className="waiting-mark">
        <Mark size={40} />
      </div>
      <div role="status">
        <h1 className="waiting-title">{title}</h1>
      </div>
      <p className="faint">{stopping ? words.stoppingHint : words.startingHint}</p>
      {!stopping && !connecting && <p className="waiting-long faint">{words.stillStarting}</p>}
    </main>
  )
}

function LostPage() {
  const { link, retryNow } = useStores()
  const { retryAtMs } = useStore(link)
  return (
    <Page icon={<Unplug size={22} aria-hidden />} title={strings.link.lost}>
      <p className="soft" role="status">
        {strings.link.gone}
      </p>
      <div className="page-actions">
        <Button look="primary" busy={retryAtMs === null} onClick={retryNow}>
          {strings.link.retryNow}
        </Button>
        {retryAtMs !== null && (
          <span className="faint" aria-hidden="true">
            {strings.link.retryIn('')}
            <Until atMs={retryAtMs} />
          </span>
        )}
      </div>
    </Page>
  )
}

function UnknownPage({ error }: { readonly error: Error }) {
  const { refreshHost } = useStores()
  return (
    <Page icon={<OctagonX size={22} aria-hidden />} title={words.failedTitle}>
      <Notice tone="bad">{messageOf(error)}</Notice>
      <div className="page-actions">
        <Button look="primary" onClick={refreshHost}>
          {words.retry}
        </Button>
      </div>
    </Page>
  )
}

function ProblemPage({ view }: { readonly view: HostView }) {
  const { host, client, screen, desktop } = useStores()
  // A server shows no folder: whoever runs it is not in front of it.
  const hasFolders = useStore(desktop, ({ value }) => value?.kind === 'desktop')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { problem, choices } = view
  const locked = view.phase === 'locked'
  // A backup is offered below: it is another way, and no answer to the problem.
  const answers = choices.filter((choice) => choice !== 'restore')

  const resolve = async (input: Parameters<typeof client.call<'host.resolve'>>[1]): Promise<void> => {
    setBusy(true)
    setRefusal(null)
    try {
      const after = await client.call('host.resolve', input)
      host.setState({ value: after, error: null })
    } catch (cause) {
      setRefusal(messageOf(cause))
    } finally {
      setBusy(false)
    }
  }

  const openLogs = (): void => {
    client.call('desktop.openLogs').catch((cause: unknown) => setRefusal(messageOf(cause)))
  }

  const sealing = choices.includes('new-passphrase') && !choices.includes('passphrase')
  const Icon = locked ? LockKeyhole : OctagonX
  const title = sealing ? words.newTitle : locked ? words.lockedTitle : words.failedTitle
  return (
    <Page icon={<Icon size={22} aria-hidden />} title={title}>
      <div role="alert" className="problem">
        <Notice tone={locked ? 'warn' : 'bad'}>
          <p>{problem === null ? words.unknownProblem : strings.errorTold(problem.name, problem.message)}</p>
          {problem !== null && <p className="problem-code numbers">{words.errorCode(problem.code, problem.name)}</p>}
        </Notice>
        {refusal !== null && <Notice tone="bad">{refusal}</Notice>}
      </div>
      <div className="choices">
        {answers.map((choice, index) => (
          <div key={choice} className="choice-part">
            {index > 0 && <p className="choices-or">{words.or}</p>}
            {choice === 'retry' && (
              <Button
                look={answers.length === 1 ? 'primary' : 'plain'}
                busy={busy}
                onClick={() => void resolve({ choice: 'retry' })}
              >
                {words.retry}
              </Button>
            )}
            {choice === 'passphrase' && (
              <PassphraseForm busy={busy} onUnlock={(passphrase) => resolve({ choice, passphrase })} />
            )}
            {choice === 'new-passphrase' && (
              <NewPassphraseForm busy={busy} onChosen={(passphrase) => resolve({ choice, passphrase })} />
            )}
          </div>
        ))}
      </div>
      {choices.includes('restore') && (
        <div className="choice-restore">
          <Button size="small" onClick={() => screen.open({ kind: 'restore' })}>
            {strings.identity.restoreInstead}
          </Button>
          <span className="faint small">{strings.identity.restoreInsteadHint}</span>
        </div>
      )}
      {locked && !sealing && <p className="faint small">{words.safe}</p>}
      {hasFolders && (
        <div className="choice-logs">
          <Button look="quiet" onClick={openLogs}>
            {words.openLogs}
          </Button>
        </div>
      )}
    </Page>
  )
}
