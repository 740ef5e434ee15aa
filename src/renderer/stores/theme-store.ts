/** Light, dark, or as the system has it; remembered on this machine. `public/theme.js` applies it before the first paint. */
import { createStore, type StoreApi } from 'zustand/vanilla'

const STORAGE_KEY = 'kith.theme'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The few things of a page that this needs. */
export interface ThemePlace {
  readonly dataset: { theme?: string | undefined }
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

export interface ThemeStore {
  readonly store: StoreApi<{ readonly theme: Theme }>
  readonly choose: (theme: Theme) => void
}

export function createThemeStore({ dataset, storage }: ThemePlace): ThemeStore {
  const remembered = storage.getItem(STORAGE_KEY)
  const first = remembered === 'light' || remembered === 'dark' ? remembered : 'system'
  const store = createStore<{ readonly theme: Theme }>(() => ({ theme: first }))
  return {
    store,
    choose(theme) {
      store.setState({ theme })
      if (theme === 'system') {
        delete dataset.theme
        storage.removeItem(STORAGE_KEY)
      } else {
        dataset.theme = theme
        storage.setItem(STORAGE_KEY, theme)
      }
    },
  }
}
