/** Makes sure who a peer is: two people compare what their screens show, or one pastes what the other's shows. */
import { ShieldCheck, ShieldX } from 'lucide-react'
import { type SubmitEvent, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { Ago } from '../../moments.tsx'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { peerStrings } from '../../strings-peers.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog, DialogActions, type DialogProps } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeerIdText } from '../../ui/peer-id-text.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { SafetyWords } from '../../ui/safety-words.tsx'
import { Sigil } from '../../ui/sigil.tsx'
import { usePeer, useStores } from '../../use-stores.ts'
import { readProof } from './pasted-proof.policy.ts'
import { type FetchedWords, useWords } from './use-words.ts'
import { blockImpostor, confirmCode, confirmWords, takeBack } from './verify-actions.ts'
import './verify.css'

const words = peerStrings.verify

/** As in the contract. */
const MAX_CODE = 1_024

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
        <Compare peer={peer} onConfirmed={() => setStep('confirmed')} onDiffer={() => setStep('differ')} />
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

interface CompareProps {
  readonly peer: PeerView
  readonly onConfirmed: () => void
  readonly onDiffer: () => void
}

function Compare({ peer, onConfirmed, onDiffer }: CompareProps) {
  const stores = useStores()
  const [fetched, again] = useWords(peer.peerId)
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState<'words' | 'code' | null>(null)
  const [refusal, setRefusal] = useState<{ readonly of: 'words' | 'code'; readonly message: string } | null>(null)
  const name = callPeer(peer)

  const confirm = async (how: 'words' | 'code', work: () => Promise<void>): Promise<void> => {
    if (busy !== null) return
    setBusy(how)
    setRefusal(null)
    try {
      await work()
      onConfirmed()
    } catch (cause) {
      setRefusal({ of: how, message: messageOf(cause) })
    } finally {
      setBusy(null)
    }
  }
  const submitPasted = (event: SubmitEvent): void => {
    event.preventDefault()
    if (fetched.is !== 'there') return
    const own = fetched.view.words
    const proof = readProof(code, own)
    switch (proof.is) {
      case 'code':
        return void confirm('code', () => confirmCode(stores, peer.peerId, code))
      case 'same-words':
        return void confirm('words', () => confirmWords(stores, peer.peerId))
      case 'other-words':
        return setRefusal({ of: 'code', message: words.otherWords })
      case 'few-words':
        return setRefusal({ of: 'code', message: words.fewWords(proof.n, own.length) })
    }
  }
  return (
    <>
      {peer.verified !== null && (
        <Notice
          tone="good"
          action={
            <Button size="small" look="quiet" onClick={() => void takeBack(stores, peer)}>
              {words.takeBack}
            </Button>
          }
        >
          {peerStrings.peer.confirmed[peer.verified.how]}, <Ago at={peer.verified.at} />.
        </Notice>
      )}
      <Shown fetched={fetched} name={name} onAgain={again} />
      <form className="verify-code" onSubmit={submitPasted}>
        <TextField
          label={words.code}
          hint={words.codeHint}
          error={refusal?.of === 'code' ? refusal.message : null}
          maxLength={MAX_CODE}
          value={code}
          onChange={(event) => {
            setCode(event.target.value)
            setRefusal(null)
          }}
        />
        <Button submits busy={busy === 'code'} disabled={code.trim() === ''}>
          {words.check}
        </Button>
      </form>
      <div role="alert" className="verify-alert">
        {refusal?.of === 'words' && <Notice tone="bad">{refusal.message}</Notice>}
      </div>
      <DialogActions>
        <Button onClick={onDiffer}>{words.differ}</Button>
        <Button
          look="primary"
          disabled={fetched.is !== 'there'}
          busy={busy === 'words'}
          onClick={() => void confirm('words', () => confirmWords(stores, peer.peerId))}
        >
          {words.match}
        </Button>
      </DialogActions>
    </>
  )
}

interface ShownProps {
  readonly fetched: FetchedWords
  readonly name: string
  readonly onAgain: () => void
}

/** As high while the words are on their way as with them. */
function Shown({ fetched, name, onAgain }: ShownProps) {
  const { toasts } = useStores()
  if (fetched.is === 'failed') {
    return (
      <Notice
        tone="bad"
        action={
          <Button size="small" onClick={onAgain}>
            {strings.actions.retry}
          </Button>
        }
      >
        {fetched.message}
      </Notice>
    )
  }
  if (fetched.is === 'loading') {
    return (
      <div className="verify-shown" aria-busy="true">
        <p className="only-read-aloud" role="status">
          {words.loading}
        </p>
      </div>
    )
  }
  const { view } = fetched
  return (
    <div className="verify-shown">
      <div className="verify-words">
        <SafetyWords words={view.words} name={words.words} size="large" />
        <CopyButton
          text={view.words.join(' ')}
          what={words.wordsWhat}
          label={words.copyWords}
          look="quiet"
          onFailed={toasts.problem}
        />
      </div>
      <figure className="verify-qr">
        <QrCode text={view.code} name={words.qrAlt(name)} size={184} />
        <figcaption className="field-hint">{words.qrHint}</figcaption>
      </figure>
    </div>
  )
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
