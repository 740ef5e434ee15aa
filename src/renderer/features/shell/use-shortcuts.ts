/** Listens for the keys that work everywhere, and does what is bound to them. */
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
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
  const bindings = useMemo(() => bindingsOf(commands), [commands])
  // Both outlive a change of the commands: what the node tells must not come between the two keys of a shortcut.
  const prefix = useRef<Prefix>(null)
  /** What the key that is on its way means, should nobody nearer have a use for it. */
  const meant = useRef<string | null>(null)

  const act = (id: string): void => {
    const command = commands.find((one) => one.id === id)
    if (command?.available?.() !== false) command?.run()
  }
  const onWayDown = useEffectEvent((event: KeyboardEvent): void => {
    meant.current = null
    if (event.repeat) return
    const press = {
      key: event.key,
      modified: event.ctrlKey || event.altKey || event.metaKey,
      control: event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey,
      busy: typing(event.target),
      covered: covered(),
      nowMs: clock.now(),
    }
    const pressed = pressKey(prefix.current, press, bindings)
    prefix.current = pressed.prefix
    meant.current = pressed.id
    if (!pressed.taken) return
    event.preventDefault()
    event.stopPropagation()
    if (pressed.id !== null) act(pressed.id)
  })
  const onWayUp = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented || meant.current === null) return
    event.preventDefault()
    act(meant.current)
  })

  useEffect(() => {
    const down = (event: KeyboardEvent): void => onWayDown(event)
    const up = (event: KeyboardEvent): void => onWayUp(event)
    document.addEventListener('keydown', down, { capture: true })
    document.addEventListener('keydown', up)
    return () => {
      document.removeEventListener('keydown', down, { capture: true })
      document.removeEventListener('keydown', up)
    }
  }, [])
}
