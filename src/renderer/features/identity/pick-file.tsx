/** A place to which a file is dropped, with a button to choose one instead. */
import { FileKey } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'

export interface PickFileProps {
  readonly hint: string
  readonly label: string
  readonly busy?: boolean
  readonly onFile: (file: File) => void
}

export function PickFile({ hint, label, busy = false, onFile }: PickFileProps) {
  const chooser = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    // The app around takes files too, and this one is taken.
    event.stopPropagation()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file !== undefined && !busy) onFile(file)
  }
  return (
    <div
      className="pick-file"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <FileKey size={18} aria-hidden />
      <span className="soft">{hint}</span>
      <Button busy={busy} onClick={() => chooser.current?.click()}>
        {label}
      </Button>
      <input
        ref={chooser}
        type="file"
        className="only-read-aloud"
        tabIndex={-1}
        aria-hidden="true"
        accept=".kith-backup,.json,application/octet-stream,application/json"
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same file can be chosen again.
          event.target.value = ''
          if (file !== undefined) onFile(file)
        }}
      />
    </div>
  )
}
