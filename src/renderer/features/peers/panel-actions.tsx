/** The buttons of one peer: reach it, and part from it. */
import { Ban, DoorClosed, Ellipsis, Trash2, Waypoints } from 'lucide-react'
import { useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { DAY_MS, HOUR_MS } from '../../../kit/units.ts'
import { isLinked } from '../../format/peer-standing.ts'
import { linkStrings, peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { useStores } from '../../use-stores.ts'
import { ban, unban } from './ban-actions.ts'
import { IntroduceDialog } from './introduce-dialog.tsx'
import { connect, disconnect, ping, removePeer, setLevel, unblock } from './peer-actions.ts'

const words = strings.peer
const more = peerStrings.peer

const bans = [
  { label: linkStrings.ban.hour, forMs: HOUR_MS },
  { label: linkStrings.ban.day, forMs: DAY_MS },
  { label: linkStrings.ban.week, forMs: 7 * DAY_MS },
]

export interface PanelActionsProps {
  readonly peer: PeerView
  readonly onRemoved: () => void
}

export function PanelActions({ peer, onRemoved }: PanelActionsProps) {
  const stores = useStores()
  const [busy, setBusy] = useState<'link' | 'ping' | null>(null)
  const [introducing, setIntroducing] = useState(false)
  const during = async (what: 'link' | 'ping', work: Promise<unknown>): Promise<void> => {
    setBusy(what)
    await work
    setBusy(null)
  }
  const removeIt = async (): Promise<void> => {
    if (await removePeer(stores, peer)) onRemoved()
  }
  const blocked = peer.trust === 'blocked'
  const banned = peer.bannedUntil !== null
  const linked = isLinked(peer)
  return (
    <div className="panel-actions">
      {blocked ? (
        <Button onClick={() => void unblock(stores, peer)}>{words.unblock}</Button>
      ) : banned ? (
        <Button onClick={() => void unban(stores, peer)}>{linkStrings.ban.lift}</Button>
      ) : linked ? (
        <Button busy={busy === 'link'} onClick={() => void during('link', disconnect(stores, peer))}>
          {words.disconnect}
        </Button>
      ) : (
        <Button
          look="primary"
          busy={busy === 'link' || peer.state === 'dialing'}
          onClick={() => void during('link', connect(stores, peer))}
        >
          {peer.nextTryAt === null && peer.failure === null ? words.connect : words.connectNow}
        </Button>
      )}
      <Button busy={busy === 'ping'} disabled={!linked} onClick={() => void during('ping', ping(stores, peer))}>
        {words.ping}
      </Button>
      <Menu
        trigger={
          <button type="button" className="button button-plain icon-button panel-more" aria-label={words.more}>
            <Ellipsis size={16} aria-hidden />
          </button>
        }
      >
        {!banned && !blocked && (
          <>
            <MenuItem icon={<Waypoints size={14} aria-hidden />} onSelect={() => setIntroducing(true)}>
              {peerStrings.introduce.action}
            </MenuItem>
            <MenuLine />
            {bans.map(({ label, forMs }) => (
              <MenuItem
                key={label}
                icon={<DoorClosed size={14} aria-hidden />}
                onSelect={() => void ban(stores, peer, forMs)}
              >
                {label}
              </MenuItem>
            ))}
            <MenuLine />
          </>
        )}
        {!blocked && (
          <MenuItem icon={<Ban size={14} aria-hidden />} danger onSelect={() => void setLevel(stores, peer, 'blocked')}>
            {words.block}
          </MenuItem>
        )}
        <MenuItem icon={<Trash2 size={14} aria-hidden />} danger onSelect={() => void removeIt()}>
          {more.remove}
        </MenuItem>
      </Menu>
      {introducing && <IntroduceDialog peer={peer} onClose={() => setIntroducing(false)} />}
    </div>
  )
}
