/** A key of the keyboard. */
import type { ReactNode } from 'react'
import './kbd.css'

export const Kbd = ({ children }: { readonly children: ReactNode }) => <kbd className="kbd">{children}</kbd>
