/** The colours of the busiest peers, the same in both charts and in the table, kept for as long as they are busy. */
import { createContext, useContext, useState } from 'react'
import { busiest, giveInks, type Series } from './stack.policy.ts'

const none: ReadonlyMap<string, number> = new Map()
const nothing: readonly Series[] = []

/** What the charts above gave out. */
export const InksContext = createContext<ReadonlyMap<string, number>>(none)
export const useGivenInks = (): ReadonlyMap<string, number> => useContext(InksContext)

export function useInks(series: readonly Series[]): ReadonlyMap<string, number> {
  const [last, setLast] = useState({ series: nothing, inks: none })
  if (last.series === series) return last.inks
  const given = giveInks(last.inks, busiest(series))
  const same = last.inks.size === given.size && [...given].every(([peerId, ink]) => last.inks.get(peerId) === ink)
  const inks = same ? last.inks : given
  setLast({ series, inks })
  return inks
}
