/** One value under the hand of a person, for as long as its field is there. */
import { useEffect, useRef, useState } from 'react'
import { createLiveEdit, type LiveEdit, type LiveEditPorts } from './stores/live-edit.ts'
import { useStores } from './use-stores.ts'

/** @param ports read anew at every use */
export function useLiveEdit<T>(ports: Omit<LiveEditPorts<T>, 'clock'>): Pick<LiveEdit<T>, 'move' | 'decide'> {
  const { clock } = useStores()
  const latest = useRef(ports)
  useEffect(() => {
    latest.current = ports
  })
  const [edit] = useState(() =>
    createLiveEdit<T>({
      clock,
      read: () => latest.current.read(),
      apply: (value) => latest.current.apply(value),
      told: (before, after) => latest.current.told(before, after),
    }),
  )
  useEffect(() => () => edit[Symbol.dispose](), [edit])
  return edit
}
