/** A QR code instead of typing: out of a file that is chosen, or a picture that is pasted. (What is dropped goes to the window.) */
import { QrCode } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { isPicture, readPicture } from '../../opened/read-qr.ts'
import { strings } from '../../strings.ts'
import { FileButton } from '../../ui/file-button.tsx'
import { Notice } from '../../ui/notice.tsx'

const words = strings.palette.picture

/** @param onText gets the invite link or the address */
export function PictureInput({ onText }: { readonly onText: (text: string) => void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  /** Only the last picture counts. */
  const asked = useRef(0)
  const read = async (picture: Blob): Promise<void> => {
    const mine = ++asked.current
    setBusy(true)
    setProblem(null)
    const answer = await readPicture(picture)
    if (mine !== asked.current) return
    setBusy(false)
    if (answer.ok) onText(answer.text)
    else setProblem(answer.problem)
  }
  const latest = useRef(read)
  useEffect(() => {
    latest.current = read
  })
  useEffect(() => {
    // Wherever the focus is in the dialog. The page may not read the clipboard by itself; a paste hands it over.
    const onPaste = (event: ClipboardEvent): void => {
      const picture = [...(event.clipboardData?.files ?? [])].find(isPicture)
      if (picture === undefined) return
      event.preventDefault()
      void latest.current(picture)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])
  return (
    <>
      <div className="picture">
        <FileButton
          size="small"
          busy={busy}
          icon={<QrCode size={14} aria-hidden />}
          accept="image/*"
          onFile={(file) => void read(file)}
        >
          {words.choose}
        </FileButton>
        <span className="faint small">{words.pasteHint}</span>
      </div>
      <span role="status" className="only-read-aloud">
        {busy ? words.reading : ''}
      </span>
      <div role="alert" className="picture-alert">
        {problem !== null && <Notice tone="bad">{problem}</Notice>}
      </div>
    </>
  )
}
