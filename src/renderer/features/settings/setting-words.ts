/** What stands against a value, and what the default is, in the unit and the words of its field. */
import { formatNumber } from '../../format/locale.ts'
import type { Issue } from '../../stores/settings-draft.policy.ts'
import { strings } from '../../strings.ts'
import type { SettingField } from './fields.ts'
import { inUnit } from './typed-value.policy.ts'

const words = strings.settings
const { invalid } = words

export function issueWords(field: SettingField, issue: Issue): string {
  const factor = field.kind === 'number' ? field.unit.factor : 1
  switch (issue.code) {
    case 'invalid_type':
      // A number that is not whole is of the wrong type, too.
      if (field.kind === 'number') return /\bint\b/.test(issue.message) ? invalid.whole : invalid.number
      return invalid.other
    case 'too_small':
      if (field.kind === 'number') return invalid.min(edge(issue.minimum, factor))
      return invalid.empty
    case 'too_big':
      if (field.kind === 'number') return invalid.max(edge(issue.maximum, factor))
      return field.kind === 'lines' ? invalid.many(issue.maximum ?? 0) : invalid.long
    case 'custom':
      return field.path === 'limits.reservedForTrusted' ? invalid.room : invalid.other
    default:
      return invalid.other
  }
}

/** A bound that is exclusive at zero reads as the smallest that is not. */
const edge = (bound: number | undefined, factor: number): string =>
  bound === undefined
    ? ''
    : bound === 0 && factor > 1
      ? formatNumber(inUnit(1, factor))
      : formatNumber(inUnit(bound, factor))

/** The default as it is said below a field. */
export function defaultWords(field: SettingField, value: unknown): string {
  switch (field.kind) {
    case 'number':
      return words.default(
        `${formatNumber(typeof value === 'number' ? inUnit(value, field.unit.factor) : 0)} ${field.unit.name}`,
      )
    case 'switch':
      return words.default(value === true ? words.on : words.off)
    case 'lines':
      return words.default(Array.isArray(value) && value.length > 0 ? value.join(', ') : words.none)
    case 'permissions':
      return words.default(
        Array.isArray(value) && value.length > 0 ? value.map((one) => permissionWords(one)).join(', ') : words.none,
      )
    case 'choice':
      return words.default(field.choices.find((choice) => choice.value === value)?.label ?? '')
    case 'text':
      return words.default(words.none)
    case 'name':
      return ''
  }
}

const labels: Readonly<Record<string, string>> = strings.permission
const permissionWords = (permission: unknown): string =>
  typeof permission === 'string' ? (labels[permission] ?? permission) : ''
