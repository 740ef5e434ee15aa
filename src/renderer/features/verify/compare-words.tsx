/** What both screens must show alike, and the ways to say that they do. */
import { type SubmitEvent, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { Ago } from '../../moments.tsx'
import { messageOf } from '../../stores/attempt.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { SafetyWords } from '../../ui/safety-words.tsx'
import { useStores } from '../../use-stores.ts'
import { readProof } from './pasted-proof.policy.ts'
import { type FetchedWords, useWords } from './use-words.ts'
import { confirmCode, confirmWords, takeBack } from './verify-actions.ts'

const words = peerStrings.verify

/** As in the contract. */
const MAX_CODE = 1_024

export interface CompareWordsProps {
  readonly peer: PeerView
  readonly onConfirmed: () => void
  readonly onDiffer: () => void
}

export function CompareWords({ peer, onConfirmed, onDiffer }: CompareWordsProps) {
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
