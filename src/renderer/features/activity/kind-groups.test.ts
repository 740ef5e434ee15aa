import { expect, test } from 'vitest'
import { AuditKind } from '../../../contract/audit-views.ts'
import { chosenOf, groupNames, groups, toggleGroup, toggleKind } from './kind-groups.ts'

test('every kind is in exactly one group', () => {
  expect(groupNames.flatMap((name) => [...groups[name]]).sort()).toEqual([...AuditKind.options].sort())
})

test('a group is taken in whole, and out again', () => {
  expect(toggleGroup('refused', ['admit'])).toEqual(['admit', 'refuse', 'deny'])
  expect(toggleGroup('refused', ['deny', 'admit'])).toEqual(['admit', 'refuse', 'deny'])
  expect(toggleGroup('refused', ['refuse', 'admit', 'deny'])).toEqual(['admit'])
})

test('how much of a group is chosen', () => {
  expect(chosenOf('refused', [])).toBe('none')
  expect(chosenOf('refused', toggleKind('deny', []))).toBe('some')
  expect(chosenOf('refused', ['refuse', 'deny'])).toBe('all')
  expect(toggleKind('deny', ['deny', 'admit'])).toEqual(['admit'])
})
