/** A button in five looks. While busy it keeps its size and place, and takes no second press. */
import type { ComponentProps, ReactNode } from 'react'
import './button.css'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  readonly look?: 'primary' | 'tinted' | 'plain' | 'quiet' | 'danger'
  readonly size?: 'normal' | 'small'
  readonly busy?: boolean
  /** There is nothing for it to do now. Unlike `disabled` it keeps the focus, so that the keys go on working. */
  readonly unavailable?: boolean
  readonly icon?: ReactNode
  /** Submits its form. */
  readonly submits?: boolean
}

export function Button({
  look = 'plain',
  size = 'normal',
  busy = false,
  unavailable = false,
  icon,
  submits = false,
  className = '',
  onClick,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={submits ? 'submit' : 'button'}
      className={`button button-${look} button-${size} ${className}`}
      aria-disabled={busy || unavailable || undefined}
      data-busy={busy || undefined}
      onClick={busy || unavailable ? (event) => event.preventDefault() : onClick}
    >
      {icon}
      {children !== undefined && <span className="button-text">{children}</span>}
      {busy && <span className="button-spinner" aria-hidden="true" />}
    </button>
  )
}
