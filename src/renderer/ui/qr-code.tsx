/** A text as a QR code: black on white with its quiet zone in either theme, or scanners would not find it. */
import { useMemo } from 'react'
import { drawQr } from './qr-drawing.ts'
import './qr-code.css'

export interface QrCodeProps {
  readonly text: string
  /** Read aloud instead of the picture. */
  readonly name: string
  /** Side length in CSS pixels. */
  readonly size?: number
}

export function QrCode({ text, name, size = 208 }: QrCodeProps) {
  const code = useMemo(() => drawQr(text), [text])
  // A picture that cannot be drawn is left out: whoever shows it shows the text too.
  if (code === null) return null
  return (
    <svg
      className="qr"
      role="img"
      aria-label={name}
      width={size}
      height={size}
      viewBox={`0 0 ${code.side} ${code.side}`}
      shapeRendering="crispEdges"
    >
      <path d={code.path} />
    </svg>
  )
}
