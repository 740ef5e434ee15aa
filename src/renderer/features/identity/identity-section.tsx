/** The identity in the settings: who this node is, how its key is kept, and what a person can do to keep it. */
import { KeyRound, RotateCcw, Save } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { IdentityView } from '../../../contract/identity-views.ts'
import { Ago } from '../../moments.tsx'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'
import { lastBackup } from './last-backup.ts'
import { reminderFor } from './reminder.policy.ts'
import './identity.css'

const words = strings.identity

interface Known {
  readonly view: IdentityView
  /** ISO 8601; `null` when the log knows of none. */
  readonly backup: string | null
}

export function IdentitySection() {
  const { client, clock, screen, toasts, node } = useStores()
  const [known, setKnown] = useState<Known | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const peers = useStore(node, (state) => state.value?.known ?? 0)
  // A dialog that was open may have changed all of it.
  const open = useStore(screen.store, (place) => place.dialog !== null)
  useEffect(() => {
    let current = true
    Promise.all([client.call('identity.status'), lastBackup(client)]).then(
      ([view, backup]) => (current ? setKnown({ view, backup }) : undefined),
      (cause: unknown) => (current ? setProblem(messageOf(cause)) : undefined),
    )
    return () => {
      current = false
    }
  }, [client, open])

  if (problem !== null && known === null)
    return (
      <Notice tone="bad">
        {words.failed} {problem}
      </Notice>
    )
  if (known === null) return <div className="identity-space" aria-busy="true" />
  const { view, backup } = known
  const reminder = reminderFor({ backup, nowMs: clock.wallMs(), peers })
  return (
    <div className="identity">
      <Facts>
        <Fact term={words.peerId}>
          <span className="identity-id">
            <code className="mono">{view.peerId}</code>
            <CopyButton text={view.peerId} what={words.peerIdWhat} onFailed={toasts.problem} />
          </span>
        </Fact>
        <Fact term={words.keptIn}>{words.place[view.keptIn]}</Fact>
        <Fact term={words.passphrase}>
          {view.sealed ? words.sealed : view.keptIn === 'insecure-file' ? words.plain : words.unsealed}
        </Fact>
        <Fact term={words.lastBackup}>{backup === null ? words.noBackup : <Ago at={backup} />}</Fact>
      </Facts>
      {reminder !== null && (
        <Notice tone={reminder === 'none' ? 'warn' : 'info'}>
          {reminder === 'none' ? words.remindNone : words.remindOld}
        </Notice>
      )}
      <div className="identity-actions">
        <Button
          look={reminder === null ? 'plain' : 'primary'}
          icon={<Save size={15} aria-hidden />}
          onClick={() => screen.open({ kind: 'backup' })}
        >
          {words.backUp}
        </Button>
        <Button icon={<RotateCcw size={15} aria-hidden />} onClick={() => screen.open({ kind: 'restore' })}>
          {words.restore}
        </Button>
        {view.keptIn !== 'insecure-file' && (
          <Button icon={<KeyRound size={15} aria-hidden />} onClick={() => screen.open({ kind: 'passphrase' })}>
            {view.sealed ? words.change : words.set}
          </Button>
        )}
      </div>
    </div>
  )
}
