/** The groups of the settings, and which of them hold something that is not saved or cannot be used. */
import {
  DoorOpen,
  Gauge,
  type LucideIcon,
  Network,
  Palette,
  Power,
  RefreshCw,
  ShieldCheck,
  SlidersHorizontal,
  UserRound,
} from 'lucide-react'
import { useStore } from 'zustand'
import { strings } from '../../strings.ts'
import { useStores } from '../../use-stores.ts'
import type { GroupName, SettingGroup } from './fields.ts'
import { groupOfPath, groups } from './groups.ts'

const words = strings.preferences

const icons: Readonly<Record<GroupName, LucideIcon>> = {
  identity: UserRound,
  admission: DoorOpen,
  network: Network,
  bandwidth: Gauge,
  privacy: ShieldCheck,
  startup: Power,
  appearance: Palette,
  updates: RefreshCw,
  advanced: SlidersHorizontal,
}

export interface GroupNavProps {
  /** `null` while something else is shown. */
  readonly chosen: GroupName | null
  readonly onChoose: (name: GroupName) => void
}

export const GroupNav = ({ chosen, onChoose }: GroupNavProps) => (
  <nav className="settings-nav" aria-label={words.groups}>
    {groups.map((group) => (
      <GroupLink key={group.name} group={group} here={group.name === chosen} onChoose={onChoose} />
    ))}
  </nav>
)

interface GroupLinkProps {
  readonly group: SettingGroup
  readonly here: boolean
  readonly onChoose: (name: GroupName) => void
}

function GroupLink({ group, here, onChoose }: GroupLinkProps) {
  const { settingsDraft } = useStores()
  const isHere = (path: string): boolean => groupOfPath.get(path) === group
  const wrong = useStore(settingsDraft.store, ({ issues, refusals }) =>
    [issues, refusals].some((one) => Object.keys(one).some(isHere)),
  )
  const changed = useStore(settingsDraft.store, ({ draft }) => Object.keys(draft).some(isHere))
  const Icon = icons[group.name]
  return (
    <button
      type="button"
      className="settings-group"
      aria-current={here ? 'page' : undefined}
      onClick={() => onChoose(group.name)}
    >
      <Icon size={15} aria-hidden />
      <span className="settings-group-name">{words.group[group.name].title}</span>
      {(wrong || changed) && (
        <span className={wrong ? 'settings-mark settings-mark-wrong' : 'settings-mark'}>
          <span className="only-read-aloud">, {wrong ? words.wrongHere : words.changedHere}</span>
        </span>
      )}
    </button>
  )
}
