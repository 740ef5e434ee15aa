import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../kit/units.ts'
import { addressesToForget, FORGET_AFTER_MS, MAX_ADDRESSES_PER_PEER, rankAddresses } from './address-book.policy.ts'
import type { AddressRecord } from './address-store.types.ts'

const NOW_MS = 1_000 * DAY_MS
const record = (address: string, change: Partial<AddressRecord> = {}): AddressRecord => ({
  peerId: 'p',
  address,
  source: 'peer',
  addedAtMs: NOW_MS,
  lastSuccessAtMs: null,
  lastFailureAtMs: null,
  failures: 0,
  failingSinceMs: null,
  ...change,
})
const ranked = (...records: AddressRecord[]) => rankAddresses(records).map(({ address }) => address)

describe('the order in which addresses are tried', () => {
  it.each([
    [
      'direct before relayed, even if only the relay worked',
      record('/a/tcp/1', { failures: 9 }),
      record('/r/p2p-circuit', { lastSuccessAtMs: 1 }),
    ],
    ['WebRTC that only meets at a relay is direct', record('/r/p2p-circuit/webrtc'), record('/r/p2p-circuit')],
    [
      'what has not failed before what has',
      record('/a/tcp/1'),
      record('/b/tcp/1', { failures: 1, lastSuccessAtMs: 5 }),
    ],
    ['what worked last', record('/a/tcp/1', { lastSuccessAtMs: 2 }), record('/b/tcp/1', { lastSuccessAtMs: 1 })],
    ['what a person gave', record('/a/tcp/1', { source: 'person', addedAtMs: 0 }), record('/b/tcp/1')],
    ['TCP before WebRTC', record('/a/tcp/1', { addedAtMs: 0 }), record('/b/udp/1/webrtc-direct')],
    ['what failed least', record('/a/tcp/1', { failures: 1 }), record('/b/tcp/1', { failures: 2 })],
    ['what is newest', record('/a/tcp/1'), record('/b/tcp/1', { addedAtMs: NOW_MS - 1 })],
  ])('%s', (_why, first, second) => {
    expect(ranked(first, second)).toEqual([first.address, second.address])
    expect(ranked(second, first)).toEqual([first.address, second.address])
  })
})

describe('what the book lets go', () => {
  const old = NOW_MS - FORGET_AFTER_MS
  it.each([
    ['failed for a month', { failures: 1, addedAtMs: 0, failingSinceMs: old }, true],
    [
      'failed for a month although it had worked before',
      { failures: 9, lastSuccessAtMs: 1, failingSinceMs: old },
      true,
    ],
    ['failed for almost a month', { failures: 9, addedAtMs: 0, failingSinceMs: old + 1 }, false],
    [
      'failed for the first time after a link of two months',
      { failures: 1, addedAtMs: 0, lastSuccessAtMs: 0, failingSinceMs: NOW_MS },
      false,
    ],
    ['failed before that was written down', { failures: 1, addedAtMs: old }, true],
    [
      'failed before that was written down, since it last worked',
      { failures: 1, addedAtMs: 0, lastSuccessAtMs: old },
      true,
    ],
    ['worked in between', { failures: 1, addedAtMs: 0, lastSuccessAtMs: old + 1 }, false],
    ['was never tried', { addedAtMs: 0 }, false],
    ['a person gave', { failures: 99, addedAtMs: 0, source: 'person' }, false],
  ] as const)('an address that %s', (_what, change, goes) =>
    expect(addressesToForget([record('/a/tcp/1', change), record('/b/tcp/1')], NOW_MS)).toHaveLength(goes ? 1 : 0),
  )

  it('is never the last address of a peer: the best of those that failed stays', () => {
    const failing = { failures: 3, failingSinceMs: old }
    const records = [record('/b/tcp/1', failing), record('/a/tcp/1', { ...failing, lastSuccessAtMs: 5 })]
    expect(addressesToForget(records, NOW_MS).map(({ address }) => address)).toEqual(['/b/tcp/1'])
  })

  it('is bounded: a peer that names more cannot grow it, nor push out what a person gave', () => {
    const source = fc.constantFrom('person' as const, 'peer' as const, 'mdns' as const)
    const records = fc.uniqueArray(
      fc.record({ port: fc.integer({ min: 1, max: 65_535 }), source, failures: fc.nat(5), addedAtMs: fc.nat(NOW_MS) }),
      { maxLength: 80, selector: ({ port }) => port },
    )
    fc.assert(
      fc.property(records, (list) => {
        const all = list.map(({ port, ...change }) => record(`/ip4/1.2.3.4/tcp/${port}`, change))
        const gone = new Set(addressesToForget(all, NOW_MS))
        const kept = all.filter((one) => !gone.has(one))
        expect(kept.length).toBeLessThanOrEqual(MAX_ADDRESSES_PER_PEER)
        if (kept.some(({ source: by }) => by !== 'person'))
          expect([...gone].every(({ source: by }) => by !== 'person')).toBe(true)
        expect(gone.size + kept.length).toBe(all.length)
      }),
    )
  })
})
