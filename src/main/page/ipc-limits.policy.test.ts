import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calls } from '../../contract/contract.ts'
import {
  MAX_INPUT_CHARACTERS,
  MAX_INPUT_DEPTH,
  MAX_INPUT_VALUES,
  MAX_NAME_CHARACTERS,
  measureInput,
} from './ipc-limits.policy.ts'

const nested = (depth: number): unknown => (depth === 0 ? 'leaf' : { below: nested(depth - 1) })

describe('what a page sends', () => {
  it.each([
    undefined,
    null,
    true,
    Number.NaN,
    'text',
    [],
    {},
    Object.create(null),
    { peerIds: Array.from({ length: 10_000 }, () => 'x'.repeat(52)) },
    { text: 'x'.repeat(16_000_000), passphrase: 'x'.repeat(1_024) },
    nested(MAX_INPUT_DEPTH),
  ])('fits (%#)', (input) => expect(measureInput(input)).toBe('fits'))

  it.each([
    new Map(),
    new Set(),
    new Date(0),
    /x/,
    new Uint8Array(1),
    new ArrayBuffer(1),
    new Error('x'),
    1n,
    Symbol('x'),
    () => 1,
    { deep: [{ inside: new Date(0) }] },
  ])('is not plain (%#)', (input) => expect(measureInput(input)).toBe('not-plain'))

  it.each([
    'x'.repeat(MAX_INPUT_CHARACTERS + 1),
    { ['x'.repeat(MAX_INPUT_CHARACTERS)]: 'x' },
    ['x'.repeat(MAX_INPUT_CHARACTERS / 2), 'x'.repeat(MAX_INPUT_CHARACTERS / 2 + 1)],
    Array.from({ length: MAX_INPUT_VALUES }, () => 0),
    new Array(4_000_000_000),
    nested(MAX_INPUT_DEPTH + 1),
  ])('is too large (%#)', (input) => expect(measureInput(input)).toBe('too-large'))

  it('ends at a circle', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(measureInput(circle)).toBe('too-large')
  })

  it('lets everything of JSON pass', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => measureInput(value) === 'fits'))
  })

  it('knows no name that long', () => {
    expect(Math.max(...Object.keys(calls).map((name) => name.length))).toBeLessThan(MAX_NAME_CHARACTERS)
  })
})
