/** A menu on a button. Not modal: Radix' modal menu locks scrolling with a style element, which the policy forbids. */
import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { overlayRoot } from './overlay-root.ts'
import './popover.css'

export interface MenuProps {
  readonly trigger: ReactElement
  readonly side?: 'top' | 'right' | 'bottom'
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}

export const Menu = ({ trigger, side = 'bottom', align = 'end', children }: MenuProps) => (
  <Radix.Root modal={false}>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal container={overlayRoot()}>
      <Radix.Content className="menu" side={side} align={align} sideOffset={6} collisionPadding={8}>
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
)

export interface MenuItemProps {
  readonly icon?: ReactNode
  readonly danger?: boolean
  readonly onSelect: () => void
  readonly children: ReactNode
}

export const MenuItem = ({ icon, danger = false, onSelect, children }: MenuItemProps) => (
  <Radix.Item className={`menu-item ${danger ? 'menu-item-danger' : ''}`} onSelect={onSelect}>
    {icon}
    {children}
  </Radix.Item>
)

export interface MenuChoiceProps<T extends string> {
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

export const MenuChoice = <T extends string>({ options, value, onChange }: MenuChoiceProps<T>) => (
  <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
    {options.map((option) => (
      <Radix.RadioItem key={option.value} value={option.value} className="menu-item">
        <span className="menu-mark">
          <Radix.ItemIndicator>
            <Check size={14} aria-hidden />
          </Radix.ItemIndicator>
        </span>
        {option.label}
      </Radix.RadioItem>
    ))}
  </Radix.RadioGroup>
)

export interface MenuCheckProps {
  readonly checked: boolean
  /** Said at the end, such as how many there are. */
  readonly aside?: ReactNode
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

/** One choice among several that go together: the menu stays open for the next. */
export const MenuCheck = ({ checked, aside, onChange, children }: MenuCheckProps) => (
  <Radix.CheckboxItem
    className="menu-item"
    checked={checked}
    onCheckedChange={(next) => onChange(next)}
    onSelect={(event) => event.preventDefault()}
  >
    <span className="menu-mark">
      <Radix.ItemIndicator>
        <Check size={14} aria-hidden />
      </Radix.ItemIndicator>
    </span>
    <span className="menu-text">{children}</span>
    {aside !== undefined && <span className="menu-aside numbers">{aside}</span>}
  </Radix.CheckboxItem>
)

export const MenuTitle = ({ children }: { readonly children: ReactNode }) => (
  <Radix.Label className="menu-title">{children}</Radix.Label>
)

export const MenuLine = () => <Radix.Separator className="menu-line" />
