/** The unit in which the person is shown rates. */
import { useStore } from 'zustand'
import type { RateUnit } from './format/rates.policy.ts'
import { useStores } from './use-stores.ts'

export function useRateUnit(): RateUnit {
  const { settings } = useStores()
  return useStore(settings, (state) => state.value?.settings.bandwidth.unit ?? 'MiB/s')
}
