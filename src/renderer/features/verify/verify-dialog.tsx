/** Makes sure who a peer is: two people compare what their screens show, or one pastes what the other's shows. */
import { ShieldCheck, ShieldX } from 'lucide-react'
import { useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { Ago } from '../../moments.tsx'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions, type DialogProps } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { usePeer, useStores } from '../../use-stores.ts'
import { CompareWords } from './compare-words.tsx'
import { blockImpostor, takeBack } from './verify-actions.ts'
import './verify.css'

const words = peerStrings.verify

type Step = 'compare' | 'differ' | 'confirmed'

export function VerifyDialog({ peerId }: { readonly peerId: string }) {
  const { screen } = useStores()
  const peer = usePeer(peerId)
  const [step, setStep] = useState<Step>('compare')
  const close = (): void => screen.closeDialog()
  if (peer === undefined) {
    return (
      <Dialog title={strings.peer.gone} size="small" onClose={close}>
        <DialogActions>
          <Button onClick={close}>{strings.actions.close}</Button>
        </DialogActions>
      </Dialog>
    )
  }
  return (
    // One dialog for all steps: only what is in it changes.
    <Dialog {...headOf(step, callPeer(peer))} onClose={close}>
      {step === 'compare' && (
        <CompareWords peer={peer} onConfirmed={() => setStep('confirmed')} onDiffer={() => setStep('differ')} />
      )}
      {step === 'differ' && <Differ peer={peer} onClose={close} onBack={() => setStep('compare')} />}
      {step === 'confirmed' && <Confirmed peer={peer} onClose={close} />}
    </Dialog>
  )
}

function headOf(step: Step, name: string): Pick<DialogProps, 'title' | 'about' | 'size'> {
  switch (step) {
    case 'compare':
      return { title: words.title(name), about: words.about, size: 'wide' }
    case 'differ':
      return {
        title: (
          <span className="verify-title">
            <ShieldX size={20} className="verify-bad" aria-hidden />
            {words.differTitle}
          </span>
        ),
        about: words.differText(name),
      }
    case 'confirmed':
      return {
        title: (
          <span className="verify-title">
            <ShieldCheck size={20} className="verify-good" aria-hidden />
            {words.confirmedTitle(name)}
          </span>
        ),
        about: words.confirmedAbout,
        size: 'small',
      }
  }
}

interface DifferProps {
  readonly peer: PeerView
  readonly onClose: () => void
  readonly onBack: () => void
}

function Differ({ peer, onClose, onBack }: DifferProps) {
  const stores = useStores()
  const [busy, setBusy] = useState(false)
  const block = async (): Promise<void> => {
    setBusy(true)
    if (peer.verified !== null) await takeBack(stores, peer)
    const blocked = await blockImpostor(stores, peer)
    setBusy(false)
    if (blocked) onClose()
  }
  return (
    <>
      <ol className="verify-steps">
        {words.differSteps.map((step, index) => (
          <li key={step}>
            <span className="verify-step-number numbers" aria-hidden="true">
              {index + 1}
            </span>
            {step}
          </li>
        ))}
      </ol>
      <div className="verify-who">
        <Sigil peerId={peer.peerId} size={32} />
        <PeerIdText peerId={peer.peerId} />
      </div>
      <DialogActions>
        <Button onClick={onBack}>{words.back}</Button>
        <Button look="danger" busy={busy} onClick={() => void block()}>
          {words.block}
        </Button>
      </DialogActions>
    </>
  )
}

function Confirmed({ peer, onClose }: { readonly peer: PeerView; readonly onClose: () => void }) {
  return (
    <>
      {peer.verified !== null && (
        <Notice tone="good">
          {peerStrings.peer.confirmed[peer.verified.how]}, <Ago at={peer.verified.at} />.
        </Notice>
      )}
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {words.done}
        </Button>
      </DialogActions>
    </>
  )
}
