/** Up and down side by side: what flows by peer, and right below it the cap that a person sets on it. */
import { useStore } from 'zustand'
import type { BandwidthView, HistoryRange } from '../../../contract/bandwidth-views.ts'
import { rateUnits } from '../../format/rates.policy.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuChoice } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useRateUnit } from '../../use-rate-unit.ts'
import { useStores } from '../../use-stores.ts'
import { setUnit } from './bandwidth-actions.ts'
import { CapControl } from './cap-control.tsx'
import { TrafficChart } from './traffic-chart.tsx'
import type { Drawn } from './use-drawn.ts'
import { useGivenInks } from './use-inks.ts'

const words = strings.bandwidth
const ranges = (['minutes', 'days'] as const satisfies readonly HistoryRange[]).map((value) => ({
  value,
  label: words.range[value],
}))
export function TrafficPart({ view, drawn }: { readonly view: BandwidthView; readonly drawn: Drawn | null }) {
  const { bandwidth } = useStores()
  const { range, liveError, days } = useStore(bandwidth.store)
  const inks = useGivenInks()
  const error = range === 'minutes' ? liveError : days.error
  return (
    <section className="traffic" aria-label={words.range.label}>
      <div className="traffic-tools">
        <Segmented
          label={words.range.label}
          options={ranges}
          value={range}
          onChange={(next) => bandwidth.showRange(next)}
        />
        <UnitMenu />
      </div>
      {error !== null && drawn === null && (
        <Notice
          tone="bad"
          action={
            <Button size="small" onClick={() => void bandwidth.refresh()}>
              {strings.actions.retry}
            </Button>
          }
        >
          {words.failedTitle}. {messageOf(error)}
        </Notice>
      )}
      <div className="traffic-ways">
        {(['up', 'down'] as const).map((way) => (
          <div key={way} className="traffic-way">
            <TrafficChart way={way} drawn={drawn} inks={inks} cap={way === 'up' ? view.upload : view.download} />
            <CapControl way={way} view={view} />
          </div>
        ))}
      </div>
    </section>
  )
}

function UnitMenu() {
  const stores = useStores()
  const unit = useRateUnit()
  return (
    <Menu
      trigger={
        <button type="button" className="button button-plain button-small" aria-label={`${words.unit}: ${unit}`}>
          {unit}
        </button>
      }
    >
      <MenuChoice
        value={unit}
        options={rateUnits.map((value) => ({ value, label: value }))}
        onChange={(next) => void setUnit(stores, next)}
      />
    </Menu>
  )
}
