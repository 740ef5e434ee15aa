/** A text as a QR code: black on white with its quiet zone in either theme, or scanners would not find it. */
import { encodeQR } from 'qr'
import { useMemo } from 'react'
import './qr-code.css'

/** ISO/IEC 18004 asks for four modules of nothing on every side. */
const QUIET_MODULES = 4

export interface QrCodeProps {
  readonly text: string
  /** Read aloud instead of the picture. */
  readonly name: string
  /** Side length in CSS pixels. */
  readonly size?: number
}

export function QrCode({ text, name, size = 208 }: QrCodeProps) {
  const code = useMemo(() => drawing(text), [text])
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

/** Each row's runs of dark modules as one rectangle: a path of a few kilobytes instead of a thousand elements. */
function drawing(text: string): { readonly path: string; readonly side: number } | null {
  const matrix = matrixOf(text)
  if (matrix === null) return null
  const parts: string[] = []
  matrix.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue
      const start = x
      while (row[x + 1] === true) x += 1
      const width = x + 1 - start
      parts.push(`M${start + QUIET_MODULES} ${y + QUIET_MODULES}h${width}v1h-${width}z`)
    }
  })
  return { path: parts.join(''), side: matrix.length + 2 * QUIET_MODULES }
}

function matrixOf(text: string): readonly (readonly boolean[])[] | null {
  try {
    return encodeQR(text, 'raw', { ecc: 'medium', border: 0 })
  } catch {
    // Longer than the largest code holds.
    return null
  }
}
