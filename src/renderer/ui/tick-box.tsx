/** A tick box without words beside it, which can also be ticked in part. */
import { type ComponentProps, useEffect, useRef } from 'react'
import './tick-box.css'

export interface TickBoxProps extends Omit<ComponentProps<'input'>, 'type' | 'checked' | 'className' | 'ref'> {
  readonly name: string
  readonly ticked: boolean | 'some'
}

export function TickBox({ name, ticked, ...rest }: TickBoxProps) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // There is no attribute for it.
    if (box.current !== null) box.current.indeterminate = ticked === 'some'
  }, [ticked])
  return (
    <input
      {...rest}
      ref={box}
      type="checkbox"
      className="check-box tick-box"
      aria-label={name}
      checked={ticked === true}
    />
  )
}
