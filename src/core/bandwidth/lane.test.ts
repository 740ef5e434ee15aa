/** One direction of the throttle, on a clock that moves when told. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../tests/harness/manual-clock.ts'
import type { Clock } from '../../kit/clock.ts'
import { KIB, MIB } from '../../kit/units.ts'
import { createLane, type Lane } from './lane.ts'
import type { Flow, TrafficClass } from './throttle.types.ts'

/** Where ten seconds begin and end within a turn makes so much of a difference per second. */
const TURN = 64 * 102.4
const UNLIMITED = Number.POSITIVE_INFINITY

function setUp(options: { caps?: Record<string, number>; weights?: Record<string, number> } = {}) {
  const clock = new ManualClock()
  const caps: Record<string, number> = { ...options.caps }
  const lane = createLane(clock, {
    peerCap: (peerId) => caps[peerId] ?? UNLIMITED,
    weight: (peerId) => options.weights?.[peerId] ?? 1,
  })
  return { clock, caps, lane }
}

/** Always has more to send, in pieces as large as it may. */
function greedy(lane: Lane, peerId: string, kind: TrafficClass = 'bulk', exempt = false) {
  let passed = 0
  const go = (): void => {
    for (let n = 0; n < 1_000; n++) {
      const taken = flow.take(64 * KIB)
      passed += taken
      if (taken < 64 * KIB) return
    }
  }
  const flow: Flow & Disposable = lane.open({ peerId, kind, isExempt: () => exempt }, go)
  go()
  return {
    flow,
    get passed() {
      return passed
    },
    go,
  }
}

/** What passes in so many seconds after two to settle, per second. */
async function rateOf(clock: ManualClock, flows: readonly { readonly passed: number }[], seconds = 10) {
  await clock.advance(2_000)
  const before = flows.map(({ passed }) => passed)
  await clock.advance(seconds * 1_000)
  return flows.map(({ passed }, at) => (passed - (before[at] ?? 0)) / seconds)
}

const jain = (rates: readonly number[]): number =>
  rates.reduce((sum, rate) => sum + rate, 0) ** 2 / (rates.length * rates.reduce((sum, rate) => sum + rate ** 2, 0))

