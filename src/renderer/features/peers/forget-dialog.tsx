/** Asks once before a peer is forgotten: nothing brings it back. */
import { useRef, useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { useStores } from '../../use-stores.ts'
import { forget } from './peer-actions.ts'

const words = strings.peer

export interface ForgetDialogProps {
  readonly peer: PeerView
  readonly onClose: () => void
  readonly onForgotten: () => void
}

export function ForgetDialog({ peer, onClose, onForgotten }: ForgetDialogProps) {
  const stores = useStores()
  const cancel = useRef<HTMLButtonElement>(null)
  const [busy, setBusy] = useState(false)
  const doIt = async (): Promise<void> => {
    setBusy(true)
    const forgotten = await forget(stores, peer)
    setBusy(false)
    onClose()
    if (forgotten) onForgotten()
  }
  return (
    <Dialog
      title={words.forgetTitle(callPeer(peer))}
      about={words.forgetText}
      size="small"
      first={cancel}
      onClose={onClose}
    >
      <DialogActions>
        <Button ref={cancel} onClick={onClose}>
          {strings.actions.cancel}
        </Button>
        <Button look="danger" busy={busy} onClick={() => void doIt()}>
          {words.forgetYes}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
