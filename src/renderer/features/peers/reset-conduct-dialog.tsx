/** Asks once before a peer's score is put back: nobody can bring back what it was. */
import { useState } from 'react'
import type { PeerView } from '../../../contract/views.ts'
import { callPeer } from '../../format/peer-words.ts'
import { linkStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'
import { resetConduct } from './ban-actions.ts'

const words = linkStrings.conduct

export function ResetConductDialog({ peer, onClose }: { readonly peer: PeerView; readonly onClose: () => void }) {
  const stores = useStores()
  const [busy, setBusy] = useState(false)
  const reset = async (): Promise<void> => {
    setBusy(true)
    const done = await resetConduct(stores, peer)
    setBusy(false)
    if (done) onClose()
  }
  return (
    <Dialog title={words.resetTitle(callPeer(peer))} about={words.resetAbout} onClose={onClose}>
      {peer.bannedUntil !== null && peer.bannedBy === 'node' && <Notice tone="info">{words.resetLifts}</Notice>}
      <DialogActions>
        <Button onClick={onClose}>{strings.actions.cancel}</Button>
        <Button look="primary" busy={busy} onClick={() => void reset()}>
          {words.resetYes}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
