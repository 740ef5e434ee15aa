/** Brings an allowlist in, in two steps: where it comes from, and what it would change. Nothing changes before that. */
import { useEffect, useRef, useState } from 'react'
import type { OpenedFile } from '../../../contract/desktop-views.ts'
import type { ImportPreview } from '../../../contract/trust-views.ts'
import { messageOf } from '../../stores/attempt.ts'
import { peerStrings } from '../../strings.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useStores } from '../../use-stores.ts'
import { importList } from './allowlist-actions.ts'
import { ImportPreviewView } from './import-preview.tsx'
import { ImportSource } from './import-source.tsx'
import { type ReadList, readFile, readText } from './read-list.ts'
import './allowlist.css'

const words = peerStrings.allowlist

/** What was read, and what the node makes of it. */
interface Looked {
  readonly text: string
  readonly from: string
  readonly preview: ImportPreview
}

/** A longer text than this is not put back into a field to be edited by hand. */
const EDITABLE_CHARACTERS = 100_000

/** @param file what came from outside: its preview is the first thing to be seen */
export function ImportDialog({ file }: { readonly file?: OpenedFile }) {
  const stores = useStores()
  const { client, screen } = stores
  const [text, setText] = useState('')
  const [looked, setLooked] = useState<Looked | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  /** Only the answer to the last question counts. */
  const asked = useRef(0)

  const look = async (list: ReadList | Promise<ReadList>): Promise<void> => {
    const mine = ++asked.current
    setBusy(true)
    setProblem(null)
    try {
      const read = await list
      if (!read.ok) throw new Unreadable(read.problem)
      const preview = await client.call('allowlist.preview', { text: read.text })
      if (mine !== asked.current) return
      setText(read.text.length <= EDITABLE_CHARACTERS ? read.text : '')
      setLooked({ text: read.text, from: read.from, preview })
    } catch (cause) {
      if (mine === asked.current) setProblem(cause instanceof Unreadable ? cause.message : messageOf(cause))
    } finally {
      if (mine === asked.current) setBusy(false)
    }
  }
  /** What is shown, or is about to be: the same file is looked at once. */
  const given = useRef<OpenedFile | undefined>(undefined)
  useEffect(() => {
    if (file === undefined || given.current === file) return
    given.current = file
    void look(readText(file.text, file.name))
  })
  const submit = async (removeMissing: boolean): Promise<void> => {
    if (looked === null) return
    setBusy(true)
    setProblem(null)
    try {
      await importList(stores, looked.text, removeMissing)
      screen.closeDialog()
    } catch (cause) {
      setProblem(messageOf(cause))
      setBusy(false)
    }
  }
  const close = (): void => screen.closeDialog()
  return (
    <Dialog
      title={words.importTitle}
      {...(looked === null ? { about: words.importAbout } : {})}
      size="table"
      onClose={close}
    >
      <div className="import">
        {looked === null ? (
          <ImportSource
            text={text}
            problem={problem}
            busy={busy}
            onText={setText}
            onFile={(file) => void look(readFile(file))}
            onNext={(typed) => void look(readText(typed, words.pasted))}
            onClose={close}
          />
        ) : (
          <ImportPreviewView
            from={looked.from}
            preview={looked.preview}
            busy={busy}
            problem={problem}
            onBack={() => {
              setLooked(null)
              setProblem(null)
            }}
            onClose={close}
            onImport={(removeMissing) => void submit(removeMissing)}
          />
        )}
      </div>
    </Dialog>
  )
}

/** What stands against reading a file, already in words. */
class Unreadable extends Error {}
