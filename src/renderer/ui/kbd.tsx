/** A key of the keyboard, by what is printed on it. */
import type { ReactNode } from 'react'
import { strings } from '../strings.ts'
import './kbd.css'

export const Kbd = ({ children }: { readonly children: ReactNode }) => (
  <kbd className="kbd">{typeof children === 'string' ? (strings.keyNames[children] ?? children) : children}</kbd>
)
