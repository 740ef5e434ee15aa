/** What a person has changed in the settings and not saved yet. It stays while they look at another screen. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import { KithError } from '../../contract/errors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { SettingsView } from '../../contract/settings-view.ts'
import { messageOf } from './attempt.ts'
import type { Mirrored } from './mirror.ts'
import { changeOf, type Draft, type Issue, issuesOf, needed } from './settings-draft.policy.ts'

export interface SettingsDraftState {
  readonly draft: Draft
  /** What the schema has against values, by path. */
  readonly issues: Readonly<Record<string, Issue>>
  /** What the node had against values when they were saved, by path, in its words. */
  readonly refusals: Readonly<Record<string, string>>
  /** What the node had against it where no path is named. */
  readonly problem: string | null
  readonly saving: boolean
}

export interface SettingsDraft extends Disposable {
  readonly store: StoreApi<SettingsDraftState>
  /** @param value `null` goes back to the default */
  set(path: string, value: unknown): void
  discard(): void
  /** Sends what was changed. @returns what holds then; `null` when there is nothing to save or something stands against it */
  save(): Promise<SettingsView | null>
}

const clean = { draft: {}, issues: {}, refusals: {}, problem: null } as const

export function createSettingsDraft(client: NodeClient, mirror: StoreApi<Mirrored<SettingsView>>): SettingsDraft {
  const store = createStore<SettingsDraftState>(() => ({ ...clean, saving: false }))
  const current = (): Settings | null => mirror.getState().value?.settings ?? null

  function become(settings: Settings, draft: Draft): void {
    const wanted = needed(settings, draft)
    store.setState({ draft: wanted, issues: issuesOf(settings, wanted) })
  }

  // Somebody else may have changed what is being edited here.
  const stop = mirror.subscribe(({ value }) => {
    if (value !== null) become(value.settings, store.getState().draft)
  })

  return {
    store,
    set(path, value) {
      const settings = current()
      if (settings === null) return
      become(settings, { ...store.getState().draft, [path]: value })
      const refusals = Object.entries(store.getState().refusals).filter(([refused]) => refused !== path)
      store.setState({ refusals: Object.fromEntries(refusals), problem: null })
    },
    discard: () => store.setState({ ...clean }),
    async save() {
      const { draft, issues, saving } = store.getState()
      if (saving || Object.keys(draft).length === 0 || Object.keys(issues).length > 0) return null
      store.setState({ saving: true, refusals: {}, problem: null })
      try {
        const view = await client.call('settings.set', { change: changeOf(draft) })
        mirror.setState({ value: view, error: null })
        // What was typed while it was saved is another change.
        const later = Object.entries(store.getState().draft).filter(([path, value]) => draft[path] !== value)
        become(view.settings, Object.fromEntries(later))
        return view
      } catch (cause) {
        const path = cause instanceof KithError ? cause.details['path'] : undefined
        if (typeof path === 'string') store.setState({ refusals: { [path]: messageOf(cause) } })
        else store.setState({ problem: messageOf(cause) })
        return null
      } finally {
        store.setState({ saving: false })
      }
    },
    [Symbol.dispose]: stop,
  }
}
