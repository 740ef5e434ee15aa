/** Takes the allowlist out as a file, or to the clipboard: says how many it holds and shows how it begins. */
import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { messageOf } from '../../stores/attempt.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog, DialogActions } from '../../ui/dialog.tsx'
import { ChoiceField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { useStores } from '../../use-stores.ts'
import type { Exported } from './allowlist-actions.ts'
import './allowlist.css'

const words = peerStrings.allowlist

type Format = 'text' | 'json'
const formats = (['text', 'json'] as const).map((value) => ({ value, ...words.formats[value] }))
const mediaType: Readonly<Record<Format, string>> = { text: 'text/plain;charset=utf-8', json: 'application/json' }

/** Enough to recognise it; a list of megabytes is never put into the page. */
const BEGINNING_CHARACTERS = 1_500

type Answer =
  | { readonly is: 'there'; readonly format: Format; readonly file: Exported }
  | { readonly is: 'failed'; readonly format: Format; readonly message: string }

export function ExportDialog() {
  const { client, screen, toasts } = useStores()
  const [format, setFormat] = useState<Format>('text')
  const [answer, setAnswer] = useState<Answer | null>(null)
  useEffect(() => {
    let current = true
    client.call('allowlist.export', { format }).then(
      (file) => (current ? setAnswer({ is: 'there', format, file }) : undefined),
      (cause: unknown) => (current ? setAnswer({ is: 'failed', format, message: messageOf(cause) }) : undefined),
    )
    return () => {
      current = false
    }
  }, [client, format])

  // The last file stays in sight while the other format is on its way: nothing jumps.
  const file = answer?.is === 'there' ? answer.file : null
  const ready = answer?.format === format && file !== null
  const empty = file?.entries === 0
  const download = (): void => {
    if (file === null) return
    saveFile(file.fileName, [file.text], mediaType[format])
    toasts.done(words.downloaded(file.entries, file.fileName))
    screen.closeDialog()
  }
  return (
    <Dialog title={words.exportTitle} about={words.exportAbout} size="wide" onClose={() => screen.closeDialog()}>
      <ChoiceField label={words.format} quietLabel options={formats} value={format} onChange={setFormat} />
      {answer?.is === 'failed' ? (
        <Notice tone="bad">{answer.message}</Notice>
      ) : (
        <section className="export-beginning" aria-label={words.preview}>
          <pre className="mono" tabIndex={0} data-old={!ready || undefined}>
            {empty ? words.exportEmpty : (file?.text.slice(0, BEGINNING_CHARACTERS) ?? '')}
          </pre>
        </section>
      )}
      <DialogActions>
        {ready && !empty && (
          <CopyButton text={file.text} what={words.copyWhat} label={words.copy} onFailed={toasts.problem} />
        )}
        <Button onClick={() => screen.closeDialog()}>{strings.actions.cancel}</Button>
        <Button look="primary" icon={<Download size={15} aria-hidden />} disabled={!ready || empty} onClick={download}>
          {words.download(file?.entries ?? 0)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
