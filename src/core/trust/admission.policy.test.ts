import { describe, expect, it } from 'vitest'
import { Permission, TrustLevel } from '../../contract/views.ts'
import { admissionStanding, defaultPermissions } from './admission.policy.ts'

describe('admission', () => {
  it.each([
    // level, mode, inbound, outbound
    ['blocked', 'learn', 'refused', 'refused'],
    ['blocked', 'ask', 'refused', 'refused'],
    ['blocked', 'locked', 'refused', 'refused'],
    ['unknown', 'learn', 'admitted', 'refused'],
    ['unknown', 'ask', 'quarantined', 'refused'],
    ['unknown', 'locked', 'refused', 'refused'],
    ['verified', 'learn', 'admitted', 'admitted'],
    ['verified', 'ask', 'admitted', 'admitted'],
    ['verified', 'locked', 'admitted', 'admitted'],
    ['trusted', 'learn', 'admitted', 'admitted'],
    ['trusted', 'ask', 'admitted', 'admitted'],
    ['trusted', 'locked', 'admitted', 'admitted'],
  ] as const)('of a %s peer in mode %s: %s when it comes, %s when we go', (level, mode, inbound, outbound) => {
    expect(admissionStanding(level, mode, 'inbound')).toBe(inbound)
    expect(admissionStanding(level, mode, 'outbound')).toBe(outbound)
  })
})

describe('permissions', () => {
  it('come with the level: nothing for strangers and blocked, all for trusted, and more trust never means less', () => {
    expect(defaultPermissions).toEqual({
      blocked: [],
      unknown: [],
      verified: ['message', 'offer-files'],
      trusted: [...Permission.options],
    })
    expect(Object.keys(defaultPermissions).sort()).toEqual([...TrustLevel.options].sort())
  })
})
