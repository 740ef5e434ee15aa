/** A button that shows only an icon; its name is read aloud, and shown when somebody points at it. */
import type { ReactNode } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { Tooltip, type TooltipProps } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children'> {
  readonly name: string
  readonly icon: ReactNode
  readonly side?: TooltipProps['side']
}

export const IconButton = ({ name, icon, side = 'top', look = 'quiet', className = '', ...rest }: IconButtonProps) => (
  <Tooltip text={name} side={side}>
    <Button {...rest} look={look} className={`icon-button ${className}`} aria-label={name} icon={icon} />
  </Tooltip>
)
