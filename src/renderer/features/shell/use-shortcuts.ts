/** Listens for the keys that work everywhere. */
import { useEffect } from 'react'
import { useStores } from '../../use-stores.ts'
import { type Prefix, pressKey, type ShortcutAction } from './shortcuts.policy.ts'

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=checkbox], [type=radio]), textarea, [contenteditable]') !== null

/** A dialog, a menu or a popover has the floor. */
const covered = (): boolean => document.querySelector('[role=dialog], [role=menu]') !== null

export function useShortcuts(act: (action: ShortcutAction) => void): void {
  const { clock } = useStores()
  useEffect(() => {
    let prefix: Prefix = null
    /** What the key that is on its way means, should nobody nearer have a use for it. */
    let meant: ShortcutAction | null = null
    const onWayDown = (event: KeyboardEvent): void => {
      meant = null
      if (event.repeat) return
      const pressed = pressKey(prefix, {
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        control: event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey,
        busy: typing(event.target) || covered(),
        nowMs: clock.now(),
      })
      prefix = pressed.prefix
      meant = pressed.action
      if (!pressed.taken) return
      event.preventDefault()
      event.stopPropagation()
      if (meant !== null) act(meant)
    }
    const onWayUp = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || meant === null) return
      event.preventDefault()
      act(meant)
    }
    document.addEventListener('keydown', onWayDown, { capture: true })
    document.addEventListener('keydown', onWayUp)
    return () => {
      document.removeEventListener('keydown', onWayDown, { capture: true })
      document.removeEventListener('keydown', onWayUp)
    }
  }, [clock, act])
}
