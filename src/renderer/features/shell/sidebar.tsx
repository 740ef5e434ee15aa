/** The slim bar at the side: whose node this is, the screens, and how they look. */
import {
  Contrast,
  Gauge,
  HeartPulse,
  History,
  Inbox,
  Keyboard,
  Search,
  Settings2,
  Ticket,
  UserPlus,
  Users,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { keyNames } from '../../commands/key-names.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { themes } from '../../stores/appearance.ts'
import type { Screen } from '../../stores/screen-store.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuChoice } from '../../ui/menu.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useStores } from '../../use-stores.ts'
import { waitingRequests } from './waiting-requests.ts'

export function Sidebar() {
  const { screen, requests, health, settingsDraft } = useStores()
  const waiting = useStore(requests, (state) => waitingRequests(state.value))
  const status = useStore(health.store, (state) => state.value?.status ?? 'healthy')
  const unsaved = useStore(settingsDraft.store, (state) => Object.keys(state.draft).length > 0)
  return (
    <header className="sidebar">
      <Whose />
      <PaletteButton />
      <nav aria-label={strings.app.navigation} className="sidebar-nav">
        <NavItem to="peers" icon={<Users size={16} aria-hidden />} />
        <NavItem to="requests" icon={<Inbox size={16} aria-hidden />}>
          {waiting > 0 && (
            <span className="nav-badge numbers">
              <span aria-hidden="true">{waiting > 99 ? '99+' : waiting}</span>
              <span className="only-read-aloud">{strings.requests.badge(waiting)}</span>
            </span>
          )}
        </NavItem>
        <NavItem to="invites" icon={<Ticket size={16} aria-hidden />} />
        <NavItem to="bandwidth" icon={<Gauge size={16} aria-hidden />} />
        <NavItem to="activity" icon={<History size={16} aria-hidden />} />
        <NavItem to="health" icon={<HeartPulse size={16} aria-hidden />}>
          {status !== 'healthy' && (
            <span className={`nav-health nav-health-${status}`}>
              <span className="only-read-aloud">{strings.health.badge[status]}</span>
            </span>
          )}
        </NavItem>
        <NavItem to="settings" icon={<Settings2 size={16} aria-hidden />}>
          {unsaved && (
            <span className="nav-unsaved">
              <span className="only-read-aloud">{strings.shell.unsaved}</span>
            </span>
          )}
        </NavItem>
      </nav>
      <Tooltip
        side="right"
        text={
          <>
            {strings.shell.invite} <span className="tooltip-keys">n</span>
          </>
        }
      >
        <Button
          className="sidebar-invite"
          aria-label={strings.shell.invite}
          icon={<UserPlus size={15} aria-hidden />}
          onClick={() => screen.open({ kind: 'invite' })}
        >
          {strings.shell.invite}
        </Button>
      </Tooltip>
      <div className="sidebar-foot">
        <Appearance />
        <IconButton
          name={strings.help.keys}
          side="right"
          icon={<Keyboard size={16} aria-hidden />}
          onClick={() => screen.open({ kind: 'keys' })}
        />
      </div>
    </header>
  )
}

function PaletteButton() {
  const { screen } = useStores()
  return (
    <button
      type="button"
      className="sidebar-palette"
      aria-label={strings.palette.open}
      title={strings.palette.open}
      onClick={() => screen.open({ kind: 'palette' })}
    >
      <Search size={14} aria-hidden />
      <span className="sidebar-palette-text cut" aria-hidden="true">
        {strings.palette.openShort}
      </span>
      {/* Drawn, not written: what is written is part of the name of a button. */}
      <span className="sidebar-palette-keys" data-keys={keyNames('Mod+k').join(' ')} />
    </button>
  )
}

function Whose() {
  const { node, screen, toasts } = useStores()
  const view = useStore(node, (state) => state.value)
  return (
    <div className="whose">
      <Tooltip text={strings.node.about} side="right">
        <button
          type="button"
          className="whose-open"
          aria-label={view === null ? strings.node.about : `${view.name}, ${strings.node.about}`}
          onClick={() => screen.open({ kind: 'node' })}
        >
          {view === null ? <span className="whose-blank" /> : <Sigil peerId={view.peerId} size={32} />}
          <span className="whose-name cut">{view?.name ?? ' '}</span>
        </button>
      </Tooltip>
      {view !== null && (
        <div className="whose-id">
          <span className="mono faint">{shortPeerId(view.peerId)}</span>
          <CopyButton text={view.peerId} what={strings.node.peerIdShort} onFailed={toasts.problem} />
        </div>
      )}
    </div>
  )
}

function NavItem(props: { readonly to: Screen; readonly icon: ReactNode; readonly children?: ReactNode }) {
  const { to, icon, children } = props
  const { screen } = useStores()
  const here = useStore(screen.store, (place) => place.screen === to)
  return (
    <Tooltip
      side="right"
      text={
        <>
          {strings[to].title} <span className="tooltip-keys">g {to.charAt(0)}</span>
        </>
      }
    >
      <button
        type="button"
        className="nav-item"
        aria-current={here ? 'page' : undefined}
        onClick={() => screen.show(to)}
      >
        {icon}
        <span className="nav-label">{strings[to].title}</span>
        {children}
      </button>
    </Tooltip>
  )
}

function Appearance() {
  const { appearance } = useStores()
  const chosen = useStore(appearance.store, (state) => state.theme)
  return (
    <Menu
      side="top"
      align="start"
      trigger={
        <button
          type="button"
          className="button button-quiet icon-button"
          aria-label={strings.help.theme}
          title={strings.help.theme}
        >
          <Contrast size={16} aria-hidden />
        </button>
      }
    >
      <MenuChoice
        value={chosen}
        options={themes.map((value) => ({ value, label: strings.help.themes[value] }))}
        onChange={(theme) => void appearance.choose({ theme })}
      />
    </Menu>
  )
}
