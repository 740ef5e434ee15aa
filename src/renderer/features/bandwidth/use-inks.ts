/** The colours of the busiest peers, the same in both charts and in the table, kept for as long as they are busy. */
import { createContext, useContext, useRef } from 'react'
import { busiest, giveInks, type Series } from './stack.policy.ts'

const none: ReadonlyMap<string, number> = new Map()

/** What the charts above gave out. */
export const InksContext = createContext<ReadonlyMap<string, number>>(none)
export const useGivenInks = (): ReadonlyMap<string, number> => useContext(InksContext)

export function useInks(series: readonly Series[]): ReadonlyMap<string, number> {
  const last = useRef({ series: [] as readonly Series[], inks: none })
  if (last.current.series !== series) {
    const inks = giveInks(last.current.inks, busiest(series))
    const before = last.current.inks
    const same = before.size === inks.size && [...inks].every(([peerId, ink]) => before.get(peerId) === ink)
    last.current = { series, inks: same ? before : inks }
  }
  return last.current.inks
}
