/** Copies one text and says that it did, in its own place. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { strings } from '../strings.ts'
import { Button, type ButtonProps } from './button.tsx'
import { IconButton } from './icon-button.tsx'

/** Long enough to be seen, short enough to be ready for the next. */
const SHOWN_MS = 1_600

export interface CopyButtonProps {
  readonly text: string
  /** What is copied, such as "peer ID". */
  readonly what: string
  /** Shown instead of the icon alone. */
  readonly label?: string
  readonly look?: ButtonProps['look']
  readonly onFailed: (message: string) => void
  readonly onCopied?: () => void
}

export function CopyButton({ text, what, label, look, onFailed, onCopied }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true)
        onCopied?.()
      },
      () => onFailed(strings.actions.copyFailed),
    )
  }
  const name = copied ? strings.actions.copied : strings.actions.copy(what)
  const icon = copied ? <Check size={14} className="copied" aria-hidden /> : <Copy size={14} aria-hidden />
  return (
    <>
      {label === undefined ? (
        <IconButton name={name} icon={icon} size="small" onClick={copy} />
      ) : (
        <Button look={look ?? 'plain'} icon={icon} onClick={copy}>
          {label}
        </Button>
      )}
      <span className="only-read-aloud" role="status">
        {copied ? strings.actions.copied : ''}
      </span>
    </>
  )
}
