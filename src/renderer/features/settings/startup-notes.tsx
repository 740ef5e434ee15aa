/** What the machine makes of the settings of the start: no tray, not registered, or no desktop app at all. */
import { useStore } from 'zustand'
import { strings } from '../../strings.ts'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.preferences

export function StartupNotes() {
  const { desktop, settings } = useStores()
  const view = useStore(desktop, (state) => state.value)
  const wanted = useStore(settings, (state) => state.value?.settings.desktop.startAtLogin ?? false)
  if (view === null) return null
  if (view.kind === 'server') return <Notice tone="info">{words.desktopOnly}</Notice>
  return (
    <>
      {!view.tray && <Notice tone="info">{words.noTray}</Notice>}
      {view.startsAtLogin === null && <Notice tone="info">{words.loginUnknown}</Notice>}
      {wanted && view.startsAtLogin === false && <Notice tone="warn">{words.loginRefused}</Notice>}
      {view.opensLinks !== null && (
        <Notice tone={view.opensLinks ? 'good' : 'info'}>{view.opensLinks ? words.linksYes : words.linksNo}</Notice>
      )}
    </>
  )
}
