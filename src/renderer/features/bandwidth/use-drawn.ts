/** What both charts draw: ten minutes by the second, or thirty days by the day. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { HistoryRange } from '../../../contract/bandwidth-views.ts'
import { SECOND_MS } from '../../../kit/units.ts'
import { useStores } from '../../use-stores.ts'
import { byDay, type Series } from './stack.policy.ts'

export interface Drawn {
  readonly range: HistoryRange
  /** Seconds since the epoch, where each slot begins. */
  readonly times: readonly number[]
  readonly series: readonly Series[]
}

const dayOf = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)

/** `null` before it is there. */
export function useDrawn(): Drawn | null {
  const { bandwidth } = useStores()
  const range = useStore(bandwidth.store, (state) => state.range)
  const live = useStore(bandwidth.store, (state) => state.live)
  const days = useStore(bandwidth.store, (state) => state.days.value)
  return useMemo(() => {
    if (range === 'minutes') {
      if (live === null) return null
      const times = Array.from({ length: live.slots }, (_, slot) => (live.fromMs + slot * live.stepMs) / SECOND_MS)
      return { range, times, series: live.series }
    }
    if (days === null) return null
    const series = days.series.map(({ peerId, sentBytes, receivedBytes }) => ({
      peerId,
      sent: sentBytes,
      received: receivedBytes,
    }))
    const slots = Math.max(0, ...series.map(({ sent }) => sent.length))
    const gathered = byDay(series, Date.parse(days.from), days.stepMs, slots, dayOf)
    return { range, times: gathered.days.map((ms) => ms / SECOND_MS), series: gathered.series }
  }, [range, live, days])
}
