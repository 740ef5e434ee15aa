import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Transport } from '../../contract/views.ts'
import { bestConnection, type RankedConnection } from './connection-rank.policy.ts'

const connection = (id: string, transport: RankedConnection['transport'], openedMs = 0): RankedConnection => ({
  id,
  transport,
  openedMs,
})

describe('of several connections to one peer', () => {
  it.each([
    [[], null],
    [[connection('a', 'relay')], 'a'],
    [[connection('a', 'relay', 9), connection('b', 'webrtc', 1)], 'b'],
    [[connection('a', 'webrtc', 9), connection('b', 'webrtc-direct', 1)], 'b'],
    [[connection('a', 'webrtc-direct', 9), connection('b', 'tcp', 1)], 'b'],
    [[connection('a', 'other', 9), connection('b', 'webrtc', 1)], 'b'],
    [[connection('a', 'relay', 9), connection('b', 'other', 1)], 'b'],
    [[connection('a', 'tcp', 1), connection('b', 'tcp', 2)], 'b'],
  ] as const)('%j: %s is used', (connections, id) => expect(bestConnection(connections)?.id ?? null).toBe(id))

  it('the same one is used, in whatever order they came to be listed', () => {
    const connections = fc.uniqueArray(
      fc.record({
        id: fc.uuid(),
        transport: fc.constantFrom(...Transport.options),
        openedMs: fc.integer({ min: 0, max: 1e6 }),
      }),
      { minLength: 1, maxLength: 8, selector: ({ openedMs }) => openedMs },
    )
    fc.assert(
      fc.property(
        connections.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => bestConnection(shuffled) === bestConnection(list),
      ),
    )
  })
})
