/** Who a peer is: its ID, and whether and how the person made sure of it. */
import { ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import type { PeerView } from '../../../contract/views.ts'
import { Ago } from '../../moments.tsx'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { useStores } from '../../use-stores.ts'

const words = peerStrings.peer

export function PanelIdentity({ peer }: { readonly peer: PeerView }) {
  const { screen, toasts } = useStores()
  const { verified } = peer
  return (
    <section className="panel-part">
      <div className="panel-title-row">
        <h3 className="panel-title">{strings.node.peerId}</h3>
        <CopyButton text={peer.peerId} what={strings.node.peerIdShort} onFailed={toasts.problem} />
      </div>
      <PeerIdText peerId={peer.peerId} />
      <div className="confirm">
        {verified === null ? (
          <ShieldQuestionMark size={16} className="faint" aria-hidden />
        ) : (
          <ShieldCheck size={16} className="panel-confirmed" aria-hidden />
        )}
        <p className={verified === null ? 'soft' : ''}>
          {verified === null ? (
            words.unconfirmed
          ) : (
            <>
              {words.confirmed[verified.how]}, <Ago at={verified.at} />.
            </>
          )}
        </p>
        <Button size="small" onClick={() => screen.open({ kind: 'verify', peerId: peer.peerId })}>
          {verified === null ? words.compare : words.compareAgain}
        </Button>
      </div>
    </section>
  )
}
