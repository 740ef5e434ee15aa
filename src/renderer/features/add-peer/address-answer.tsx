/** What the node makes of a typed address, in a place that is as high for every answer. */
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import type { AddressView } from '../../../contract/views.ts'
import { readAddress } from '../../format/address.ts'
import { shortPeerId } from '../../format/peer-id.ts'
import { strings } from '../../strings.ts'
import type { AddressVerdict } from './use-address-check.ts'
import './add-peer.css'

const words = strings.add

export interface AddressAnswerProps {
  readonly id: string
  readonly verdict: AddressVerdict
  /** It is about what the field holds now. */
  readonly fresh: boolean
}

export function AddressAnswer({ id, verdict, fresh }: AddressAnswerProps) {
  return (
    <div id={id} className={`answer answer-${verdict.is}`} role="status" data-old={!fresh || undefined}>
      {verdict.is === 'good' && <CircleCheck size={16} aria-hidden />}
      {verdict.is === 'bad' && <CircleAlert size={16} aria-hidden />}
      {(verdict.is === 'empty' || verdict.is === 'checking') && <CircleDashed size={16} aria-hidden />}
      <div className="answer-text">
        {verdict.is === 'empty' && words.empty}
        {verdict.is === 'checking' && words.checking}
        {verdict.is === 'bad' && verdict.message}
        {verdict.is === 'good' && <Good view={verdict.view} />}
      </div>
    </div>
  )
}

function Good({ view }: { readonly view: AddressView }) {
  const [first] = view.addresses
  const where = first === undefined ? null : readAddress(first).text
  return (
    <>
      <p>
        <strong>{words.good(strings.transport[view.transport])}</strong>
        {where !== null && <span className="mono soft"> {where}</span>}
      </p>
      <p className="soft">
        {words.peer} <span className="mono">{shortPeerId(view.peerId)}</span>. {knownWords(view)}
      </p>
    </>
  )
}

function knownWords({ known }: AddressView): string {
  if (known === null || known === 'unknown') return words.stranger
  return known === 'blocked' ? words.knownBlocked : words.known(strings.trust[known])
}
