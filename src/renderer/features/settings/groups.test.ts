import { expect, test } from 'vitest'
import { Settings } from '../../../contract/settings.ts'
import { defaultSettings } from '../../stores/settings-draft.policy.ts'
import { groupOfPath, groups, placedFields } from './groups.ts'
import { unshown } from './unshown.ts'

interface Def {
  readonly type: string
  readonly innerType?: Node
  readonly shape?: Readonly<Record<string, Node>>
  readonly catchall?: Node
}
interface Node {
  readonly def: Def
}

/** Every setting that holds a value of its own. An object that may have further keys is one value. */
function leavesOf(node: Node, path: string): readonly string[] {
  const { innerType, shape, catchall } = node.def
  if (shape !== undefined && (catchall === undefined || catchall.def.type === 'never'))
    return Object.entries(shape).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`))
  // An object that may be absent as a whole is one value, too.
  if (node.def.type === 'nullable' || innerType === undefined) return [path]
  return leavesOf(innerType, path)
}

const leaves = leavesOf(Settings as unknown as Node, '')

test('every setting has a field, or a reason why it has none', () => {
  expect(leaves.length).toBeGreaterThan(100)
  const homeless = leaves.filter((path) => !groupOfPath.has(path) && !Object.hasOwn(unshown, path))
  expect(homeless).toEqual([])
  expect(Object.keys(unshown).filter((path) => groupOfPath.has(path) || !leaves.includes(path))).toEqual([])
})

test('every field is a setting, and has one place', () => {
  const paths = placedFields.map(({ field }) => field.path)
  expect(paths.filter((path) => !leaves.includes(path))).toEqual([])
  expect(new Set(paths).size).toBe(paths.length)
  const ids = groups.flatMap(({ sections }) => sections.map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
})

test('every field has words, and every choice is one that the schema takes', () => {
  for (const { field } of placedFields) {
    expect(field.label, field.path).not.toBe('')
    if (field.kind !== 'choice') continue
    for (const { value } of field.choices) {
      const nested = field.path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
      expect(Settings.safeParse(nested).success, `${field.path}=${value}`).toBe(true)
    }
  }
  expect(defaultSettings().appearance).toEqual({ theme: 'system', language: 'system', motion: 'system' })
})
