/** The way to a section of the settings, from a sentence that speaks of it. */
import type { ScreenStore } from '../../stores/screen-store.ts'

export function toSettings(screen: ScreenStore, section: 'bandwidth' | 'quota'): void {
  screen.show('settings')
  // The screen takes the focus first; what was asked for is there with the frame after.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const heading = document.getElementById(`section-${section}`)
      heading?.scrollIntoView()
      heading?.focus({ preventScroll: true })
    }),
  )
}
