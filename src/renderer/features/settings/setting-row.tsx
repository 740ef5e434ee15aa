/** One setting: what it is, its value, what stands against it, and the way back to its default. */
import { RotateCcw } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { useStore } from 'zustand'
import type { Permission } from '../../../contract/views.ts'
import { numberStyle } from '../../format/locale.ts'
import { defaultSettings, sameValue, valueAt } from '../../stores/settings-draft.policy.ts'
import { strings } from '../../strings.ts'
import { ChoiceField } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { PermissionField } from '../../ui/permission-field.tsx'
import { useStores } from '../../use-stores.ts'
import type { SettingField } from './fields.ts'
import { defaultWords, issueWords } from './setting-words.ts'
import { linesOf, numberOf, textOf } from './typed-value.policy.ts'

const words = strings.settings
const { decimal } = numberStyle

export function SettingRow({ field }: { readonly field: SettingField }) {
  const { settings, settingsDraft } = useStores()
  const id = useId()
  const current = useStore(settings, (state) =>
    state.value === null ? undefined : valueAt(state.value.settings, field.path),
  )
  const fixed = useStore(settings, (state) => state.value?.overridden.includes(field.path) ?? false)
  const waits = useStore(settings, (state) => state.value?.needRestart.includes(field.path) ?? false)
  const changed = useStore(settingsDraft.store, (state) => Object.hasOwn(state.draft, field.path))
  const drafted = useStore(settingsDraft.store, (state) => state.draft[field.path])
  const issue = useStore(settingsDraft.store, (state) => state.issues[field.path])
  const refusal = useStore(settingsDraft.store, (state) => state.refusals[field.path])

  const usual = valueAt(defaultSettings(), field.path)
  const value = changed ? (drafted === null ? usual : drafted) : current
  const error = refusal ?? (issue === undefined ? null : issueWords(field, issue))
  const set = (next: unknown): void => settingsDraft.set(field.path, next)
  // A name has no default of its own: going back means the name of the machine.
  const offDefault = !sameValue(value, usual)
  const wide = field.kind === 'choice' || field.kind === 'permissions' || field.kind === 'lines'
  return (
    <div
      className={wide ? 'setting setting-wide' : 'setting'}
      data-changed={changed || undefined}
      id={`setting-${field.path}`}
    >
      <div className="setting-about">
        {wide ? (
          <span className="setting-label">{field.label}</span>
        ) : (
          <label className="setting-label" htmlFor={id}>
            {field.label}
          </label>
        )}
        {field.hint !== '' && <p className="field-hint">{field.hint}</p>}
      </div>
      <div className="setting-control">
        <div className="setting-value">
          <Control
            field={field}
            id={id}
            value={value}
            disabled={fixed}
            invalid={error !== null}
            describedBy={`${id}-note`}
            onChange={set}
          />
          <span className="setting-reset">
            {offDefault && !fixed && (
              <IconButton
                name={words.reset(field.label)}
                size="small"
                icon={<RotateCcw size={14} aria-hidden />}
                onClick={() => set(null)}
              />
            )}
          </span>
        </div>
        <div id={`${id}-note`} className="setting-note" role="status">
          {error !== null && <p className="field-error">{error}</p>}
          {error === null && fixed && <p>{words.overridden}</p>}
          {error === null && !fixed && waits && !changed && <p className="setting-waits">{words.waitsForStart}</p>}
          {error === null && !fixed && !(waits && !changed) && <p>{offDefault ? defaultWords(field, usual) : ''}</p>}
        </div>
      </div>
    </div>
  )
}

interface ControlProps {
  readonly field: SettingField
  readonly id: string
  readonly value: unknown
  readonly disabled: boolean
  readonly invalid: boolean
  readonly describedBy: string
  readonly onChange: (value: unknown) => void
}

function Control(props: ControlProps): ReactNode {
  const { field, id, value, disabled, describedBy, onChange } = props
  switch (field.kind) {
    case 'number':
      return (
        <>
          <TypedInput
            {...props}
            text={(from) => textOf(from, field.unit.factor, decimal)}
            read={(text) => {
              const value = numberOf(text, field.unit.factor, decimal)
              return field.unit.rounded === true && typeof value === 'number' ? Math.round(value) : value
            }}
          />
          <span className="setting-unit">{field.unit.name}</span>
        </>
      )
    case 'name':
      return <NameInput {...props} />
    case 'text':
      return <TextInput {...props} placeholder={field.placeholder} />
    case 'lines':
      return <LinesInput {...props} />
    case 'switch':
      return (
        <input
          id={id}
          type="checkbox"
          role="switch"
          className="switch"
          checked={value === true}
          disabled={disabled}
          aria-describedby={describedBy}
          onChange={(event) => onChange(event.target.checked)}
        />
      )
    case 'choice':
      return (
        <fieldset className="setting-group" disabled={disabled} aria-describedby={describedBy}>
          <ChoiceField
            label={field.label}
            quietLabel
            options={field.choices}
            value={typeof value === 'string' ? value : ''}
            onChange={onChange}
          />
        </fieldset>
      )
    case 'permissions':
      return (
        <div className="setting-group" aria-describedby={describedBy}>
          <PermissionField
            label={field.label}
            quietLabel
            disabled={disabled}
            value={Array.isArray(value) ? (value as Permission[]) : []}
            onChange={onChange}
          />
        </div>
      )
  }
}

interface TypedInputProps extends ControlProps {
  readonly text: (value: unknown) => string
  readonly read: (text: string) => unknown
}

/** Keeps what is typed as it is typed, until the value becomes another from elsewhere. */
function useTyped({ value, text, read, onChange }: Pick<TypedInputProps, 'value' | 'text' | 'read' | 'onChange'>) {
  const [typed, setTyped] = useState(() => text(value))
  const shown = sameValue(read(typed), value) ? typed : text(value)
  return {
    value: shown,
    onChange: (next: string): void => {
      setTyped(next)
      onChange(read(next))
    },
  }
}

function TypedInput(props: TypedInputProps) {
  const typed = useTyped(props)
  return (
    <input
      id={props.id}
      className="input setting-number numbers"
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      disabled={props.disabled}
      aria-invalid={props.invalid || undefined}
      aria-describedby={props.describedBy}
      value={typed.value}
      onChange={(event) => typed.onChange(event.target.value)}
    />
  )
}

function NameInput(props: ControlProps) {
  const { node } = useStores()
  const name = useStore(node, (state) => state.value?.name ?? '')
  return <TextInput {...props} placeholder={name} />
}

interface TextInputProps extends ControlProps {
  readonly placeholder: string
}

function TextInput({ id, value, disabled, invalid, describedBy, placeholder, onChange }: TextInputProps) {
  return (
    <input
      id={id}
      className="input setting-text"
      autoComplete="off"
      spellCheck={false}
      maxLength={2048}
      placeholder={placeholder}
      disabled={disabled}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  )
}

function LinesInput(props: ControlProps) {
  const typed = useTyped({
    value: props.value,
    text: (value) => (Array.isArray(value) ? value.join('\n') : ''),
    read: linesOf,
    onChange: props.onChange,
  })
  return (
    <textarea
      id={props.id}
      className="input input-area mono setting-lines"
      aria-label={props.field.label}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      rows={2}
      wrap="off"
      disabled={props.disabled}
      aria-invalid={props.invalid || undefined}
      aria-describedby={props.describedBy}
      value={typed.value}
      onChange={(event) => typed.onChange(event.target.value)}
    />
  )
}
