/**
 * A dialog over the screens: keeps the focus, closes on Escape, gives the focus back. Radix' own overlay and scroll lock
 * put a style element into the page, which the content security policy forbids; a veil of our own does the same, and the
 * page behind does not scroll anyway.
 */
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, type RefObject, useRef } from 'react'
import { strings } from '../strings.ts'
import { IconButton } from './icon-button.tsx'
import './dialog.css'

export interface DialogProps {
  readonly title: ReactNode
  /** Said below the title and read aloud with it. */
  readonly about?: ReactNode
  readonly size?: 'small' | 'normal' | 'wide' | 'table'
  /** What has the focus first; by default the dialog itself, so that it is read from its beginning. */
  readonly first?: RefObject<HTMLElement | null>
  /** Where the focus goes afterwards; by default where it came from. */
  readonly onFocusBack?: (event: Event) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

export function Dialog({ title, about, size = 'normal', first, onFocusBack, onClose, children }: DialogProps) {
  const content = useRef<HTMLDivElement>(null)
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <div className="dialog-veil">
          <Radix.Content
            ref={content}
            tabIndex={-1}
            className={`dialog dialog-${size}`}
            {...(about === undefined ? { 'aria-describedby': undefined } : {})}
            onOpenAutoFocus={(event) => {
              event.preventDefault()
              ;(first?.current ?? content.current)?.focus({ preventScroll: true })
            }}
            onEscapeKeyDown={(event) => {
              // A field that is being edited inside takes the key for itself.
              if (event.target instanceof Element && event.target.closest('[data-keeps-escape]') !== null)
                event.preventDefault()
            }}
            {...(onFocusBack === undefined ? {} : { onCloseAutoFocus: onFocusBack })}
          >
            <header className="dialog-head">
              <Radix.Title className="dialog-title">{title}</Radix.Title>
              <Radix.Close asChild>
                <IconButton name={strings.actions.close} icon={<X size={16} aria-hidden />} />
              </Radix.Close>
            </header>
            {about !== undefined && <Radix.Description className="dialog-about">{about}</Radix.Description>}
            {children}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** The row of buttons at the end; the last one is the one that does it. */
export const DialogActions = ({ children }: { readonly children: ReactNode }) => (
  <footer className="dialog-actions">{children}</footer>
)
