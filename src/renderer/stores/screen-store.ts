/** Where the person is: which screen, which peer's details, which dialog. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OpenedFile } from '../../contract/desktop-views.ts'

export const screens = ['peers', 'requests', 'invites', 'bandwidth', 'activity', 'health', 'settings'] as const
export type Screen = (typeof screens)[number]

/**
 * `add` carries what its address field starts with: an address, a peer ID or an invite link. `import` and `restore` carry
 * the file that came from outside, if one did: it is shown first, and nothing happens before the person agrees.
 */
export type OpenDialog =
  | { readonly kind: 'add'; readonly text: string }
  | { readonly kind: 'invite' }
  | { readonly kind: 'node' }
  | { readonly kind: 'keys' }
  /** Everything that can be done, by typing; with `peerId` what can be done with that peer. */
  | { readonly kind: 'palette'; readonly peerId?: string }
  | { readonly kind: 'verify'; readonly peerId: string }
  | { readonly kind: 'introduce'; readonly peerId: string }
  | { readonly kind: 'ban'; readonly peerId: string }
  | { readonly kind: 'reset-conduct'; readonly peerId: string }
  | { readonly kind: 'import'; readonly file?: OpenedFile }
  | { readonly kind: 'export' }
  | { readonly kind: 'backup' }
  | { readonly kind: 'restore'; readonly file?: OpenedFile }
  | { readonly kind: 'passphrase' }
  | { readonly kind: 'verify-log' }
  | { readonly kind: 'export-log' }
  | { readonly kind: 'conduct' }
  | { readonly kind: 'counters' }

/** What of the settings is looked at. */
export interface SettingsPlace {
  readonly group: string
  /** A field that is to be looked at first; `visits` grows with every wish for one. */
  readonly path: string | null
}

export interface Place {
  readonly screen: Screen
  /** The peer whose details are shown. */
  readonly peerId: string | null
  readonly dialog: OpenDialog | null
  /** Which group of the settings; it stays while one looks elsewhere. */
  readonly settings: SettingsPlace
  /** Grows when a key or a click asks for a screen, so that it takes the focus even when it is shown already. */
  readonly visits: number
}

export interface ScreenStore {
  readonly store: StoreApi<Place>
  show(screen: Screen): void
  showPeer(peerId: string | null): void
  /** The settings at this group, and at this field of it. */
  showSettings(group: string, path?: string): void
  open(dialog: OpenDialog): void
  closeDialog(): void
  /** A `kith://join#…` link that came from outside: shows what it means. Nothing happens before the person agrees. */
  openLink(text: string): void
}

/** @param first where the page was before it was loaded anew */
export function createScreenStore(first: Screen = 'peers'): ScreenStore {
  const store = createStore<Place>(() => ({
    screen: first,
    peerId: null,
    dialog: null,
    settings: { group: '', path: null },
    visits: 0,
  }))
  return {
    store,
    show: (screen) =>
      store.setState(({ visits, settings }) => ({
        screen,
        dialog: null,
        settings: { ...settings, path: null },
        visits: visits + 1,
      })),
    showPeer: (peerId) => store.setState(peerId === null ? { peerId } : { peerId, screen: 'peers' }),
    showSettings: (group, path) =>
      store.setState(({ visits }) => ({
        screen: 'settings',
        dialog: null,
        settings: { group, path: path ?? null },
        visits: visits + 1,
      })),
    open: (dialog) => store.setState({ dialog }),
    closeDialog: () => store.setState({ dialog: null }),
    openLink: (text) => store.setState({ dialog: { kind: 'add', text } }),
  }
}
