/** What the node makes of what was typed, in a place that is as high for every answer. */
import { CircleAlert, CircleCheck, CircleDashed, Ticket } from 'lucide-react'
import type { InviteLinkView } from '../../../contract/trust-views.ts'
import type { AddressView, TrustLevel } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { formatMinute } from '../../format/quantities.ts'
import { strings } from '../../strings.ts'
import type { Verdict } from './use-check.ts'
import './add-peer.css'

const words = strings.add
const joining = strings.join

export interface AnswerProps {
  readonly id: string
  readonly verdict: Verdict
  /** It is about what the field holds now. */
  readonly fresh: boolean
}

export function Answer({ id, verdict, fresh }: AnswerProps) {
  const bad = verdict.is === 'bad' || (verdict.is === 'invite' && verdict.view.expired)
  const good = !bad && (verdict.is === 'address' || verdict.is === 'invite')
  const look = bad ? 'bad' : good ? 'good' : 'quiet'
  return (
    <div id={id} className={`answer answer-${look}`} role="status" data-old={!fresh || undefined}>
      {bad && <CircleAlert size={16} aria-hidden />}
      {good && verdict.is === 'address' && <CircleCheck size={16} aria-hidden />}
      {good && verdict.is === 'invite' && <Ticket size={16} aria-hidden />}
      {look === 'quiet' && <CircleDashed size={16} aria-hidden />}
      <div className="answer-text">
        {verdict.is === 'empty' && joining.empty}
        {verdict.is === 'checking' && words.checking}
        {verdict.is === 'bad' && verdict.message}
        {verdict.is === 'address' && <AddressAnswer view={verdict.view} />}
        {verdict.is === 'invite' && <InviteAnswer view={verdict.view} />}
      </div>
    </div>
  )
}

function AddressAnswer({ view }: { readonly view: AddressView }) {
  const [first] = view.addresses
  const where = first === undefined ? null : readAddress(first).text
  return (
    <>
      <p>
        <strong>{words.good(strings.transport[view.transport])}</strong>
        {where !== null && <span className="mono soft"> {where}</span>}
      </p>
      <p className="soft">
        {words.peer} <span className="mono">{shortPeerId(view.peerId)}</span>. {knownWords(view.known)}
      </p>
    </>
  )
}

function knownWords(known: TrustLevel | null): string {
  if (known === null || known === 'unknown') return words.stranger
  return known === 'blocked' ? words.knownBlocked : words.known(strings.trust[known])
}

function InviteAnswer({ view }: { readonly view: InviteLinkView }) {
  return (
    <>
      <p>
        <strong>{view.name === null ? joining.invitedByNameless : joining.invitedBy(view.name)}</strong>{' '}
        {view.name !== null && <span className="faint small">{joining.claim}</span>}{' '}
        <span className="mono soft">{shortPeerId(view.peerId)}</span>
      </p>
      {view.expired ? (
        <p>{joining.expired}</p>
      ) : (
        <>
          <p className="soft">
            {joining.until} <time dateTime={view.expiresAt}>{formatMinute(view.expiresAt)}</time>.{' '}
            {view.addresses.length === 0 && joining.noAddress}
          </p>
          <p className="soft">{knownInviter(view.known)}</p>
        </>
      )}
    </>
  )
}

function knownInviter(known: TrustLevel | null): string {
  if (known === null || known === 'unknown') return joining.both
  return known === 'blocked' ? joining.knownBlocked : `${joining.known(strings.trust[known])} ${joining.both}`
}
