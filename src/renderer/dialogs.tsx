/** The dialog that is open, whichever feature it is of. */
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { PeerView } from '../contract/views.ts'
import type { Commands } from './commands/command.ts'
import { AddPeerDialog } from './features/add-peer/add-peer-dialog.tsx'
import { ExportDialog } from './features/allowlist/export-dialog.tsx'
import { ImportDialog } from './features/allowlist/import-dialog.tsx'
import { ConductDialog } from './features/figures/conduct-dialog.tsx'
import { CountersDialog } from './features/figures/counters-dialog.tsx'
import { BackupDialog } from './features/identity/backup-dialog.tsx'
import { PassphraseDialog } from './features/identity/passphrase-dialog.tsx'
import { RestoreDialog } from './features/identity/restore-dialog.tsx'
import { InviteDialog } from './features/invites/invite-dialog.tsx'
import { NodeDialog } from './features/node-status/node-dialog.tsx'
import { Palette } from './features/palette/palette.tsx'
import { BanDialog } from './features/peers/ban-dialog.tsx'
import { IntroduceDialog } from './features/peers/introduce-dialog.tsx'
import { ResetConductDialog } from './features/peers/reset-conduct-dialog.tsx'
import { VerifyDialog } from './features/verify/verify-dialog.tsx'
import { usePeer, useStores } from './use-stores.ts'

export function Dialogs({ commands }: { readonly commands: Commands }): ReactNode {
  const { screen } = useStores()
  const dialog = useStore(screen.store, (place) => place.dialog)
  const close = (): void => screen.closeDialog()
  switch (dialog?.kind) {
    case 'add':
      return <AddPeerDialog key={dialog.text} text={dialog.text} />
    case 'invite':
      return <InviteDialog />
    case 'node':
      return <NodeDialog />
    case 'palette':
      return <Palette commands={commands} peerId={dialog.peerId ?? null} />
    case 'verify':
      return <VerifyDialog key={dialog.peerId} peerId={dialog.peerId} />
    case 'introduce':
      return <OfPeer peerId={dialog.peerId}>{(peer) => <IntroduceDialog peer={peer} onClose={close} />}</OfPeer>
    case 'ban':
      return <OfPeer peerId={dialog.peerId}>{(peer) => <BanDialog peer={peer} onClose={close} />}</OfPeer>
    case 'reset-conduct':
      return <OfPeer peerId={dialog.peerId}>{(peer) => <ResetConductDialog peer={peer} onClose={close} />}</OfPeer>
    case 'import':
      return <ImportDialog {...(dialog.file === undefined ? {} : { file: dialog.file })} />
    case 'export':
      return <ExportDialog />
    case 'conduct':
      return <ConductDialog onClose={close} />
    case 'counters':
      return <CountersDialog onClose={close} />
    case 'backup':
      return <BackupDialog onClose={close} />
    case 'passphrase':
      return <PassphraseDialog onClose={close} />
    // Of the shell, of the activity, and of every phase of the host.
    case 'keys':
    case 'verify-log':
    case 'export-log':
    case 'restore':
    case undefined:
      return null
  }
}

/** The one dialog that a node without a key needs too, and under which the node stops and starts. */
export function Restoring(): ReactNode {
  const { screen } = useStores()
  const dialog = useStore(screen.store, (place) => place.dialog)
  return dialog?.kind === 'restore' ? <RestoreDialog file={dialog.file} onClose={() => screen.closeDialog()} /> : null
}

interface OfPeerProps {
  readonly peerId: string
  readonly children: (peer: PeerView) => ReactNode
}

/** Who is gone meanwhile has nothing to be decided about. */
function OfPeer({ peerId, children }: OfPeerProps) {
  const peer = usePeer(peerId)
  return peer === undefined ? null : children(peer)
}
