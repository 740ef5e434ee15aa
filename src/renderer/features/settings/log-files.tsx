/** Where the log is, and the settings file when somebody changed it in an editor. */
import { FolderOpen, RefreshCw } from 'lucide-react'
import { useStore } from 'zustand'
import { attempt } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.preferences.logs

export function LogFiles() {
  const { client, desktop, toasts } = useStores()
  const view = useStore(desktop, (state) => state.value)
  if (view === null) return null
  return (
    <section className="settings-section" aria-label={words.title} data-titled>
      <header className="settings-section-head">
        <h3>{words.title}</h3>
        <p className="soft">{words.about}</p>
      </header>
      <div className="log-files">
        <p className="log-files-where">
          <span className="only-read-aloud">{words.where} </span>
          <span className="mono anywhere">{view.logFolder}</span>
          <CopyButton text={view.logFolder} what={words.title} onFailed={toasts.problem} />
        </p>
        {view.kind === 'desktop' && (
          <Button
            icon={<FolderOpen size={14} aria-hidden />}
            onClick={() => void attempt(toasts, () => client.call('desktop.openLogs'))}
          >
            {words.open}
          </Button>
        )}
      </div>
    </section>
  )
}

export function ReloadFile() {
  const { client, settings, toasts } = useStores()
  const reload = (): Promise<boolean> =>
    attempt(toasts, async () => {
      settings.setState({ value: await client.call('settings.reload'), error: null })
      toasts.done(strings.settings.reloaded)
    })
  return (
    <footer className="settings-foot">
      <Button icon={<RefreshCw size={14} aria-hidden />} onClick={() => void reload()}>
        {strings.settings.reload}
      </Button>
      <span className="faint small">{strings.settings.reloadHint}</span>
    </footer>
  )
}
