/** Every setting, by group: changed together, saved together, each answered at its own field; a search over all of them. */
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useStores } from '../../use-stores.ts'
import { FoundSettings } from './found-settings.tsx'
import { GroupNav } from './group-nav.tsx'
import { GroupPage } from './group-page.tsx'
import { groupOfPath, groups } from './groups.ts'
import './settings.css'

const words = strings.settings

/** @param identity the part about the identity, its backup and its passphrase */
export function SettingsScreen({ identity }: { readonly identity: ReactNode }) {
  const stores = useStores()
  const { settings, settingsDraft, screen, toasts } = stores
  const { value, error } = useStore(settings)
  const { draft, issues, refusals, problem, saving } = useStore(settingsDraft.store)
  const place = useStore(screen.store, (state) => state.settings)
  const body = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const group = groups.find(({ name }) => name === place.group) ?? groups[0]
  useAskedField(value !== null, setQuery)

  const changes = Object.keys(draft).length
  const wrong = Object.keys(issues).length
  // Of a setting that has no field here there is nowhere else to tell.
  const homeless = Object.entries(refusals).filter(([path]) => !groupOfPath.has(path))

  const showFirstWrong = (): void => {
    const { issues: left, refusals: refused } = settingsDraft.store.getState()
    const path = [...Object.keys(left), ...Object.keys(refused)].find((one) => groupOfPath.has(one))
    if (path !== undefined) screen.showSettings(groupOfPath.get(path)?.name ?? '', path)
  }
  const save = async (): Promise<void> => {
    const view = await settingsDraft.save()
    if (view === null) showFirstWrong()
    else toasts.done(view.needRestart.length > 0 ? words.savedRestart : words.saved)
  }
  if (value === null || group === undefined) {
    return (
      <div className="settings">
        <ScreenHead title={words.title} />
        {error !== null && (
          <EmptyState
            icon={<CircleAlert size={20} aria-hidden />}
            title={words.failedTitle}
            action={<Button onClick={stores.refresh}>{strings.actions.retry}</Button>}
          >
            {messageOf(error)}
          </EmptyState>
        )}
      </div>
    )
  }
  return (
    <form
      className="settings"
      onSubmit={(event) => {
        event.preventDefault()
        if (changes > 0) void save()
      }}
    >
      <ScreenHead title={words.title} summary={changes === 0 ? undefined : summary(changes, wrong)}>
        <SearchField
          className="settings-search"
          label={strings.preferences.search}
          title={strings.preferences.searchHint}
          placeholder={strings.preferences.search}
          clearLabel={strings.preferences.clearSearch}
          query={query}
          onChange={setQuery}
          onDown={() => focusFirstField(body.current)}
          onLeave={() => document.querySelector<HTMLElement>('[data-screen-head]')?.focus()}
        />
        <Button look="quiet" unavailable={changes === 0 || saving} onClick={() => settingsDraft.discard()}>
          {words.discard}
        </Button>
        <Button look="primary" submits busy={saving} unavailable={changes === 0}>
          {words.save}
        </Button>
      </ScreenHead>
      <div className="settings-columns">
        <GroupNav
          chosen={query.trim() === '' ? group.name : null}
          onChoose={(name) => {
            setQuery('')
            screen.showSettings(name)
          }}
        />
        <div className="settings-scroll" ref={body} key={query.trim() === '' ? group.name : 'found'}>
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
            {query.trim() === '' ? (
              <GroupPage group={group} identity={identity} />
            ) : (
              <FoundSettings query={query} onClear={() => setQuery('')} />
            )}
          </div>
        </div>
      </div>
    </form>
  )
}

const summary = (changes: number, wrong: number): string =>
  wrong > 0 ? `${words.unsaved(changes)}, ${words.wrong(wrong)}` : words.unsaved(changes)

const CONTROLS = 'input:not([disabled]), textarea:not([disabled]), button:not([disabled])'

/** Takes the focus when the screen is asked for: the field that was asked for, else the title. */
function useAskedField(ready: boolean, setQuery: (query: string) => void): void {
  const { screen } = useStores()
  const visits = useStore(screen.store, (state) => state.visits)
  useEffect(() => {
    if (visits === 0 || !ready) return
    const { path } = screen.store.getState().settings
    if (path === null) return document.querySelector<HTMLElement>('[data-screen-head]')?.focus()
    setQuery('')
    if (focusField(path)) return
    // A search was in the way: what was asked for is there with the next frame.
    const frame = requestAnimationFrame(() => focusField(path))
    return () => cancelAnimationFrame(frame)
  }, [visits, ready, screen, setQuery])
}

/** @returns whether it is there */
function focusField(path: string): boolean {
  const row = document.getElementById(`setting-${path}`)
  if (row === null) return false
  row.scrollIntoView({ block: 'center' })
  const chosen = row.querySelector<HTMLElement>('input:checked')
  ;(chosen ?? row.querySelector<HTMLElement>(CONTROLS))?.focus({ preventScroll: true })
  return true
}

const focusFirstField = (body: HTMLElement | null): void => body?.querySelector<HTMLElement>(CONTROLS)?.focus()
