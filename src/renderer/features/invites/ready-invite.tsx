/** An invite that was just made: its link and its code, and what becomes of it while one waits. */
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { callPeer } from '../../format/peer-words.ts'
import { formatMinute, formatUntil } from '../../format/quantities.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { usePeer, useStores, useTicking } from '../../use-stores.ts'
import type { MadeInvite } from './invite-actions.ts'
import { revoke } from './invite-actions.ts'

const words = strings.invites

export interface ReadyInviteProps {
  readonly made: MadeInvite
  /** The person wanted to leave and has not copied the link. */
  readonly leaving: boolean
  /** It may be closed without asking: the link was copied, or is of no use any more. */
  readonly onSafe: () => void
  readonly onLeave: () => void
  readonly onClose: () => void
  readonly onAnother: () => void
}

export function ReadyInvite({ made, leaving, onSafe, onLeave, onClose, onAnother }: ReadyInviteProps) {
  const stores = useStores()
  const { invites, toasts } = stores
  // As the node tells it now; before it does, as it was made.
  const invite = useStore(invites, (state) => state.value?.find((one) => one.id === made.id)) ?? made
  const open = invite.state === 'open'
  const left = useTicking((nowMs) => formatUntil(invite.expiresAt, nowMs))
  useEffect(() => {
    if (!open) onSafe()
  }, [open, onSafe])

  return (
    <div className="ready">
      <div className="ready-body" data-over={!open || undefined} inert={!open}>
        <QrCode text={made.link} name={words.qr} size={196} />
        <div className="ready-side">
          {/* Takes the focus, so that a long one can be scrolled with the keyboard. */}
          <div role="textbox" aria-readonly="true" tabIndex={0} className="ready-link mono" aria-label={words.link}>
            {made.link}
          </div>
          <div className="ready-copy">
            <CopyButton
              text={made.link}
              what={words.link}
              label={words.copy}
              look="primary"
              onCopied={onSafe}
              onFailed={toasts.problem}
            />
          </div>
          <p className="soft">
            {words.once} <time dateTime={invite.expiresAt}>{words.until(formatMinute(invite.expiresAt))}</time>
            <span className="numbers"> ({left})</span>
          </p>
        </div>
      </div>
      <div role="status" className="ready-news">
        {open && !leaving && <Notice tone="warn">{words.warning}</Notice>}
        {open && leaving && (
          <Notice
            tone="warn"
            action={
              <Button size="small" onClick={onLeave}>
                {words.closeAnyway}
              </Button>
            }
          >
            {words.notCopied}
          </Notice>
        )}
        {invite.state === 'used' && <Used peerId={invite.usedBy} onLeave={onLeave} />}
        {invite.state === 'revoked' && <Notice tone="info">{words.wasRevoked}</Notice>}
        {invite.state === 'expired' && <Notice tone="info">{words.expired}</Notice>}
      </div>
      <DialogActions>
        <span className="ready-wait faint" aria-hidden={!open}>
          {open && words.waiting}
        </span>
        {open ? (
          <Button look="quiet" onClick={() => void revoke(stores, invite)}>
            {words.revoke}
          </Button>
        ) : (
          <Button onClick={onAnother}>{words.another}</Button>
        )}
        <Button look={open ? 'plain' : 'primary'} onClick={onClose}>
          {words.done}
        </Button>
      </DialogActions>
    </div>
  )
}

function Used({ peerId, onLeave }: { readonly peerId: string | null; readonly onLeave: () => void }) {
  const { screen } = useStores()
  const peer = usePeer(peerId ?? '')
  const name = peer === undefined ? words.usedNobody : callPeer(peer)
  return (
    <Notice
      tone="good"
      action={
        peer === undefined ? undefined : (
          <Button
            size="small"
            onClick={() => {
              onLeave()
              screen.showPeer(peer.peerId)
            }}
          >
            {words.show(name)}
          </Button>
        )
      }
    >
      <strong>{words.used(name)}</strong> {words.usedHint}
    </Notice>
  )
}
