/** The schedule: its switch, what can be painted with, the week, and what it says where half hours do not suffice. */
import { CalendarRange } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { BandwidthView } from '../../../contract/bandwidth-views.ts'
import type { Settings } from '../../../contract/settings.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SwitchField } from '../../ui/switch-field.tsx'
import { useStores } from '../../use-stores.ts'
import { setSchedule } from './bandwidth-actions.ts'
import { ProfileDialog } from './profile-dialog.tsx'
import { profileOrder } from './profile-names.ts'
import { ProfilePalette } from './profile-palette.tsx'
import { type Area, oddTimes, type Preset, paint, presets, rulesOf, type Week, weekOf } from './week-grid.policy.ts'
import { WeekGrid } from './week-grid.tsx'

const words = strings.bandwidth.schedule
const ODD_TOLD = 3

export function SchedulePart({ view }: { readonly view: BandwidthView }) {
  const { settings } = useStores()
  const section = useStore(settings, (state) => state.value?.settings.bandwidth ?? null)
  if (section === null) return null
  return <Schedule section={section} held={view.profile} />
}

interface ScheduleProps {
  readonly section: Settings['bandwidth']
  /** The profile that holds now. */
  readonly held: string
}

function Schedule({ section, held }: ScheduleProps) {
  const stores = useStores()
  const { schedule, profiles } = section
  const fixed = useStore(
    stores.settings,
    (state) => state.value?.overridden.some((path) => path.startsWith('bandwidth.schedule')) ?? false,
  )
  const [brush, setBrush] = useState('quiet')
  /** The profile whose dialog is open; empty: a new one. */
  const [edited, setEdited] = useState<string | null>(null)
  const week = useMemo(() => weekOf(schedule.rules), [schedule.rules])
  const odd = oddTimes(week)
  const order = profileOrder(profiles)
  const picked = order.includes(brush) ? brush : 'normal'

  const become = (next: Week, enabled = schedule.enabled): void =>
    void setSchedule(stores, schedule, { enabled, rules: rulesOf(next) })
  const onPaint = (area: Area, profile: string): void => become(paint(week, area, profile))
  const onPreset = (preset: Preset): void =>
    // Who picks a preset wants it to act; an empty week needs no switch.
    become(presets[preset](week), preset === 'clear' ? schedule.enabled : true)
  const { dayShort } = strings.bandwidth.week
  return (
    <section aria-labelledby="bandwidth-schedule" className="schedule">
      <header className="schedule-head">
        <h2 id="bandwidth-schedule" className="bandwidth-part">
          {words.title}
        </h2>
        <span className="faint small">{words.zone(Intl.DateTimeFormat().resolvedOptions().timeZone)}</span>
        <Menu
          trigger={
            <Button size="small" icon={<CalendarRange size={14} aria-hidden />}>
              {words.presets}
            </Button>
          }
        >
          {(['evenings', 'nights', 'work'] as const).map((preset) => (
            <MenuItem key={preset} onSelect={() => onPreset(preset)}>
              {words.preset[preset]}
            </MenuItem>
          ))}
          <MenuLine />
          <MenuItem onSelect={() => onPreset('clear')}>{words.preset.clear}</MenuItem>
        </Menu>
      </header>
      <SwitchField
        label={words.on}
        about={words.about}
        checked={schedule.enabled}
        disabled={fixed}
        onChange={(enabled) => void setSchedule(stores, schedule, { ...schedule, enabled })}
      />
      <ProfilePalette
        profiles={profiles}
        order={order}
        brush={picked}
        held={held}
        onPick={setBrush}
        onEdit={setEdited}
      />
      {!schedule.enabled && schedule.rules.length > 0 && (
        <Notice
          tone="info"
          action={
            <Button size="small" onClick={() => void setSchedule(stores, schedule, { ...schedule, enabled: true })}>
              {words.switchOn}
            </Button>
          }
        >
          {words.off}
        </Notice>
      )}
      <WeekGrid week={week} profiles={order} brush={picked} onPick={setBrush} onPaint={onPaint} />
      {odd.length > 0 && (
        <p className="schedule-odd soft">
          {words.odd(
            odd.slice(0, ODD_TOLD).map((one) => `${dayShort[one.day]} ${one.time}`),
            Math.max(0, odd.length - ODD_TOLD),
          )}
        </p>
      )}
      <p id="week-hint" className="faint small">
        {strings.bandwidth.week.hint}
      </p>
      {edited !== null && (
        <ProfileDialog
          section={section}
          profile={edited === '' ? null : edited}
          onDone={(name) => {
            if (name !== null) setBrush(name)
            setEdited(null)
          }}
        />
      )}
    </section>
  )
}
