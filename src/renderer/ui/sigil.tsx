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

/** How many of the 15 cells may be filled: fewer or more make patterns that look alike. */
const MIN_FILLED = 6
const MAX_FILLED = 10

function bitsOf(peerId: string): number {
  for (let round = 0; ; round++) {
    const bits = hash(`${peerId}${round}`) >>> 8
    let filled = 0
    for (let bit = 0; bit < CELLS * HALF; bit++) filled += (bits >>> bit) & 1
    if (filled >= MIN_FILLED && filled <= MAX_FILLED) return bits
  }
}

function pattern(peerId: string): string {
  const bits = bitsOf(peerId)
  const filled: string[] = []
  // A line without length and with round ends is a dot.
  const dot = (column: number, row: number): number => filled.push(`M${column} ${row}h0`)
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < HALF; column++) {
      if (((bits >>> (row * HALF + column)) & 1) === 0) continue
      dot(column, row)
      if (column !== CELLS - 1 - column) dot(CELLS - 1 - column, row)
    }
  }
  return filled.join('')
}

export function Sigil({ peerId, size = 32 }: { readonly peerId: string; readonly size?: number }) {
  const path = useMemo(() => pattern(peerId), [peerId])
  return (
    <svg className="sigil" width={size} height={size} viewBox="-2.2 -2.2 8.4 8.4" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}
