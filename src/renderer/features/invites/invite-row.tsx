/** One invite: for whom, how it stands, and the way to take it back. */
import { CircleCheck, CircleDashed, CircleSlash, Hourglass } from 'lucide-react'
import type { InviteState, InviteView } from '../../../contract/trust-views.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { formatMoment, formatSpan } from '../../format/quantities.ts'
import { Ago } from '../../moments.tsx'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { usePeer, useStores, useTicking } from '../../use-stores.ts'
import { revoke } from './invite-actions.ts'

const words = strings.invites

const icons = { open: CircleDashed, used: CircleCheck, revoked: CircleSlash, expired: Hourglass } satisfies Record<
  InviteState,
  unknown
>

export function InviteRow({ invite }: { readonly invite: InviteView }) {
  const stores = useStores()
  const Icon = icons[invite.state]
  const who = invite.note ?? words.forAnybody
  return (
    <li className={`invite invite-${invite.state}`}>
      <Icon size={16} aria-hidden />
      <div className="invite-who">
        <p className={invite.note === null ? 'soft anywhere' : 'invite-note anywhere'}>{who}</p>
        <p className="faint small">
          {words.made} <Ago at={invite.createdAt} />
        </p>
      </div>
      <div className="invite-state">
        <p>
          {words.state[invite.state]}
          {invite.state === 'used' && invite.usedBy !== null && (
            <>
              {' '}
              {words.usedBy} <UsedBy peerId={invite.usedBy} />
            </>
          )}
        </p>
        <p className="faint small numbers">
          {invite.state === 'open' && <Left until={invite.expiresAt} />}
          {invite.state === 'used' && invite.usedAt !== null && <Ago at={invite.usedAt} />}
        </p>
      </div>
      <div className="invite-do">
        {invite.state === 'open' && (
          <Button look="quiet" aria-label={words.revokeThis(who)} onClick={() => void revoke(stores, invite)}>
            {words.revoke}
          </Button>
        )}
      </div>
    </li>
  )
}

function UsedBy({ peerId }: { readonly peerId: string }) {
  const { screen } = useStores()
  const peer = usePeer(peerId)
  if (peer === undefined) return <span className="mono">{shortPeerId(peerId)}</span>
  return (
    <button type="button" className="invite-peer" onClick={() => screen.showPeer(peerId)}>
      {callPeer(peer)}
    </button>
  )
}

function Left({ until }: { readonly until: string }) {
  const text = useTicking((nowMs) => words.left(formatSpan(Date.parse(until) - nowMs)))
  return (
    <time dateTime={until} title={formatMoment(until)}>
      {text}
    </time>
  )
}
