/** A small window that hangs on the button that opened it. */
import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { overlayRoot } from './overlay-root.ts'
import './popover.css'

export interface PopoverProps {
  /** Read aloud when it opens. */
  readonly name: string
  readonly trigger: ReactElement
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom'
  readonly children: ReactNode
}

export const Popover = ({ name, trigger, align = 'start', side = 'top', children }: PopoverProps) => (
  <Radix.Root>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal container={overlayRoot()}>
      <Radix.Content
        className="popover"
        aria-label={name}
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={8}
        onOpenAutoFocus={(event) => {
          // Itself, so that it is read from its beginning and no hint pops up over its first button.
          event.preventDefault()
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus({ preventScroll: true })
        }}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
)
