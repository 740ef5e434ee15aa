/** The screen of peers: search, the list, and the details of one beside it. */
import { CircleAlert, Plus, Search, SearchX, X } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { useStores } from '../../use-stores.ts'
import { PeerList } from './peer-list.tsx'
import { PeerPanel } from './peer-panel.tsx'
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
  const { order, screen } = useStores()
  const openId = useStore(screen.store, (place) => place.peerId)
  const found = useSyncExternalStore(order.subscribe, () => order.ids.length)
  const query = useSyncExternalStore(order.subscribe, () => order.query)
  const grid = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLElement>(null)

  const pick = useCallback((peerId: string) => screen.showPeer(peerId), [screen])
  const close = (): void => {
    screen.showPeer(null)
    grid.current?.focus()
  }
  const enter = (peerId: string): void => {
    screen.showPeer(peerId)
    // It may be shown only with the next frame.
    requestAnimationFrame(() => panel.current?.focus())
  }
  return (
    <div className="peers" data-open={openId !== null || undefined}>
      <div className="peers-main">
        <ScreenHead title={words.title} summary={query === '' ? <Summary /> : words.found(found)}>
          <SearchField query={query} onChange={(text) => order.setQuery(text)} onDown={() => grid.current?.focus()} />
          <Button
            look="primary"
            icon={<Plus size={15} aria-hidden />}
            onClick={() => screen.open({ kind: 'add', text: '' })}
          >
            {words.add}
          </Button>
        </ScreenHead>
        {found === 0 && query !== '' ? (
          <EmptyState
            icon={<SearchX size={20} aria-hidden />}
            title={words.noneFound(query.trim())}
            action={<Button onClick={() => order.setQuery('')}>{words.clearSearch}</Button>}
          >
            {words.noneFoundHint}
          </EmptyState>
        ) : (
          <PeerList
            grid={grid}
            openId={openId}
            onPick={pick}
            onEnter={enter}
            onEscape={() => (openId === null ? undefined : close())}
          />
        )}
      </div>
      {openId !== null && <PeerPanel key={openId} peerId={openId} panel={panel} onClose={close} />}
    </div>
  )
}

function Summary() {
  const { node, peers } = useStores()
  const connected = useStore(node, (state) => state.value?.connected ?? 0)
  const size = useStore(peers.status, (state) => state.size)
  return <>{words.summary(connected, size)}</>
}

interface SearchFieldProps {
  readonly query: string
  readonly onChange: (text: string) => void
  /** The person wants to go to what was found. */
  readonly onDown: () => void
}

const SearchField = ({ query, onChange, onDown }: SearchFieldProps) => (
  <div className="search">
    <Search size={14} className="search-icon" aria-hidden />
    <input
      type="search"
      className="input search-input"
      aria-label={words.search}
      placeholder={words.searchHint}
      value={query}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && query !== '') {
          event.preventDefault()
          onChange('')
        } else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === 'Escape') {
          event.preventDefault()
          onDown()
        }
      }}
    />
    {query !== '' && (
      <IconButton
        name={words.clearSearch}
        size="small"
        className="search-clear"
        icon={<X size={14} aria-hidden />}
        onClick={() => onChange('')}
      />
    )}
  </div>
)

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
