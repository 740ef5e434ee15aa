/** A button with which a file is chosen. */
import { type ReactNode, useRef } from 'react'
import { Button, type ButtonProps } from './button.tsx'

export interface FileButtonProps extends Pick<ButtonProps, 'size' | 'busy' | 'icon'> {
  readonly children: ReactNode
  /** As the attribute of the same name: kinds of files, by ending or type. */
  readonly accept: string
  readonly onFile: (file: File) => void
}

export function FileButton({ accept, onFile, ...button }: FileButtonProps) {
  const chooser = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button {...button} onClick={() => chooser.current?.click()} />
      <input
        ref={chooser}
        type="file"
        className="only-read-aloud"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // The same file can be chosen again after it was mended.
          event.target.value = ''
          if (file !== undefined) onFile(file)
        }}
      />
    </>
  )
}
