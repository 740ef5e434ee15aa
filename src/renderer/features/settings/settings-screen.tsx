/** Every setting of trust, limits and network: changed together, saved together, each answered at its own field. */
import { CircleAlert, RefreshCw } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { attempt, messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { useStores } from '../../use-stores.ts'
import { sections, shownPaths } from './fields.ts'
import { SettingRow } from './setting-row.tsx'
import './settings.css'

const words = strings.settings

export function SettingsScreen() {
  const stores = useStores()
  const { settings, settingsDraft, screen, toasts } = stores
  const { value, error } = useStore(settings)
  const { draft, issues, refusals, problem, saving } = useStore(settingsDraft.store)
  const body = useRef<HTMLDivElement>(null)
  const visits = useStore(screen.store, (place) => place.visits)
  useEffect(() => {
    if (visits > 0) document.querySelector<HTMLElement>('[data-screen-head]')?.focus()
  }, [visits])

  const changes = Object.keys(draft).length
  const wrong = Object.keys(issues).length
  // Of a setting that has no field here there is nowhere else to tell.
  const homeless = Object.entries(refusals).filter(([path]) => !shownPaths.has(path))

  const save = async (): Promise<void> => {
    const view = await settingsDraft.save()
    if (view === null) focusFirstWrong(body.current)
    else toasts.done(view.needRestart.length > 0 ? words.savedRestart : words.saved)
  }
  const reload = (): Promise<boolean> =>
    attempt(toasts, async () => {
      const view = await stores.client.call('settings.reload')
      settings.setState({ value: view, error: null })
      toasts.done(words.reloaded)
    })
  return (
    <form
      className="settings"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <ScreenHead title={words.title} summary={changes === 0 ? undefined : summary(changes, wrong)}>
        {value !== null && (
          <>
            <Button look="quiet" unavailable={changes === 0 || saving} onClick={() => settingsDraft.discard()}>
              {words.discard}
            </Button>
            <Button look="primary" submits busy={saving} unavailable={changes === 0}>
              {words.save}
            </Button>
          </>
        )}
      </ScreenHead>
      {value === null ? (
        error !== null && (
          <EmptyState
            icon={<CircleAlert size={20} aria-hidden />}
            title={words.failedTitle}
            action={<Button onClick={stores.refresh}>{strings.actions.retry}</Button>}
          >
            {messageOf(error)}
          </EmptyState>
        )
      ) : (
        <div className="settings-scroll" ref={body}>
          <nav className="settings-nav" aria-label={words.sections}>
            {sections.map(({ name }) => (
              <a
                key={name}
                href={`#section-${name}`}
                onClick={(event) => {
                  // The fragment is where the key of this page was, and stays empty.
                  event.preventDefault()
                  const heading = document.getElementById(`section-${name}`)
                  heading?.scrollIntoView()
                  heading?.focus({ preventScroll: true })
                }}
              >
                {words.section[name].title}
              </a>
            ))}
          </nav>
          <div className="settings-body">
            <div role="alert" className="settings-problems">
              {problem !== null && <Notice tone="bad">{problem}</Notice>}
              {homeless.map(([path, message]) => (
                <Notice key={path} tone="bad">
                  {message}
                </Notice>
              ))}
            </div>
            {value.needRestart.length > 0 && (
              <Notice tone="info">{words.restartWaits(value.needRestart.length)}</Notice>
            )}
            {sections.map(({ name, fields }) => (
              <section key={name} aria-labelledby={`section-${name}`} className="settings-section">
                <header className="settings-section-head">
                  <h2 id={`section-${name}`} tabIndex={-1}>
                    {words.section[name].title}
                  </h2>
                  {words.section[name].about !== '' && <p className="soft">{words.section[name].about}</p>}
                </header>
                {fields.map((field) => (
                  <SettingRow key={field.path} field={field} />
                ))}
              </section>
            ))}
            <footer className="settings-foot">
              <Button icon={<RefreshCw size={14} aria-hidden />} onClick={() => void reload()}>
                {words.reload}
              </Button>
              <span className="faint small">{words.reloadHint}</span>
            </footer>
          </div>
        </div>
      )}
    </form>
  )
}

const summary = (changes: number, wrong: number): string =>
  wrong > 0 ? `${words.unsaved(changes)}, ${words.wrong(wrong)}` : words.unsaved(changes)

/** Where the person has to look next. */
function focusFirstWrong(body: HTMLElement | null): void {
  requestAnimationFrame(() => body?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
}
