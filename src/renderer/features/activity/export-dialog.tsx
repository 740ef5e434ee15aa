/** Writes the log, or what the filter shows of it, into a file of JSON lines. */
import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { formatBytes } from '../../format/quantities.ts'
import { messageOf } from '../../stores/attempt.ts'
import { exportAudit } from '../../stores/audit-export.ts'
import { everything, isEverything } from '../../stores/audit-filter.ts'
import { strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { ChoiceField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useStores } from '../../use-stores.ts'
import { saveFile } from './save-file.ts'

const words = strings.activity

type What = 'all' | 'shown'
const choices = [
  { value: 'all', label: words.exportAll, about: words.exportAllHint },
  { value: 'shown', label: words.exportShown, about: words.exportShownHint },
] as const

type Progress =
  | { readonly is: 'asking' }
  | { readonly is: 'reading'; readonly entries: number }
  | { readonly is: 'done'; readonly entries: number; readonly file: Blob }
  | { readonly is: 'failed'; readonly message: string }

export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { audit, client, clock } = useStores()
  const filter = useStore(audit.store, (state) => state.filter)
  const [what, setWhat] = useState<What>('all')
  const [progress, setProgress] = useState<Progress>({ is: 'asking' })
  const reading = useRef<AbortController | null>(null)
  useEffect(() => () => reading.current?.abort(), [])

  const fileName = (): string => `kith-audit-${new Date(clock.wallMs()).toISOString().slice(0, 10)}.jsonl`

  const choose = (next: What): void => {
    reading.current?.abort()
    setProgress({ is: 'asking' })
    setWhat(next)
  }
  const start = async (): Promise<void> => {
    const ending = new AbortController()
    reading.current = ending
    setProgress({ is: 'reading', entries: 0 })
    try {
      const lines = await exportAudit(client, {
        filter: what === 'all' ? everything : filter,
        onProgress: (entries) => (ending.signal.aborted ? undefined : setProgress({ is: 'reading', entries })),
        signal: ending.signal,
      })
      if (lines === null) return
      const file = new Blob([...lines], { type: 'application/x-ndjson' })
      setProgress({ is: 'done', entries: lines.length, file })
      if (lines.length > 0) saveFile(file, fileName())
    } catch (cause) {
      if (!ending.signal.aborted) setProgress({ is: 'failed', message: messageOf(cause) })
    }
  }
  const busy = progress.is === 'reading'
  return (
    <Dialog title={words.exportTitle} about={words.exportAbout} onClose={onClose}>
      {!isEverything(filter) && (
        <ChoiceField label={words.exportWhat} options={choices} value={what} onChange={choose} />
      )}
      <div role="status" className="verdict">
        {progress.is === 'reading' && (
          <p className="verdict-checking soft numbers">
            <span className="button-spinner verdict-spinner" aria-hidden="true" />
            {words.exporting(progress.entries)}
          </p>
        )}
        {progress.is === 'done' && (
          <Notice tone={progress.entries > 0 ? 'good' : 'info'}>
            {progress.entries > 0
              ? words.exported(progress.entries, formatBytes(progress.file.size))
              : words.exportNone}
          </Notice>
        )}
        {progress.is === 'failed' && <Notice tone="bad">{progress.message}</Notice>}
      </div>
      <DialogActions>
        <Button onClick={onClose}>{progress.is === 'done' ? strings.actions.close : strings.actions.cancel}</Button>
        {progress.is === 'done' && progress.entries > 0 ? (
          <Button icon={<Download size={15} aria-hidden />} onClick={() => saveFile(progress.file, fileName())}>
            {words.exportAgain}
          </Button>
        ) : (
          <Button look="primary" icon={<Download size={15} aria-hidden />} busy={busy} onClick={() => void start()}>
            {words.exportStart}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  )
}
