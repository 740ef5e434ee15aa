/** What of the log is shown: kinds, one peer, a word, a span of time. */
import { CalendarRange, FilterX, ListFilter, Search, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { DAY_MS, HOUR_MS } from '../../../kit/units.ts'
import { momentFormat } from '../../format/locale.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { everything, isEverything } from '../../stores/audit-filter.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { usePeer, useStores } from '../../use-stores.ts'
import { chosenOf, groupNames, groups, toggleGroup, toggleKind } from './kind-groups.ts'

const words = strings.activity

/** As for typed addresses: a typed word is one question. */
const QUIET_MS = 250

export function FilterBar() {
  const { audit } = useStores()
  const filter = useStore(audit.store, (state) => state.filter)
  return (
    <div className="filter">
      <div className="filter-text">
        <TextFilter />
        {/* Always there, so that nothing moves when a filter is chosen. */}
        <IconButton
          name={words.clear}
          icon={<FilterX size={15} aria-hidden />}
          unavailable={isEverything(filter)}
          onClick={() => audit.setFilter(everything)}
        />
      </div>
      <div className="filter-chips" role="group" aria-label={words.kinds}>
        {groupNames.map((group) => (
          <button
            key={group}
            type="button"
            className="chip"
            aria-pressed={
              chosenOf(group, filter.kinds) === 'all'
                ? true
                : chosenOf(group, filter.kinds) === 'some'
                  ? 'mixed'
                  : false
            }
            onClick={() => audit.setFilter({ kinds: toggleGroup(group, filter.kinds) })}
          >
            {words.groups[group]}
          </button>
        ))}
        <KindsFilter />
        <TimeFilter />
        {filter.peerId !== null && <PeerFilter peerId={filter.peerId} />}
      </div>
    </div>
  )
}

function TextFilter() {
  const { audit, clock } = useStores()
  const text = useStore(audit.store, (state) => state.filter.text)
  const [typed, setTyped] = useState(text)
  const [asked, setAsked] = useState(text)
  // Cleared from elsewhere.
  if (text !== asked) {
    setAsked(text)
    setTyped(text)
  }
  useEffect(() => {
    if (typed === text) return
    const timer = clock.at(clock.now() + QUIET_MS, () => {
      setAsked(typed)
      audit.setFilter({ text: typed })
    })
    return () => timer[Symbol.dispose]()
  }, [typed, text, audit, clock])
  return (
    <div className="log-search">
      <Search size={14} className="log-search-icon" aria-hidden />
      <input
        type="search"
        className="input log-search-input"
        aria-label={words.search}
        placeholder={words.searchHint}
        maxLength={200}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || typed === '') return
          event.preventDefault()
          setTyped('')
        }}
      />
      {typed !== '' && (
        <IconButton
          name={words.clearSearch}
          size="small"
          className="log-search-clear"
          icon={<X size={14} aria-hidden />}
          onClick={() => setTyped('')}
        />
      )}
    </div>
  )
}

/** Single kinds, for whoever looks for one. */
function KindsFilter() {
  const { audit } = useStores()
  const kinds = useStore(audit.store, (state) => state.filter.kinds)
  return (
    <Popover
      name={words.kinds}
      side="bottom"
      trigger={
        <button type="button" className="chip chip-open">
          <ListFilter size={13} aria-hidden />
          {kinds.length === 0 ? words.allKinds : words.kindsChosen(kinds.length)}
        </button>
      }
    >
      <div className="kinds">
        {groupNames.map((group) => (
          <fieldset key={group} className="kinds-group">
            <legend className="field-label">{words.groups[group]}</legend>
            {groups[group].map((kind) => (
              <CheckField
                key={kind}
                label={words.kind[kind]}
                checked={kinds.includes(kind)}
                onChange={() => audit.setFilter({ kinds: toggleKind(kind, kinds) })}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </Popover>
  )
}

const presets = [
  ['hour', HOUR_MS],
  ['day', DAY_MS],
  ['week', 7 * DAY_MS],
] as const

function TimeFilter() {
  const { audit, clock } = useStores()
  const from = useStore(audit.store, (state) => state.filter.from)
  const until = useStore(audit.store, (state) => state.filter.until)
  const chosen = from !== null || until !== null
  return (
    <Popover
      name={words.time}
      side="bottom"
      trigger={
        <button type="button" className="chip chip-open" data-chosen={chosen || undefined}>
          <CalendarRange size={13} aria-hidden />
          {chosen ? spanWords(from, until) : words.anyTime}
        </button>
      }
    >
      <div className="span">
        <div className="span-presets">
          {presets.map(([name, ms]) => (
            <Button
              key={name}
              size="small"
              onClick={() => audit.setFilter({ from: new Date(clock.wallMs() - ms).toISOString(), until: null })}
            >
              {words.presets[name]}
            </Button>
          ))}
          <Button size="small" onClick={() => audit.setFilter({ from: null, until: null })}>
            {words.anyTime}
          </Button>
        </div>
        <MomentField label={words.from} value={from} onChange={(next) => audit.setFilter({ from: next })} />
        <MomentField label={words.until} value={until} onChange={(next) => audit.setFilter({ until: next })} />
      </div>
    </Popover>
  )
}

const short = momentFormat({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })
const spanWords = (from: string | null, until: string | null): string =>
  `${from === null ? '…' : short.format(new Date(from))} – ${until === null ? words.now : short.format(new Date(until))}`

interface MomentFieldProps {
  readonly label: string
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

/** In the person's own time; the log is in UTC. */
function MomentField({ label, value, onChange }: MomentFieldProps) {
  const local = value === null ? '' : toLocal(new Date(value))
  return (
    <label className="span-field">
      <span className="field-label">{label}</span>
      <input
        type="datetime-local"
        className="input"
        value={local}
        onChange={(event) => {
          const at = new Date(event.target.value)
          onChange(Number.isNaN(at.getTime()) ? null : at.toISOString())
        }}
      />
    </label>
  )
}

/** As `datetime-local` wants it: no zone, minutes. */
function toLocal(at: Date): string {
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}

function PeerFilter({ peerId }: { readonly peerId: string }) {
  const { audit } = useStores()
  const peer = usePeer(peerId)
  const name = peer === undefined ? shortPeerId(peerId) : callPeer(peer)
  return (
    <button
      type="button"
      className="chip chip-open"
      data-chosen
      aria-label={words.allPeers(name)}
      onClick={() => audit.setFilter({ peerId: null })}
    >
      {name}
      <X size={13} aria-hidden />
    </button>
  )
}
