/** A place to which a file is dropped, with a button to choose one instead. */
import { FileKey } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { FileButton } from '../../ui/file-button.tsx'

export interface PickFileProps {
  readonly hint: string
  readonly label: string
  readonly busy?: boolean
  readonly onFile: (file: File) => void
}

export function PickFile({ hint, label, busy = false, onFile }: PickFileProps) {
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
      <FileButton busy={busy} accept=".kith-backup,.json,application/octet-stream,application/json" onFile={onFile}>
        {label}
      </FileButton>
    </div>
  )
}
