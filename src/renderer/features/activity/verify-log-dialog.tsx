/** Has the node check the chain of its log, and says plainly whether anything was changed. */
import { useEffect, useState } from 'react'
import type { AuditVerdict } from '../../../contract/audit-views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'

const words = strings.activity

type Answer =
  | { readonly is: 'checking' }
  | { readonly is: 'verdict'; readonly verdict: AuditVerdict }
  | { readonly is: 'failed'; readonly message: string }

export function VerifyLogDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useStores()
  const [answer, setAnswer] = useState<Answer>({ is: 'checking' })
  useEffect(() => {
    let current = true
    client.call('audit.verify').then(
      (verdict) => (current ? setAnswer({ is: 'verdict', verdict }) : undefined),
      (cause: unknown) => (current ? setAnswer({ is: 'failed', message: messageOf(cause) }) : undefined),
    )
    return () => {
      current = false
    }
  }, [client])
  return (
    <Dialog title={words.verify} about={words.verifyAbout} size="small" onClose={onClose}>
      <div role="status" className="verdict">
        {answer.is === 'checking' && (
          <p className="verdict-checking soft">
            <span className="button-spinner verdict-spinner" aria-hidden="true" />
            {words.verifying}
          </p>
        )}
        {answer.is === 'verdict' && <Verdict verdict={answer.verdict} />}
        {answer.is === 'failed' && (
          <Notice tone="bad">
            <strong>{words.verifyFailed}</strong> {answer.message}
          </Notice>
        )}
      </div>
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {strings.actions.close}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function Verdict({ verdict }: { readonly verdict: AuditVerdict }) {
  const { intact, entries, firstSeq, lastSeq, brokenAtSeq, problem } = verdict
  if (intact) {
    return (
      <Notice tone="good">
        <p>
          <strong>{words.whole(entries)}</strong>
        </p>
        {firstSeq !== null && lastSeq !== null && <p className="soft">{words.wholeHint(firstSeq, lastSeq)}</p>}
      </Notice>
    )
  }
  return (
    <Notice tone="bad">
      <p>
        <strong>{brokenAtSeq === null ? words.brokenSomewhere : words.broken(brokenAtSeq)}</strong> {problem}
      </p>
      <p>{words.brokenHint}</p>
    </Notice>
  )
}
