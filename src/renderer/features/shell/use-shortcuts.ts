/** Listens for the keys that work everywhere, and does what is bound to them. */
import { useEffect } from 'react'
import type { Command } from '../../commands/command.ts'
import { useStores } from '../../use-stores.ts'
import { type Binding, type Prefix, pressKey } from './shortcuts.policy.ts'

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=checkbox], [type=radio]), textarea, [contenteditable]') !== null

/** A dialog, a menu or a popover has the floor. */
const covered = (): boolean => document.querySelector('[role=dialog], [role=menu]') !== null

const bindingsOf = (commands: readonly Command[]): readonly Binding[] =>
  commands.flatMap(({ id, keys = [], everywhere = false }) => keys.map((one) => ({ id, keys: one, everywhere })))

export function useShortcuts(commands: readonly Command[]): void {
  const { clock } = useStores()
  useEffect(() => {
    const bindings = bindingsOf(commands)
    const act = (id: string): void => {
      const command = commands.find((one) => one.id === id)
      if (command?.available?.() !== false) command?.run()
    }
    let prefix: Prefix = null
    /** What the key that is on its way means, should nobody nearer have a use for it. */
    let meant: string | null = null
    const onWayDown = (event: KeyboardEvent): void => {
      meant = null
      if (event.repeat) return
      const press = {
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        control: event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey,
        busy: typing(event.target),
        covered: covered(),
        nowMs: clock.now(),
      }
      const pressed = pressKey(prefix, press, bindings)
      prefix = pressed.prefix
      meant = pressed.id
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
  }, [clock, commands])
}
