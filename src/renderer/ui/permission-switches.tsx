/** The five things a peer may do, each with its sentence; says where they differ from what its level brings. */
import type { ReactNode } from 'react'
import { Permission } from '../../contract/views.ts'
import { peerStrings, strings } from '../strings.ts'
import { Button } from './button.tsx'
import { SwitchField } from './switch-field.tsx'
import './permission-switches.css'

const words = peerStrings.permissions

export interface PermissionSwitchesProps {
  readonly title: ReactNode
  /** What it may do. */
  readonly value: readonly Permission[]
  /** What its level brings; `null` while that is not known. */
  readonly defaults: readonly Permission[] | null
  /** The level, such as "Verified". */
  readonly level: string
  /** They were chosen for this peer and do not follow its level. */
  readonly own: boolean
  /** @param next `null`: as its level */
  readonly onChange: (next: readonly Permission[] | null) => void
}

const same = (a: readonly Permission[], b: readonly Permission[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

export function PermissionSwitches({ title, value, defaults, level, own, onChange }: PermissionSwitchesProps) {
  const toggle = (permission: Permission, on: boolean): void => {
    const next = Permission.options.filter((one) => (one === permission ? on : value.includes(one)))
    // Switched back by hand, it follows its level again: nobody means to pin what is the rule anyway.
    onChange(defaults !== null && same(next, defaults) ? null : next)
  }
  return (
    <div className="permission-switches">
      <div className="permission-switches-head">
        {title}
        {own ? (
          <Button look="quiet" size="small" title={words.own} onClick={() => onChange(null)}>
            {words.back(level)}
          </Button>
        ) : (
          <span className="field-hint">{words.asLevel(level)}</span>
        )}
      </div>
      {Permission.options.map((permission) => {
        const byLevel = defaults?.includes(permission) ?? null
        const differs = own && byLevel !== null && byLevel !== value.includes(permission)
        return (
          <SwitchField
            key={permission}
            label={strings.permissionLabel[permission]}
            aside={differs ? words.usually(byLevel) : undefined}
            about={words.about[permission]}
            checked={value.includes(permission)}
            onChange={(on) => toggle(permission, on)}
          />
        )
      })}
    </div>
  )
}
