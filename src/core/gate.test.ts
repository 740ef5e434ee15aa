import { describe, expect, it } from 'vitest'
import { FakeStore } from '../../tests/harness/fake-store.ts'
import { ManualClock } from '../../tests/harness/manual-clock.ts'
import { Settings, type SettingsInput } from '../contract/settings.ts'
import { type AdmissionMode, Permission, type TrustLevel } from '../contract/views.ts'
import { silentLog } from '../kit/log.ts'
import { MINUTE_MS } from '../kit/units.ts'
import { createGate } from './gate.ts'
import { LINK_PROTOCOL } from './peers/index.ts'
import { createTrustBook, JOIN_PROTOCOL } from './trust/index.ts'

function setup(mode: AdmissionMode = 'ask', settings: SettingsInput = {}) {
  const clock = new ManualClock()
  const current = Settings.parse({ ...settings, admission: { mode } })
  const trust = createTrustBook({ clock, store: new FakeStore(), log: silentLog }, () => current.requests)
  const invites = { anyOpen: false, isJoining: (peerId: string) => peerId === 'inviter' }
  const gate = createGate({ trust, settings: { current }, invites: () => invites })
  const decide = (level: Exclude<TrustLevel, 'unknown'>, permissions: Permission[] | null = null) =>
    trust.decide('p', { level, permissions })
  return { clock, trust, invites, gate, decide }
}

const uses = ({ gate }: ReturnType<typeof setup>, peerId: string, direction: 'inbound' | 'outbound') =>
  [LINK_PROTOCOL, JOIN_PROTOCOL, '/ipfs/id/1.0.0'].map((protocol) =>
    gate.mayUseInQuarantine({ peerId, direction, protocol }),
  )

describe('what a quarantined connection may use', () => {
  it('a stranger may be told that it is not approved, and present a secret while an invite is open', () => {
    const asking = setup('ask')
    expect(uses(asking, 's', 'inbound')).toEqual([true, false, false])
    asking.invites.anyOpen = true
    expect(uses(asking, 's', 'inbound')).toEqual([true, true, false])
  })

  it('behind a locked door only the secret counts', () => {
    const locked = setup('locked')
    expect(uses(locked, 's', 'inbound')).toEqual([false, false, false])
    locked.invites.anyOpen = true
    expect(uses(locked, 's', 'inbound')).toEqual([false, true, false])
  })

  it('towards an inviter only joining, and nobody else is dialled', () => {
    const world = setup()
    expect(uses(world, 'inviter', 'outbound')).toEqual([true, true, false])
    expect(uses(world, 's', 'outbound')).toEqual([false, false, false])
  })

  it('one that is admitted or blocked is not in quarantine', () => {
    for (const level of ['blocked', 'verified', 'trusted'] as const) {
      const world = setup()
      world.invites.anyOpen = true
      world.decide(level)
      expect(uses(world, 'p', 'inbound')).toEqual([false, false, false])
    }
  })
})

describe('permissions', () => {
  const granted = ({ gate }: ReturnType<typeof setup>) => Permission.options.filter((one) => gate.may('p', one))

  it('follow the level as the settings say', () => {
    const world = setup('ask', { grants: { verified: ['message'] } })
    expect(granted(world)).toEqual([])
    world.decide('verified')
    expect(granted(world)).toEqual(['message'])
    world.decide('trusted')
    expect(granted(world)).toEqual(Permission.options)
    expect([world.gate.mayUseRelay('p'), world.gate.mayRelayForUs('p'), world.gate.isTrusted('p')]).toEqual([
      true,
      true,
      true,
    ])
  })

  it('of its own go before the level, also when they are none', () => {
    const world = setup()
    world.decide('trusted', [])
    expect(granted(world)).toEqual([])
    world.decide('verified', ['use-relay'])
    expect(granted(world)).toEqual(['use-relay'])
  })

  it('rest while a peer is banned, and nobody relays for us then', () => {
    const world = setup()
    world.decide('trusted')
    world.trust.ban('p', world.clock.wallMs() + MINUTE_MS, 'person')
    expect([granted(world), world.gate.mayRelayForUs('p'), world.gate.admits('p')]).toEqual([[], false, false])
  })

  it('a stranger in mode learn is let in and may do nothing', () => {
    const world = setup('learn')
    expect([world.gate.admits('p'), granted(world)]).toEqual([true, []])
  })
})
