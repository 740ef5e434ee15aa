/** A small mirrored pattern drawn from a peer ID: easier to recognise than letters, and never proof of anything. */
import { useMemo } from 'react'
import './sigil.css'

const CELLS = 5
const HALF = Math.ceil(CELLS / 2)

/** FNV-1a (draft-eastlake-fnv), 32 bits: spreads similar IDs over different patterns. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}

function pattern(peerId: string): string {
  const bits = hash(peerId)
  const filled: string[] = []
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < HALF; column++) {
      if (((bits >>> (row * HALF + column)) & 1) === 0) continue
      filled.push(`M${column} ${row}h1v1h-1z`)
      if (column !== CELLS - 1 - column) filled.push(`M${CELLS - 1 - column} ${row}h1v1h-1z`)
    }
  }
  return filled.join('')
}

export function Sigil({ peerId, size = 32 }: { readonly peerId: string; readonly size?: number }) {
  const path = useMemo(() => pattern(peerId), [peerId])
  return (
    <svg
      className="sigil"
      width={size}
      height={size}
      viewBox="-2 -2 9 9"
      shapeRendering="crispEdges"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  )
}
