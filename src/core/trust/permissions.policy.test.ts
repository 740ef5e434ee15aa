import { describe, expect, it } from 'vitest'
import { Settings } from '../../contract/settings.ts'
import { Permission } from '../../contract/views.ts'
import { permissionsOf } from './permissions.policy.ts'

const { grants } = Settings.parse({})

describe('permissions', () => {
  it.each([
    ['blocked', null, []],
    ['unknown', null, []],
    ['verified', null, ['message', 'offer-files']],
    ['trusted', null, [...Permission.options]],
    ['verified', [], []],
    ['verified', ['introduce'], ['introduce']],
    ['trusted', ['message'], ['message']],
    ['blocked', ['message'], []],
    ['unknown', ['message'], []],
  ] as const)('of a %s peer with its own %j are %j', (level, own, expected) => {
    expect(permissionsOf(level, own, grants)).toEqual(expected)
  })

  it('follow the settings where the peer has none of its own', () => {
    const others = { verified: ['introduce' as const], trusted: [] }
    expect(permissionsOf('verified', null, others)).toEqual(['introduce'])
    expect(permissionsOf('trusted', null, others)).toEqual([])
    expect(permissionsOf('trusted', ['message'], others)).toEqual(['message'])
  })
})
