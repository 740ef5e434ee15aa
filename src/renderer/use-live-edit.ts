/** One value under the hand of a person, for as long as its field is there. */
import { useCallback, useEffect, useRef } from 'react'
import { createLiveEdit, type LiveEdit, type LiveEditPorts } from './stores/live-edit.ts'
import { useStores } from './use-stores.ts'

/** @param ports read anew at every use */
export function useLiveEdit<T>(ports: Omit<LiveEditPorts<T>, 'clock'>): Pick<LiveEdit<T>, 'move' | 'decide'> {
  const { clock } = useStores()
  const latest = useRef(ports)
  const edit = useRef<LiveEdit<T> | null>(null)
  useEffect(() => {
    latest.current = ports
  })
  useEffect(() => {
    const made = createLiveEdit<T>({
      clock,
      read: () => latest.current.read(),
      apply: (value) => latest.current.apply(value),
      told: (before, after) => latest.current.told(before, after),
    })
    edit.current = made
    return () => made[Symbol.dispose]()
  }, [clock])
  return {
    move: useCallback((value: T) => edit.current?.move(value), []),
    decide: useCallback((value: T) => edit.current?.decide(value) ?? Promise.resolve(false), []),
  }
}