describe('a cap', () => {
  it.each([16 * KIB, 64 * KIB, 256 * KIB, MIB, 10 * MIB, 50 * MIB])('of %i bytes per second is kept', async (cap) => {
    const { clock, lane } = setUp()
    lane.setCap(cap)
    const [rate = 0] = await rateOf(clock, [greedy(lane, 'a')])
    expect(Math.abs(rate / cap - 1)).toBeLessThan(0.005)
    const mine = setUp({ caps: { a: cap } })
    const [own = 0] = await rateOf(mine.clock, [greedy(mine.lane, 'a')])
    expect(Math.abs(own / cap - 1)).toBeLessThan(0.005)
  })

  it('is never exceeded in any second, the first after a rest included, beyond its burst', () => {
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom(64 * KIB, 256 * KIB, MIB, 10 * MIB),
        fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 3, maxLength: 12 }),
        async (cap, rests) => {
          const { clock, lane } = setUp()
          lane.setCap(cap)
          const one = greedy(lane, 'a')
          const at: [number, number][] = [[0, one.passed]]
          for (const restMs of rests) {
            // Rests while the flow wants nothing: it stands in line only after it was asked to go.
            await clock.advance(restMs)
            one.go()
            at.push([clock.now(), one.passed])
          }
          for (const [from, [fromMs, before]] of at.entries())
            for (const [toMs, after] of at.slice(from + 1))
              expect(after - before).toBeLessThanOrEqual(
                ((toMs - fromMs) / 1_000) * cap + Math.max(Math.min(cap, 512 * KIB), cap / 10) + 1,
              )
        },
      ),
      { numRuns: 30 },
    )
  })

  it('of a peer holds inside the node’s, and the others get what it leaves', async () => {
    const { clock, lane } = setUp({ caps: { slow: 100 * KIB } })
    lane.setCap(MIB)
    const rates = await rateOf(clock, [greedy(lane, 'slow'), greedy(lane, 'a'), greedy(lane, 'b')])
    for (const [at, kib] of [100, 462, 462].entries()) expect(Math.abs((rates[at] ?? 0) / KIB - kib)).toBeLessThan(3)
  })

  it('takes effect on running flows at once, and lets everything go when it is lifted', async () => {
    const { clock, lane } = setUp()
    lane.setCap(MIB)
    const one = greedy(lane, 'a')
    await clock.advance(2_000)
    lane.setCap(100 * KIB)
    const before = one.passed
    await clock.advance(200)
    expect(one.passed - before).toBeLessThanOrEqual(100 * KIB * 0.4 + 64 * KIB)
    const [rate = 0] = await rateOf(clock, [one])
    expect(Math.abs(rate / (100 * KIB) - 1)).toBeLessThan(0.005)
    lane.setCap(UNLIMITED)
    expect(one.flow.isFree).toBe(true)
    expect(one.flow.isWaiting).toBe(false)
    expect([...lane.held()]).toEqual(['a'])
    await clock.advance(1_001)
    expect(lane.held().size).toBe(0)
  })

  it('of nothing lets control pass and nothing else, and no timer runs meanwhile', async () => {
    const { clock, lane } = setUp()
    lane.setCap(0)
    const bulk = greedy(lane, 'a')
    const control = lane.open({ peerId: 'a', kind: 'control', isExempt: () => false }, () => {})
    expect(control.take(500)).toBe(500)
    await clock.advance(60_000)
    expect(bulk.passed).toBe(0)
    expect(clock.pending).toBe(0)
    lane.setCap(64 * KIB)
    await clock.advance(10_000)
    expect(bulk.passed).toBeGreaterThan(9 * 64 * KIB)
  })

  it('does not hold who is exempt', () => {
    const { lane } = setUp({ caps: { a: KIB } })
    lane.setCap(KIB)
    const flow = lane.open({ peerId: 'a', kind: 'bulk', isExempt: () => true }, () => {})
    expect([flow.isFree, flow.take(MIB), flow.bytesPerSecond]).toEqual([true, MIB, UNLIMITED])
  })

  it('lets go who waits and becomes exempt meanwhile', async () => {
    const { clock, lane } = setUp()
    let exempt = false
    let passed = 0
    lane.setCap(16 * KIB)
    const flow = lane.open({ peerId: 'a', kind: 'bulk', isExempt: () => exempt }, () => {
      passed += flow.take(10 * MIB)
    })
    passed += flow.take(10 * MIB)
    await clock.advance(500)
    expect(passed).toBeLessThan(32 * KIB)
    exempt = true
    lane.recheck()
    expect(passed).toBeGreaterThan(10 * MIB)
  })

  it('counts what passes unasked: others make up for it', async () => {
    const { clock, lane } = setUp()
    lane.setCap(MIB)
    const one = greedy(lane, 'a')
    const control = lane.open({ peerId: 'b', kind: 'control', isExempt: () => false }, () => {})
    await clock.advance(2_000)
    const before = one.passed
    for (let n = 0; n < 100; n++) {
      control.charge(5 * KIB)
      await clock.advance(100)
    }
    expect((one.passed - before) / 10 / KIB).toBeCloseTo(1_024 - 50, -1)
  })

  it('gets back what was taken and did not pass', async () => {
    const { clock, lane } = setUp()
    lane.setCap(64 * KIB)
    let passed = 0
    const flow = lane.open({ peerId: 'a', kind: 'bulk', isExempt: () => false }, () => {
      const taken = flow.take(64 * KIB)
      flow.giveBack(taken - 100)
      passed += Math.min(100, taken)
    })
    flow.giveBack(flow.take(64 * KIB))
    await clock.advance(10_000)
    expect(passed).toBeGreaterThan(60 * KIB)
  })
})

it('a flow that gives back all that it took leaves the line until it asks again, and nothing stands still', async () => {
  const { clock, lane } = setUp()
  lane.setCap(256 * KIB)
  let asked = 0
  const stuck = lane.open({ peerId: 'a', kind: 'bulk', isExempt: () => false }, () => {
    asked += 1
    stuck.giveBack(stuck.take(64 * KIB))
  })
  stuck.giveBack(stuck.take(64 * KIB))
  const other = greedy(lane, 'b')
  await clock.advance(2_000)
  expect([asked, stuck.isWaiting]).toEqual([1, false])
  expect(other.passed).toBeGreaterThan(450 * KIB)
})

