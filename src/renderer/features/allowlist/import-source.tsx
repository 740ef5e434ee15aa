/** Where a list comes from: pasted, dropped, or chosen as a file. */
import { FileText } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, type SubmitEvent } from 'react'
import { MAX_ALLOWLIST_CHARACTERS } from '../../../contract/trust-views.ts'
import { peerStrings, strings } from '../../strings.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { Notice } from '../../ui/notice.tsx'

const words = peerStrings.allowlist

export interface ImportSourceProps {
  readonly text: string
  readonly problem: string | null
  readonly busy: boolean
  readonly onText: (text: string) => void
  readonly onFile: (file: File) => void
  /** The person wants to see what this text would change. */
  readonly onNext: (text: string) => void
  readonly onClose: () => void
}

export function ImportSource({ text, problem, busy, onText, onFile, onNext, onClose }: ImportSourceProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (text.trim() !== '') onNext(text)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (text.trim() !== '') onNext(text)
  }
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text')
    // A whole list into an empty field needs no second step, and a long one no place in the page.
    if (text !== '' || !/\n|^\s*[[{]/u.test(pasted)) return
    event.preventDefault()
    onNext(pasted)
  }
  return (
    <form className="import-source" onSubmit={submit}>
      <div className="import-field">
        <textarea
          className="input input-area mono"
          aria-label={words.text}
          placeholder={words.placeholder}
          spellCheck={false}
          autoComplete="off"
          maxLength={MAX_ALLOWLIST_CHARACTERS}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onPaste={onPaste}
          onKeyDown={onKey}
        />
        <div className="import-drop">
          <FileText size={16} aria-hidden />
          <span className="soft">{words.dropTitle}</span>
          <FileButton size="small" accept=".txt,.json,.list,text/plain,application/json" onFile={onFile}>
            {words.choose}
          </FileButton>
        </div>
      </div>
      <div role="alert" className="import-alert">
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
      </div>
      <DialogActions>
        <Button onClick={onClose}>{strings.actions.cancel}</Button>
        <Button look="primary" submits busy={busy} disabled={text.trim() === '' && !busy}>
          {words.next}
        </Button>
      </DialogActions>
    </form>
  )
}
