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
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat) return
      const pressed = pressKey(prefix, {
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        control: event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey,
        busy: typing(event.target) || covered(),
        nowMs: clock.now(),
      })
      prefix = pressed.prefix
      if (pressed.action === null) return
      event.preventDefault()
      act(pressed.action)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [clock, act])
}
