/** The frame around every screen: side bar, the screen, status bar, toasts, dialogs and the keys that work everywhere. */
import { type ReactNode, useEffect } from 'react'
import { useStore } from 'zustand'
import type { Command } from '../../commands/command.ts'
import { strings } from '../../strings.ts'
import { ToastList } from '../../ui/toast-list.tsx'
import { useStores } from '../../use-stores.ts'
import { KeysDialog } from './keys-dialog.tsx'
import { Sidebar } from './sidebar.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { waitingRequests } from './waiting-requests.ts'
import './shell.css'

export interface ShellProps {
  readonly commands: readonly Command[]
  readonly children: ReactNode
  readonly statusBar: ReactNode
}

export function Shell({ commands, children, statusBar }: ShellProps) {
  const { link, screen } = useStores()
  const stale = useStore(link, (state) => state.phase !== 'up')
  const helping = useStore(screen.store, (place) => place.dialog?.kind === 'keys')
  useTitle()
  useShortcuts(commands)
  return (
    <div className="shell">
      <Sidebar />
      <main className="shell-main" data-stale={stale || undefined}>
        {children}
      </main>
      {statusBar}
      {helping && <KeysDialog commands={commands} />}
    </div>
  )
}

/** The toasts of every screen, also of those before the node runs. */
export function Toasts() {
  const { toasts } = useStores()
  const shown = useStore(toasts.store, (state) => state.toasts)
  return <ToastList toasts={shown} onDismiss={toasts.dismiss} onPause={toasts.pause} onResume={toasts.resume} />
}

function useTitle(): void {
  const { screen, requests } = useStores()
  const waiting = useStore(requests, (state) => waitingRequests(state.value))
  const here = useStore(screen.store, (place) => strings[place.screen].title)
  useEffect(() => {
    document.title = strings.app.title(here, waiting)
  }, [here, waiting])
}
