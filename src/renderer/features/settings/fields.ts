/** One setting as a person writes it: what kind of field it has, in which unit, and how it is called. */
import { strings } from '../../strings.ts'

/** One unit of what a person writes, in what the contract counts. */
export interface Unit {
  readonly factor: number
  readonly name: string
  /** What lies between two of what the contract counts is rounded: nobody means half a byte. */
  readonly rounded?: boolean
}

/** One of a few values. */
export interface Choice {
  readonly value: string
  readonly label: string
  readonly about: string
}

interface FieldBase {
  readonly path: string
  readonly label: string
  readonly hint: string
}

export type SettingField = FieldBase &
  (
    | { readonly kind: 'number'; readonly unit: Unit }
    /** The name of this node; without one it is called as its machine. */
    | { readonly kind: 'name' }
    /** One line of text; an empty one is none. */
    | { readonly kind: 'text'; readonly placeholder: string }
    | { readonly kind: 'lines' }
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
    | { readonly kind: 'permissions' }
  )

export interface SettingSection {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly fields: readonly SettingField[]
}

export type GroupName = keyof typeof strings.preferences.group

export interface SettingGroup {
  readonly name: GroupName
  readonly sections: readonly SettingSection[]
}

const words = { ...strings.settings.field, ...strings.preferences.field }
export type FieldName = keyof typeof words

/** @param name of its words, where the last part of its path is not enough to tell */
export const base = (path: string, name?: FieldName): FieldBase => ({
  path,
  ...words[name ?? (path.slice(path.lastIndexOf('.') + 1) as FieldName)],
})

export const number = (path: string, unit: Unit | string, factor = 1, name?: FieldName): SettingField => ({
  ...base(path, name),
  kind: 'number',
  unit: typeof unit === 'string' ? { name: unit, factor } : unit,
})

export const onOff = (path: string, name?: FieldName): SettingField => ({ ...base(path, name), kind: 'switch' })

export const oneOf = (path: string, choices: readonly Choice[], name?: FieldName): SettingField => ({
  ...base(path, name),
  kind: 'choice',
  choices,
})

export const choicesOf = (
  said: Readonly<Record<string, { readonly label: string; readonly about: string }>>,
): readonly Choice[] => Object.entries(said).map(([value, rest]) => ({ value, ...rest }))
