/** The screen of peers: search, the list, and the details of one beside it. */
import { CircleAlert, FileDown, FileUp, ListChecks, Plus, SearchX } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../../stores/attempt.ts'
import { filterSize, noFilter } from '../../stores/peer-filter.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useStores } from '../../use-stores.ts'
import { BulkBar } from './bulk-bar.tsx'
import { FilterMenu } from './filter-menu.tsx'
import { remove } from './many-actions.ts'
import { removePeer } from './peer-actions.ts'
import { PeerList } from './peer-list.tsx'
import { PeerPanel } from './peer-panel.tsx'
import { useSelectionCount } from './use-selection.ts'
import './peers.css'

const words = strings.peers

/** @param firstRun shown while nobody is known */
export function PeersScreen({ firstRun }: { readonly firstRun: ReactNode }) {
  const { peers, refresh } = useStores()
  const { phase, error, size } = useStore(peers.status)
  useFocusOnVisit()
  if (phase === 'loading') return <Loading />
  if (phase === 'failed') {
    return (
      <div className="peers-main">
        <ScreenHead title={words.title} />
        <EmptyState
          icon={<CircleAlert size={20} aria-hidden />}
          title={words.failedTitle}
          action={<Button onClick={refresh}>{strings.actions.retry}</Button>}
        >
          {messageOf(error)}
        </EmptyState>
      </div>
    )
  }
  return size === 0 ? firstRun : <Browse />
}

/** Takes the focus when a key or a click asked for the screen: the list where there is one, else the title. */
function useFocusOnVisit(): void {
  const { screen } = useStores()
  const visits = useStore(screen.store, (place) => place.visits)
  useEffect(() => {
    if (visits === 0) return
    const list = document.querySelector<HTMLElement>('.peer-grid')
    ;(list ?? document.querySelector<HTMLElement>('[data-screen-head]'))?.focus()
  }, [visits])
}

function Browse() {
  const stores = useStores()
  const { order, peers, screen, selection } = stores
  const openId = useStore(screen.store, (place) => place.peerId)
  const found = useSyncExternalStore(order.subscribe, () => order.ids.length)
  const query = useSyncExternalStore(order.subscribe, () => order.query)
  const filtered = useSyncExternalStore(order.subscribe, () => filterSize(order.filter) > 0)
  const grid = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLElement>(null)
  const toList = (): void => grid.current?.focus()

  const pick = useCallback((peerId: string) => screen.showPeer(peerId), [screen])
  const close = (): void => {
    screen.showPeer(null)
    toList()
  }
  const enter = (peerId: string): void => {
    screen.showPeer(peerId)
    // It may be shown only with the next frame.
    requestAnimationFrame(() => panel.current?.focus())
  }
  const escape = (): void => {
    if (selection.size > 0) selection.pick({ kind: 'clear' })
    else if (openId !== null) close()
  }
  const removeThese = async (active: string | null): Promise<void> => {
    const ids = selection.size > 0 ? selection.ids() : active === null ? [] : [active]
    const [first] = ids
    const one = ids.length === 1 && first !== undefined ? peers.get(first) : undefined
    if (ids.length === 0 || !(await (one === undefined ? remove(stores, ids) : removePeer(stores, one)))) return
    if (openId !== null && ids.includes(openId)) screen.showPeer(null)
  }
  const clearAll = (): void => {
    order.setQuery('')
    order.setFilter(noFilter)
  }
  return (
    <div className="peers" data-open={openId !== null || undefined}>
      <div className="peers-main">
        <ScreenHead title={words.title} summary={query === '' && !filtered ? <Summary /> : words.found(found)}>
          <SearchField
            label={strings.peers.search}
            placeholder={peerStrings.list.searchHint}
            clearLabel={strings.peers.clearSearch}
            query={query}
            onChange={(text) => order.setQuery(text)}
            onDown={toList}
            onLeave={toList}
          />
          <FilterMenu />
          <AllowlistMenu />
          <Button
            look="primary"
            className="head-button"
            title={words.add}
            icon={<Plus size={15} aria-hidden />}
            aria-label={words.add}
            onClick={() => screen.open({ kind: 'add', text: '' })}
          >
            {words.add}
          </Button>
        </ScreenHead>
        {found === 0 ? (
          <NoneFound query={query.trim()} onClear={clearAll} />
        ) : (
          <div className="peers-list">
            <BulkBar onDone={toList} />
            <PeerList
              grid={grid}
              openId={openId}
              onPick={pick}
              onEnter={enter}
              onEscape={escape}
              onRemove={(active) => void removeThese(active)}
            />
          </div>
        )}
        <SelectionSaid />
      </div>
      {openId !== null && <PeerPanel key={openId} peerId={openId} panel={panel} onClose={close} />}
    </div>
  )
}

/** The bar over the list is not read aloud by itself when it comes. */
function SelectionSaid() {
  const { size } = useSelectionCount()
  return (
    <p className="only-read-aloud" role="status">
      {size > 0 ? peerStrings.bulk.selected(size) : ''}
    </p>
  )
}

function NoneFound({ query, onClear }: { readonly query: string; readonly onClear: () => void }) {
  const searched = query !== ''
  return (
    <EmptyState
      icon={<SearchX size={20} aria-hidden />}
      title={searched ? words.noneFound(query) : peerStrings.list.noneFiltered}
      action={<Button onClick={onClear}>{searched ? peerStrings.list.clearBoth : peerStrings.list.clearFilter}</Button>}
    >
      {searched ? words.noneFoundHint : peerStrings.list.noneFilteredHint}
    </EmptyState>
  )
}

const AllowlistMenu = () => {
  const { screen } = useStores()
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="button button-plain head-button"
          title={peerStrings.allowlist.menu}
          aria-label={peerStrings.allowlist.menu}
        >
          <ListChecks size={15} aria-hidden />
          <span className="button-text head-label">{peerStrings.allowlist.menu}</span>
        </button>
      }
    >
      <MenuItem icon={<FileUp size={14} aria-hidden />} onSelect={() => screen.open({ kind: 'import' })}>
        {peerStrings.allowlist.import}
      </MenuItem>
      <MenuItem icon={<FileDown size={14} aria-hidden />} onSelect={() => screen.open({ kind: 'export' })}>
        {peerStrings.allowlist.export}
      </MenuItem>
    </Menu>
  )
}

function Summary() {
  const { node, peers } = useStores()
  const connected = useStore(node, (state) => state.value?.connected ?? 0)
  const size = useStore(peers.status, (state) => state.size)
  return <>{words.summary(connected, size)}</>
}

const SKELETON_ROWS = 8

const Loading = () => (
  <div className="peers-main after-a-moment" aria-busy="true">
    <ScreenHead title={words.title} />
    <p className="only-read-aloud" role="status">
      {words.loading}
    </p>
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: SKELETON_ROWS }, (_, row) => (
        <div key={row} className="skeleton-row">
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  </div>
)
