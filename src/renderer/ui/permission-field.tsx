/** Which of the permissions somebody has: one box each, in the words of what it lets them do. */
import { useId } from 'react'
import { Permission } from '../../contract/views.ts'
import { strings } from '../strings.ts'
import './permission-field.css'

export interface PermissionFieldProps {
  readonly label: string
  readonly value: readonly Permission[]
  readonly disabled?: boolean
  /** The label is read aloud but not shown. */
  readonly quietLabel?: boolean
  /** In the order of the contract, whatever was ticked first. */
  readonly onChange: (value: readonly Permission[]) => void
}

export function PermissionField({ label, value, disabled, quietLabel, onChange }: PermissionFieldProps) {
  const id = useId()
  const set = (permission: Permission, granted: boolean): void =>
    onChange(Permission.options.filter((one) => (one === permission ? granted : value.includes(one))))
  return (
    <fieldset className="permissions" disabled={disabled}>
      <legend className={quietLabel === true ? 'only-read-aloud' : 'field-label'}>{label}</legend>
      {Permission.options.map((permission) => (
        <div key={permission} className="check">
          <input
            id={`${id}-${permission}`}
            type="checkbox"
            className="check-box"
            checked={value.includes(permission)}
            onChange={(event) => set(permission, event.target.checked)}
          />
          <label htmlFor={`${id}-${permission}`}>{strings.permissionLabel[permission]}</label>
        </div>
      ))}
    </fieldset>
  )
}
