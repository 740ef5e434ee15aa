/**
 * How the screens look and which language they speak. The settings of the node are the truth; what of it the first paint and
 * the first word need is mirrored in the page's storage (`public/theme.js`, `language.ts`).
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { NodeClient } from '../../contract/client.ts'
import type { Settings } from '../../contract/settings.ts'
import type { SettingsView } from '../../contract/settings-view.ts'
import { chooseLanguage, LANGUAGE_KEY, type Language } from '../language.ts'
import { attempt } from './attempt.ts'
import type { Mirrored } from './mirror.ts'
import type { Toasts } from './toast-store.ts'

/** As `public/theme.js` reads them. */
const THEME_KEY = 'kith.theme'
const MOTION_KEY = 'kith.motion'

export type Appearance = Settings['appearance']

export const themes = ['system', 'light', 'dark'] as const satisfies readonly Appearance['theme'][]

/** The few things of a page that this needs. */
export interface AppearancePlace {
  readonly dataset: { theme?: string | undefined; motion?: string | undefined }
  /** Never throws: where storage is denied it forgets (`quietStorage`). */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  /** Whether the system asks for less motion, and who is told when that changes. The answer stops listening. */
  readonly calm: { readonly asked: () => boolean; readonly onChange: (listener: () => void) => () => void }
  /** What this page speaks, chosen before any word was read. */
  readonly language: Language
  /** The languages of the system, the dearest first. */
  readonly spoken: readonly string[]
  /** Loads the page anew, for another language. */
  readonly reload: () => void
}

export interface AppearancePorts {
  readonly place: AppearancePlace
  readonly client: NodeClient
  readonly settings: StoreApi<Mirrored<SettingsView>>
  readonly toasts: Toasts
}

export interface AppearanceStore extends Disposable {
  readonly store: StoreApi<Appearance>
  /** Shows it at once and writes the settings. @returns whether they hold it now */
  readonly choose: (change: Partial<Appearance>) => Promise<boolean>
}

export function createAppearance({ place, client, settings, toasts }: AppearancePorts): AppearanceStore {
  const store = createStore<Appearance>(() => remembered(place.storage))

  function move(): void {
    if (store.getState().motion === 'reduced' || place.calm.asked()) place.dataset.motion = 'reduced'
    else delete place.dataset.motion
  }

  function wear(next: Appearance): void {
    store.setState(next)
    if (next.theme === 'system') delete place.dataset.theme
    else place.dataset.theme = next.theme
    move()
    remember(place.storage, THEME_KEY, next.theme)
    remember(place.storage, MOTION_KEY, next.motion)
    speak(next.language)
  }

  /** Another language means another page: once, and never where nothing can be remembered, or it would load for ever. */
  function speak(choice: Appearance['language']): void {
    const before = place.storage.getItem(LANGUAGE_KEY)
    remember(place.storage, LANGUAGE_KEY, choice)
    const after = place.storage.getItem(LANGUAGE_KEY)
    const kept = after === (choice === 'system' ? null : choice)
    if (kept && before !== after && chooseLanguage(after, place.spoken) !== place.language) place.reload()
  }

  const held = settings.getState().value
  if (held !== null) wear(held.settings.appearance)
  const stopSettings = settings.subscribe(({ value }, before) => {
    if (value !== null && value !== before.value) wear(value.settings.appearance)
  })
  const stopCalm = place.calm.onChange(move)

  return {
    store,
    async choose(change) {
      const before = store.getState()
      // Another language loads the page anew: only once the node has it.
      wear({ ...before, ...change, language: before.language })
      const written = await attempt(toasts, async () => {
        const value = await client.call('settings.set', { change: { appearance: change } })
        settings.setState({ value, error: null })
      })
      if (!written) wear(before)
      return written
    },
    [Symbol.dispose]() {
      stopSettings()
      stopCalm()
    },
  }
}

function remembered(storage: AppearancePlace['storage']): Appearance {
  const theme = storage.getItem(THEME_KEY)
  const language = storage.getItem(LANGUAGE_KEY)
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    language: language === 'en' || language === 'de' ? language : 'system',
    motion: storage.getItem(MOTION_KEY) === 'reduced' ? 'reduced' : 'system',
  }
}

function remember(storage: AppearancePlace['storage'], key: string, choice: string): void {
  if (choice === 'system') storage.removeItem(key)
  else storage.setItem(key, choice)
}

/** @param open may throw, as the storage of a page does where it is denied; then nothing is remembered */
export function quietStorage(open: () => Storage): AppearancePlace['storage'] {
  const quietly = <T>(work: () => T, otherwise: T): T => {
    try {
      return work()
    } catch {
      return otherwise
    }
  }
  return {
    getItem: (key) => quietly(() => open().getItem(key), null),
    setItem: (key, value) => quietly(() => open().setItem(key, value), undefined),
    removeItem: (key) => quietly(() => open().removeItem(key), undefined),
  }
}
