/** Narrows the list to levels and states. Each choice says how many it would show. */
import { ListFilter } from 'lucide-react'
import { useState, useSyncExternalStore } from 'react'
import type { TrustLevel } from '../../../contract/views.ts'
import { formatNumber } from '../../format/locale.ts'
import type { PeerStanding } from '../../format/peer-standing.ts'
import { countChoices, filterSize, noFilter, type PeerFilter } from '../../stores/peer-filter.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Menu, MenuCheck, MenuItem, MenuLine, MenuTitle } from '../../ui/menu.tsx'
import { useStores } from '../../use-stores.ts'

const words = peerStrings.list

const levels: readonly TrustLevel[] = ['trusted', 'verified', 'unknown', 'blocked']
const standings: readonly PeerStanding[] = [
  'connected',
  'dialing',
  'waiting',
  'failed',
  'paused',
  'resting',
  'disconnected',
  'banned',
]

function toggled<T>(list: readonly T[], one: T, on: boolean): readonly T[] {
  return on ? [...list, one] : list.filter((other) => other !== one)
}

export function FilterMenu() {
  const { order } = useStores()
  const filter = useSyncExternalStore(order.subscribe, () => order.filter)
  const size = filterSize(filter)
  return (
    <Menu
      trigger={
        <button
          type="button"
          className={`button ${size > 0 ? 'button-tinted' : 'button-plain'} head-button`}
          aria-label={size > 0 ? words.filtered(size) : words.filter}
          title={words.filter}
        >
          <ListFilter size={15} aria-hidden />
          <span className="button-text head-label">{words.filter}</span>
          {size > 0 && <span className="numbers">{size}</span>}
        </button>
      }
    >
      <Choices filter={filter} onChange={(next) => order.setFilter(next)} />
    </Menu>
  )
}

interface ChoicesProps {
  readonly filter: PeerFilter
  readonly onChange: (filter: PeerFilter) => void
}

function Choices({ filter, onChange }: ChoicesProps) {
  const { peers } = useStores()
  // Counted once, when the menu opens: nobody reads figures that run while they choose.
  const [counts] = useState(() => countChoices(peers.all()))
  const count = (choice: string): number => counts.get(choice) ?? 0
  return (
    <>
      <MenuTitle>{words.filterLevel}</MenuTitle>
      {levels.map((level) => (
        <MenuCheck
          key={level}
          checked={filter.levels.includes(level)}
          aside={formatNumber(count(`level:${level}`))}
          onChange={(on) => onChange({ ...filter, levels: toggled(filter.levels, level, on) })}
        >
          {strings.trust[level]}
        </MenuCheck>
      ))}
      <MenuTitle>{words.filterStanding}</MenuTitle>
      {standings.map((standing) => (
        <MenuCheck
          key={standing}
          checked={filter.standings.includes(standing)}
          aside={formatNumber(count(`standing:${standing}`))}
          onChange={(on) => onChange({ ...filter, standings: toggled(filter.standings, standing, on) })}
        >
          {strings.standing[standing]}
        </MenuCheck>
      ))}
      <MenuLine />
      <MenuCheck
        checked={filter.keptOnly}
        aside={formatNumber(count('kept'))}
        onChange={(keptOnly) => onChange({ ...filter, keptOnly })}
      >
        {words.filterKept}
      </MenuCheck>
      <MenuCheck
        checked={filter.ownOnly}
        aside={formatNumber(count('own'))}
        onChange={(ownOnly) => onChange({ ...filter, ownOnly })}
      >
        {words.filterOwn}
      </MenuCheck>
      <MenuLine />
      <MenuItem onSelect={() => onChange(noFilter)}>
        <span className="menu-mark" />
        {words.clearFilter}
      </MenuItem>
    </>
  )
}
