/** One node that asks to be let in: what it claims, what is known, and the three answers. */
import { memo } from 'react'
import type { RequestView } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { Ago } from '../../moments.tsx'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { callRequest } from './request-actions.ts'

const words = strings.requests

export type Decision = 'approve' | 'ignore' | 'block'

export interface RequestCardProps {
  readonly request: RequestView
  readonly onDecide: (request: RequestView, decision: Decision) => void
}

export const RequestCard = memo(function RequestCard({ request, onDecide }: RequestCardProps) {
  const who = callRequest(request)
  const [address] = request.addresses
  const about = `about-${request.peerId}`
  return (
    <li className="request" data-request={request.peerId}>
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
        </p>
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
        {!request.ignored && (
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
      </div>
    </li>
  )
})
