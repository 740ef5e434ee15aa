import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AdmissionMode, Direction, TrustLevel } from '../../contract/views.ts'
import { type Attempt, decideAdmission } from './admission.policy.ts'

/** `standing/reason` of every attempt with these: banned or not, with an invite or not. */
function verdicts(level: Attempt['level'], mode: Attempt['mode'], direction: Attempt['direction']) {
  const of = (banned: boolean, invited: boolean): string => {
    const { standing, reason } = decideAdmission({ level, mode, direction, banned, invited })
    return `${standing}/${reason}`
  }
  return [of(false, false), of(false, true), of(true, false), of(true, true)]
}

/** Every level × mode × direction; then, in order: plain, invited, banned, banned and invited. */
const table: readonly (readonly [
  Attempt['level'],
  Attempt['mode'],
  Attempt['direction'],
  readonly [string, string, string, string],
])[] = [
  ...AdmissionMode.options.flatMap((mode) =>
    Direction.options.flatMap((direction) => {
      const blocked = 'refused/blocked'
      const banned = 'refused/banned'
      return [
        ['blocked', mode, direction, [blocked, blocked, blocked, blocked]] as const,
        ['verified', mode, direction, ['admitted/verified', 'admitted/verified', banned, banned]] as const,
        ['trusted', mode, direction, ['admitted/trusted', 'admitted/trusted', banned, banned]] as const,
      ]
    }),
  ),
  ['unknown', 'learn', 'inbound', ['admitted/learn', 'admitted/learn', 'refused/banned', 'refused/banned']],
  [
    'unknown',
    'ask',
    'inbound',
    ['quarantined/not-approved', 'quarantined/not-approved', 'refused/banned', 'refused/banned'],
  ],
  ['unknown', 'locked', 'inbound', ['refused/locked', 'quarantined/invite', 'refused/banned', 'refused/banned']],
  ...AdmissionMode.options.map(
    (mode) =>
      [
        'unknown',
        mode,
        'outbound',
        ['refused/stranger', 'quarantined/invite', 'refused/banned', 'refused/banned'],
      ] as const,
  ),
]

describe('admission', () => {
  it.each(table)('of a %s peer in mode %s, %s: %j', (level, mode, direction, expected) => {
    expect(verdicts(level, mode, direction)).toEqual(expected)
  })

  it('is decided for every level, mode and direction', () => {
    const cells = new Set(table.map(([level, mode, direction]) => `${level} ${mode} ${direction}`))
    expect(cells.size).toBe(TrustLevel.options.length * AdmissionMode.options.length * Direction.options.length)
  })

  it('lets nobody in whom no person chose: a level, the mode learn, or at most as far as an invite', () => {
    const attempt = fc.record({
      level: fc.constantFrom(...TrustLevel.options),
      mode: fc.constantFrom(...AdmissionMode.options),
      direction: fc.constantFrom(...Direction.options),
      banned: fc.boolean(),
      invited: fc.boolean(),
    })
    fc.assert(
      fc.property(attempt, (one) => {
        const { standing, reason } = decideAdmission(one)
        const chosen = one.level === 'verified' || one.level === 'trusted'
        const learning = one.level === 'unknown' && one.mode === 'learn' && one.direction === 'inbound'
        if (standing === 'admitted') return !one.banned && (chosen || learning)
        if (standing === 'quarantined' && reason === 'invite')
          return !one.banned && one.invited && one.level === 'unknown'
        // Told “not approved”, and nothing else.
        if (standing === 'quarantined')
          return one.mode === 'ask' && one.direction === 'inbound' && one.level === 'unknown'
        return true
      }),
      { numRuns: 1_000 },
    )
  })
})