describe('fairness', () => {
  it('ten peers under one cap get the same, one with eight streams no more than one with one', async () => {
    const { clock, lane } = setUp()
    lane.setCap(MIB)
    const flows = Array.from({ length: 10 }, (_, peer) =>
      Array.from({ length: peer === 0 ? 8 : 1 }, () => greedy(lane, `peer${peer}`)),
    )
    const rates = await rateOf(clock, flows.flat())
    const byPeer = [rates.slice(0, 8).reduce((sum, rate) => sum + rate, 0), ...rates.slice(8)]
    expect(jain(byPeer)).toBeGreaterThanOrEqual(0.999)
    // And within the peer.
    expect(jain(rates.slice(0, 8))).toBeGreaterThanOrEqual(0.99)
  })

  it('whatever the caps of peers: nobody gets more than its own, nobody who wants more gets less than another', () => {
    return fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 64, max: 768 }),
        fc.array(fc.option(fc.integer({ min: 16, max: 512 })), { minLength: 2, maxLength: 5 }),
        async (nodeKib, peerKib) => {
          const caps = Object.fromEntries(peerKib.map((kib, at) => [`peer${at}`, kib === null ? UNLIMITED : kib * KIB]))
          const { clock, lane } = setUp({ caps })
          lane.setCap(nodeKib * KIB)
          const rates = await rateOf(
            clock,
            peerKib.map((_, at) => greedy(lane, `peer${at}`)),
          )
          const sum = rates.reduce((all, rate) => all + rate, 0)
          const wanted = Object.values(caps).reduce((all, cap) => all + Math.min(cap, nodeKib * KIB), 0)
          expect(sum).toBeLessThanOrEqual(nodeKib * KIB * 1.005 + TURN)
          expect(sum).toBeGreaterThanOrEqual(Math.min(wanted, nodeKib * KIB) * 0.97 - TURN)
          const satisfied = (at: number): boolean => (rates[at] ?? 0) >= (caps[`peer${at}`] ?? 0) * 0.97
          const most = Math.max(...rates)
          for (const [at, rate] of rates.entries()) {
            expect(rate).toBeLessThanOrEqual((caps[`peer${at}`] ?? UNLIMITED) * 1.005 + TURN)
            if (!satisfied(at)) expect(rate).toBeGreaterThanOrEqual(most * 0.9)
          }
        },
      ),
      { numRuns: 12 },
    )
  })

  it('a peer of weight three gets three times the share', async () => {
    const { clock, lane } = setUp({ weights: { trusted: 3 } })
    lane.setCap(MIB)
    const [trusted = 0, other = 0] = await rateOf(clock, [greedy(lane, 'trusted'), greedy(lane, 'other')])
    expect(trusted / other).toBeCloseTo(3, 1)
  })
})

describe('what a flow can count on', () => {
  it('is the cap by those who use it now; who rested for two seconds does not count', async () => {
    const { clock, lane } = setUp({ caps: { a: 100 * KIB } })
    lane.setCap(MIB)
    const flows = [greedy(lane, 'a'), greedy(lane, 'a'), greedy(lane, 'b'), greedy(lane, 'c')]
    await clock.advance(3_000)
    expect(flows.map(({ flow }) => flow.bytesPerSecond / KIB)).toEqual([50, 50, 256, 256])
    for (const { flow } of flows.slice(1)) flow[Symbol.dispose]()
    expect(flows[0]?.flow.bytesPerSecond).toBe(100 * KIB)
    const idle = lane.open({ peerId: 'b', kind: 'bulk', isExempt: () => false }, () => {})
    expect(idle.bytesPerSecond).toBe(MIB / 2)
    lane.setCap(UNLIMITED)
    expect(idle.bytesPerSecond).toBe(UNLIMITED)
  })
})

describe('priority', () => {
  it('a message does not wait for bulk, at a saturated cap with five peers', async () => {
    const { clock, lane } = setUp()
    lane.setCap(256 * KIB)
    for (let peer = 0; peer < 5; peer++) greedy(lane, `peer${peer}`)
    await clock.advance(2_000)
    let sentMs = 0
    const waits: number[] = []
    let left = 0
    const message = lane.open({ peerId: 'sixth', kind: 'message', isExempt: () => false }, () => send())
    const send = (): void => {
      left -= message.take(left)
      if (left === 0) waits.push(clock.now() - sentMs)
    }
    for (let n = 0; n < 100; n++) {
      left = KIB
      sentMs = clock.now()
      send()
      await clock.advance(73)
    }
    expect(waits).toHaveLength(100)
    expect(Math.max(...waits)).toBeLessThan(30)
  })
})

describe('when it is over', () => {
  it('leaves nothing behind: no timer, nobody in line, and a flow that was closed passes freely', async () => {
    const { clock, lane } = setUp()
    lane.setCap(KIB)
    const flows = [greedy(lane, 'a'), greedy(lane, 'b', 'message')]
    for (const { flow } of flows) {
      flow[Symbol.dispose]()
      flow[Symbol.dispose]()
      expect([flow.isWaiting, flow.isFree]).toEqual([false, true])
    }
    await clock.advance(1_001)
    expect(lane.held().size).toBe(0)
    lane[Symbol.dispose]()
    lane[Symbol.dispose]()
    expect(clock.pending).toBe(0)
  })

  it('a late timer costs nothing of the cap', async () => {
    const clock = new ManualClock()
    // As if the process stood still for 80 ms whenever it was to go on.
    const late: Clock = {
      now: () => clock.now(),
      wallMs: () => clock.wallMs(),
      at: (when, task) => clock.at(when + 80, task),
    }
    const lane = createLane(late, { peerCap: () => UNLIMITED, weight: () => 1 })
    lane.setCap(10 * MIB)
    const [rate = 0] = await rateOf(clock, [greedy(lane, 'a')])
    expect(rate / (10 * MIB)).toBeGreaterThan(0.995)
  })
})
