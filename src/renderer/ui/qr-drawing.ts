/** The dark modules of a QR code as one path. */
import { encodeQR } from 'qr'

/** ISO/IEC 18004 asks for four modules of nothing on every side. */
const QUIET_MODULES = 4

export interface QrDrawing {
  /** Of an SVG, one unit for each module. */
  readonly path: string
  /** Quiet zone included. */
  readonly side: number
}

/** @returns `null` for a text that is longer than the largest code holds */
export function drawQr(text: string): QrDrawing | null {
  const matrix = matrixOf(text)
  return matrix === null ? null : { path: pathOf(matrix), side: matrix.length }
}

export function matrixOf(text: string): readonly (readonly boolean[])[] | null {
  try {
    return encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES })
  } catch {
    return null
  }
}

/** Each row's runs of dark modules as one rectangle: a path of a few kilobytes instead of a thousand elements. */
function pathOf(matrix: readonly (readonly boolean[])[]): string {
  const parts: string[] = []
  matrix.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true) continue
      const start = x
      while (row[x + 1] === true) x += 1
      const width = x + 1 - start
      parts.push(`M${start} ${y}h${width}v1h-${width}z`)
    }
  })
  return parts.join('')
}
