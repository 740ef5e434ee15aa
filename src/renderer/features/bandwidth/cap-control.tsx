/** The cap of the normal profile in one direction: acts while it is moved, and is taken back as one change. */
import { useStore } from 'zustand'
import type { BandwidthView } from '../../../contract/bandwidth-views.ts'
import { strings } from '../../strings.ts'
import { capText, RateField } from '../../ui/rate-field.tsx'
import { useLiveEdit } from '../../use-live-edit.ts'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'
import { setCap } from './bandwidth-actions.ts'
import { profileNameSmall, smallCap } from './profile-names.ts'
import type { Way } from './stack.policy.ts'

const words = strings.bandwidth

export function CapControl({ way, view }: { readonly way: Way; readonly view: BandwidthView }) {
  const stores = useStores()
  const { settings, toasts } = stores
  const unit = useRateUnit()
  const key = way === 'up' ? 'uploadBytesPerSecond' : 'downloadBytesPerSecond'
  const value = useStore(settings, (state) => state.value?.settings.bandwidth.profiles.normal[key] ?? 0)
  const fixed = useStore(
    settings,
    (state) => state.value?.overridden.some((path) => `bandwidth.profiles.normal.${key}`.startsWith(path)) ?? false,
  )
  const label = way === 'up' ? words.cap.upload : words.cap.download
  const edit = useLiveEdit<number>({
    read: () => settings.getState().value?.settings.bandwidth.profiles.normal[key] ?? 0,
    apply: (bytes) => setCap(stores, way, bytes),
    told: (before, after) =>
      toasts.done(words.did.cap(label, smallCap(after, unit)), () => void setCap(stores, way, before)),
  })
  const held = way === 'up' ? view.upload.bytesPerSecond : view.download.bytesPerSecond
  const other = view.profile !== 'normal'
  const hint = fixed
    ? words.cap.fixed
    : other
      ? words.cap.otherHolds(
          profileNameSmall(view.profile),
          held === null ? words.unlimitedSmall : held === 0 ? words.capsPaused : capText(held, unit),
        )
      : ''
  return (
    <RateField
      label={label}
      value={value}
      unit={unit}
      disabled={fixed}
      hint={hint}
      onMove={edit.move}
      onDecide={edit.decide}
    />
  )
}
