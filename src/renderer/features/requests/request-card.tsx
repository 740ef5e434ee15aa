/** One node that asks to be let in: what it claims, what is known, and the answers. */
import { EllipsisVertical, Eraser } from 'lucide-react'
import { memo } from 'react'
import type { RequestView } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { callPeer } from '../../format/peer-words.ts'
import { Ago } from '../../moments.tsx'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { SafetyWords } from '../../ui/safety-words.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { usePeer } from '../../use-stores.ts'
import { NamesakeWarning } from './namesake-warning.tsx'
import { callRequest } from './request-actions.ts'

const words = strings.requests
const more = strings.requestWords

export type Decision = 'approve' | 'ignore' | 'block' | 'forget'

export interface RequestCardProps {
  readonly request: RequestView
  readonly onDecide: (request: RequestView, decision: Decision) => void
}

export const RequestCard = memo(function RequestCard({ request, onDecide }: RequestCardProps) {
  const who = callRequest(request)
  const about = `about-${request.peerId}`
  return (
    <li className="request" data-request={request.peerId} aria-label={words.card(who)}>
      <Sigil peerId={request.peerId} size={40} />
      <div className="request-body" id={about}>
        {request.name === null ? (
          <p className="request-name soft">{words.nameless}</p>
        ) : (
          <p className="anywhere">
            <span className="request-name">{words.claim(request.name)}</span>{' '}
            <span className="faint small">{words.claimHint}</span>
          </p>
        )}
        <PeerIdText peerId={request.peerId} />
        <RequestFacts request={request} />
        <NamesakeWarning name={request.name} peerId={request.peerId} />
        {!request.ignored && request.words.length > 0 && (
          <div className="request-words">
            <SafetyWords words={request.words} name={more.title} />
            <p className="faint small">{more.hint}</p>
          </div>
        )}
      </div>
      <div className="request-actions">
        <Button
          look={request.ignored ? 'plain' : 'tinted'}
          data-approve
          aria-label={`${words.approve} ${who}`}
          aria-describedby={about}
          onClick={() => onDecide(request, 'approve')}
        >
          {words.approve}
        </Button>
        {request.ignored ? (
          <Tooltip text={more.forgetHint}>
            <Button look="quiet" aria-label={`${more.forget} ${who}`} onClick={() => onDecide(request, 'forget')}>
              {more.forget}
            </Button>
          </Tooltip>
        ) : (
          <Tooltip text={words.ignoreHint}>
            <Button look="quiet" aria-label={`${words.ignore} ${who}`} onClick={() => onDecide(request, 'ignore')}>
              {words.ignore}
            </Button>
          </Tooltip>
        )}
        <Tooltip text={words.blockHint}>
          <Button look="quiet" aria-label={`${words.block} ${who}`} onClick={() => onDecide(request, 'block')}>
            {words.block}
          </Button>
        </Tooltip>
        {!request.ignored && (
          <Menu
            trigger={
              <button
                type="button"
                className="button button-quiet icon-button request-more"
                aria-label={more.more(who)}
                title={more.more(who)}
              >
                <EllipsisVertical size={16} aria-hidden />
              </button>
            }
          >
            <MenuItem icon={<Eraser size={14} aria-hidden />} onSelect={() => onDecide(request, 'forget')}>
              {more.forget}
            </MenuItem>
          </Menu>
        )}
      </div>
    </li>
  )
})

function RequestFacts({ request }: { readonly request: RequestView }) {
  const [address] = request.addresses
  return (
    <p className="request-facts">
      <span>
        {strings.transport[request.transport]}
        {address !== undefined && (
          <>
            {' '}
            <span title={address}>
              {words.from('')}
              <span className="mono">{readAddress(address).text}</span>
            </span>
          </>
        )}
      </span>
      {request.agent !== null && <span className="anywhere">{request.agent}</span>}
      <span className="numbers">{words.knocked(request.count)}</span>
      <span className="numbers">
        {words.first} <Ago at={request.firstSeen} />
      </span>
      {request.count > 1 && (
        <span className="numbers">
          {words.last} <Ago at={request.lastSeen} />
        </span>
      )}
      {request.suggestedBy !== null && <SuggestedBy peerId={request.suggestedBy} />}
    </p>
  )
}

function SuggestedBy({ peerId }: { readonly peerId: string }) {
  const peer = usePeer(peerId)
  return (
    <span className="request-suggested">
      {more.suggestedBy(peer === undefined ? shortPeerId(peerId) : callPeer(peer))}
    </span>
  )
}
