import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import { Settings } from '../../contract/settings.ts'
import { createConnectionLimits, type Place } from './connection-limits.ts'

function setup(own: Partial<Settings['limits']> = {}) {
  const clock = new ManualClock()
  const trusted = new Set<string>()
  const busy = new Set<string>()
  const ended: string[] = []
  const live = { limits: Settings.parse({ limits: own }).limits }
  const limits = createConnectionLimits(
    {
      clock,
      isTrusted: (peerId) => trusted.has(peerId),
      isBusy: (peerId) => busy.has(peerId),
      isKept: () => false,
    },
    () => live.limits,
  )
  const arrive = (address: string, name = address) => limits.arrive(address, (why) => ended.push(`${name} ${why}`))
  function comes(address: string, peerId: string, stranger = false): Place {
    const place = arrive(address, peerId)
    if (typeof place === 'string') throw new Error(place)
    expect(place.prove(peerId, stranger)).toBeNull()
    place.opened()
    return place
  }
  return { clock, trusted, busy, ended, live, limits, arrive, comes }
}

const from = (n: number): string => `/ip4/10.0.${Math.trunc(n / 250)}.${n % 250}/tcp/1`

describe('the census of connections', () => {
  it('a handshake has its deadline, and gives its place back then', async () => {
    const { clock, ended, limits, arrive } = setup({ pendingInbound: 2 })
    arrive(from(1))
    arrive(from(2))
    expect(arrive(from(3))).toBe('limit-pending')
    expect(limits.census().pending).toBe(2)
    await clock.advance(9_999)
    expect(ended).toEqual([])
    await clock.advance(1)
    expect(ended).toEqual([`${from(1)} handshake-timeout`, `${from(2)} handshake-timeout`])
    expect(limits.census()).toMatchObject({ pending: 0, trusted: 0, others: 0 })
    expect(typeof arrive(from(3))).toBe('object')
  })

  it('the place of one that gave up, or is done, is free at once, and no timer is left', () => {
    const { clock, limits, arrive, comes } = setup({ pendingInbound: 1 })
    const gone = arrive(from(1))
    if (typeof gone === 'object') gone[Symbol.dispose]()
    if (typeof gone === 'object') gone[Symbol.dispose]()
    const place = comes(from(2), 'a')
    expect(limits.census()).toMatchObject({ pending: 0, others: 1 })
    expect(clock.pending).toBe(0)
    place[Symbol.dispose]()
    expect(limits.census()).toMatchObject({ pending: 0, others: 0 })
  })

  it('an address may come five times a second and be there ten times; another is not held up by it', async () => {
    const { clock, arrive } = setup()
    const outcomes: unknown[] = []
    for (let second = 0; second < 3; second++) {
      for (let n = 0; n < 6; n++) outcomes.push(arrive(from(1)))
      await clock.advance(1_000)
    }
    const refused = outcomes.map((outcome) => (typeof outcome === 'string' ? outcome : 'in'))
    const five = Array.from({ length: 5 }, () => 'in')
    expect(refused).toEqual([
      ...[...five, 'limit-rate'],
      ...[...five, 'limit-rate'],
      ...Array.from({ length: 6 }, () => 'limit-address'),
    ])
    expect(typeof arrive(from(2))).toBe('object')
  })

  it('makes room for a trusted peer, and for nobody else', () => {
    const { trusted, busy, ended, limits, comes, arrive } = setup({ connections: 4, reservedForTrusted: 1 })
    trusted.add('friend').add('other friend')
    busy.add('busy')
    comes(from(1), 'busy')
    comes(from(2), 'verified')
    comes(from(3), 'guest', true)
    const one = arrive(from(4))
    expect(typeof one === 'object' && one.prove('one more', false)).toBe('limit-total')
    if (typeof one === 'object') one[Symbol.dispose]()
    comes(from(5), 'friend')
    expect(ended).toEqual([])
    comes(from(6), 'other friend')
    expect(ended).toEqual(['guest pruned'])
    expect(limits.census()).toMatchObject({ trusted: 2, others: 2 })
    trusted.add('third')
    comes(from(7), 'third')
    expect(ended).toEqual(['guest pruned', 'verified pruned'])
    trusted.add('fourth')
    const last = arrive(from(8))
    // Only somebody with whom something runs is left: it is not cut off, and nobody is let into the house to find out.
    expect(last).toBe('limit-total')
    expect(limits.refusesDial('fourth')).toBe('limit-total')
    expect(ended).toHaveLength(2)
  })

  it('outbound connections count as well, and a dial is refused before it begins', () => {
    const { trusted, limits } = setup({ connections: 3, reservedForTrusted: 1 })
    trusted.add('friend')
    for (const peerId of ['a', 'b']) {
      expect(limits.refusesDial(peerId)).toBeNull()
      expect(limits.leave(() => {}).prove(peerId, false)).toBeNull()
    }
    expect(limits.refusesDial('c')).toBe('limit-total')
    expect(limits.refusesDial('friend')).toBeNull()
    expect(limits.census()).toMatchObject({ others: 2, pending: 0 })
  })

  it('a peer has eight, in both directions together', () => {
    const { limits, comes, arrive } = setup()
    for (let n = 0; n < 4; n++) comes(from(n), 'a')
    for (let n = 0; n < 4; n++) limits.leave(() => {}).prove('a', false)
    const ninth = arrive(from(9))
    expect(typeof ninth === 'object' && ninth.prove('a', false)).toBe('limit-peer')
    expect(limits.refusesDial('a')).toBe('limit-peer')
  })

  it('a changed limit holds for the next who comes', () => {
    const { live, comes, arrive } = setup()
    comes(from(1), 'a')
    live.limits = Settings.parse({ limits: { perIpv4: 1 } }).limits
    expect(arrive(from(1))).toBe('limit-address')
  })
})
