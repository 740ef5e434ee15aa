/** Where the person is: which screen, which peer's details, which dialog. */
import { createStore, type StoreApi } from 'zustand/vanilla'

export const screens = ['peers', 'requests', 'invites', 'bandwidth', 'activity', 'health', 'settings'] as const
export type Screen = (typeof screens)[number]

/** `add` carries what its address field starts with: an address, a peer ID or an invite link. */
export type OpenDialog =
  | { readonly kind: 'add'; readonly text: string }
  | { readonly kind: 'invite' }
  | { readonly kind: 'node' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'verify'; readonly peerId: string }
  | { readonly kind: 'import' }
  | { readonly kind: 'export' }

export interface Place {
  readonly screen: Screen
  /** The peer whose details are shown. */
  readonly peerId: string | null
  readonly dialog: OpenDialog | null
  /** Grows when a key or a click asks for a screen, so that it takes the focus even when it is shown already. */
  readonly visits: number
}

export interface ScreenStore {
  readonly store: StoreApi<Place>
  show(screen: Screen): void
  showPeer(peerId: string | null): void
  open(dialog: OpenDialog): void
  closeDialog(): void
  /** A `kith://join#…` link that came from outside: shows what it means. Nothing happens before the person agrees. */
  openLink(text: string): void
}

export function createScreenStore(): ScreenStore {
  const store = createStore<Place>(() => ({ screen: 'peers', peerId: null, dialog: null, visits: 0 }))
  return {
    store,
    show: (screen) => store.setState(({ visits }) => ({ screen, dialog: null, visits: visits + 1 })),
    showPeer: (peerId) => store.setState(peerId === null ? { peerId } : { peerId, screen: 'peers' }),
    open: (dialog) => store.setState({ dialog }),
    closeDialog: () => store.setState({ dialog: null }),
    openLink: (text) => store.setState({ dialog: { kind: 'add', text } }),
  }
}
