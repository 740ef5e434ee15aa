/** The invites that this node gave out: which are still open, and who came through the others. */
import { CircleAlert, Ticket, UserPlus } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { useStores } from '../../use-stores.ts'
import { InviteRow } from './invite-row.tsx'
import './invites.css'

const words = strings.invites

export function InvitesScreen() {
  const { invites, screen, refresh } = useStores()
  const { value, error } = useStore(invites)
  const visits = useStore(screen.store, (place) => place.visits)
  useEffect(() => {
    if (visits > 0) document.querySelector<HTMLElement>('[data-screen-head]')?.focus()
  }, [visits])

  const open = value?.filter((invite) => invite.state === 'open') ?? []
  const past = value?.filter((invite) => invite.state !== 'open') ?? []
  const invite = (
    <Button look="primary" icon={<UserPlus size={15} aria-hidden />} onClick={() => screen.open({ kind: 'invite' })}>
      {words.action}
    </Button>
  )
  return (
    <div className="invites">
      <ScreenHead title={words.title} summary={open.length > 0 ? words.open(open.length) : undefined}>
        {value !== null && value.length > 0 && invite}
      </ScreenHead>
      <div className="invites-body">
        {value === null && error !== null && (
          <EmptyState
            icon={<CircleAlert size={20} aria-hidden />}
            title={words.failedTitle}
            action={<Button onClick={refresh}>{strings.actions.retry}</Button>}
          >
            {messageOf(error)}
          </EmptyState>
        )}
        {value !== null && value.length === 0 && (
          <EmptyState icon={<Ticket size={20} aria-hidden />} title={words.emptyTitle} action={invite}>
            {words.emptyText}
          </EmptyState>
        )}
        {open.length > 0 && (
          <section aria-label={words.openTitle}>
            {past.length > 0 && <h2 className="invites-title">{words.openTitle}</h2>}
            <ul>
              {open.map((one) => (
                <InviteRow key={one.id} invite={one} />
              ))}
            </ul>
          </section>
        )}
        {past.length > 0 && (
          <section aria-label={words.pastTitle}>
            <h2 className="invites-title">{words.pastTitle}</h2>
            <ul>
              {past.map((one) => (
                <InviteRow key={one.id} invite={one} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  )
}
