/** How a peer stands as a shape, each different without its colour. The words stand beside it. */

import type { ReactNode } from 'react'
import type { PeerStanding } from '../format/peer-standing.ts'
import './standing-glyph.css'

export const StandingGlyph = ({ standing }: { readonly standing: PeerStanding }) => (
  <svg
    className={`glyph glyph-${standing}`}
    width="14"
    height="14"
    viewBox="0 0 14 14"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.75"
    strokeLinecap="round"
    aria-hidden="true"
  >
    {shapes[standing]}
  </svg>
)

const shapes: Readonly<Record<PeerStanding, ReactNode>> = {
  connected: <circle cx="7" cy="7" r="5" fill="currentColor" stroke="none" />,
  suspect: (
    <>
      <circle cx="7" cy="7" r="4.6" />
      <path d="M7 2.4a4.6 4.6 0 0 1 0 9.2z" fill="currentColor" stroke="none" />
    </>
  ),
  dialing: <path className="glyph-turns" d="M7 2.2a4.8 4.8 0 1 1-4.8 4.8" />,
  waiting: (
    <>
      <circle cx="7" cy="7" r="5" strokeDasharray="0.4 2.74" />
      <path d="M7 4.6V7l1.6 1.2" strokeWidth="1.5" />
    </>
  ),
  failed: <path d="M3.6 3.6l6.8 6.8M10.4 3.6l-6.8 6.8" />,
  paused: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="M5.7 5.2v3.6M8.3 5.2v3.6" strokeWidth="1.5" />
    </>
  ),
  resting: <path d="M11.6 8.6A5 5 0 1 1 5.9 2.2a4 4 0 0 0 5.7 6.4z" strokeLinejoin="round" />,
  disconnected: <circle cx="7" cy="7" r="4.6" />,
  banned: (
    <>
      <circle cx="7" cy="7" r="4.8" />
      <path d="M4.4 7h5.2" />
    </>
  ),
  blocked: (
    <>
      <circle cx="7" cy="7" r="4.8" />
      <path d="M3.8 10.2l6.4-6.4" />
    </>
  ),
}
