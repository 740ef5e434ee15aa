/** Keeps the order of the list for a moment after every move of the pointer or a key: rows do not slip from under a hand. */
import { useCallback, useEffect, useRef } from 'react'
import { SECOND_MS } from '../../../kit/units.ts'
import { useStores } from '../../use-stores.ts'

/** Long enough to aim and click, short enough that a forgotten pointer does not freeze the list. */
const HELD_MS = 2 * SECOND_MS

export function useHeldOrder(): () => void {
  const { order, clock } = useStores()
  const timer = useRef<Disposable | null>(null)
  useEffect(
    () => () => {
      timer.current?.[Symbol.dispose]()
      timer.current = null
      order.release()
    },
    [order],
  )
  return useCallback(() => {
    timer.current?.[Symbol.dispose]()
    order.hold()
    timer.current = clock.at(clock.now() + HELD_MS, () => {
      timer.current = null
      order.release()
    })
  }, [order, clock])
}
