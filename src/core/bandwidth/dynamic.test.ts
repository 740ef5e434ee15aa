import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { createHomeLine, type HomeLineOptions, type Passed } from '../../../tests/harness/home-line.ts'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import { KIB, MIB } from '../../kit/units.ts'
import { FLOOR_BYTES_PER_SECOND } from './delay-control.policy.ts'
import { createDynamicCaps } from './dynamic.ts'
import type { DynamicCaps, RoundTrip } from './dynamic.types.ts'
import type { Second } from './meters.types.ts'
import type { Way } from './throttle.types.ts'

const FREE = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }
const figures: string[] = []
let clock = new ManualClock()
let dynamic: DynamicCaps | null = null

afterEach(async () => {
  dynamic?.[Symbol.dispose]()
  dynamic?.[Symbol.dispose]()
  // Answers that were still on their way.
  await clock.advance(10_000)
  expect(clock.pending).toBe(0)
})
afterAll(() => console.log(['== The dynamic mode on a simulated line', ...figures].join('\n')))

function setup(probe: (peerId: string) => Promise<RoundTrip | null>) {
  clock = new ManualClock()
  const settings = { enabled: true, targetMs: 60 }
  const roundTrips = createEmitter<RoundTrip & { readonly peerId: string }>()
  const seconds = createEmitter<Second>()
  const probed: string[] = []
  const exempt = new Set<string>()
  const caps = createDynamicCaps(
    {
      clock,
      roundTrips,
      seconds,
      isExempt: (peerId) => exempt.has(peerId),
      probe: (peerId) => {
        probed.push(peerId)
        return probe(peerId)
      },
    },
    () => settings,
  )
  dynamic = caps
  caps.start()
  return {
    caps,
    settings,
    probed,
    exempt,
    seconds,
    heartbeat: (rttMs: number, peerId = 'ben') => roundTrips.emit({ peerId, connectionId: '1', rttMs }),
    /** A second has passed, in which these peers sent or received so much. */
    second(peers: Readonly<Record<string, Partial<Record<Way, number>>>>) {
      const list = Object.entries(peers).map(([peerId, { up = 0, down = 0 }]) => ({
        peerId,
        uploadBytesPerSecond: up,
        downloadBytesPerSecond: down,
      }))
      const sum = (of: 'uploadBytesPerSecond' | 'downloadBytesPerSecond'): number =>
        list.reduce((total, peer) => total + peer[of], 0)
      seconds.emit({
        total: {
          uploadBytesPerSecond: sum('uploadBytesPerSecond'),
          downloadBytesPerSecond: sum('downloadBytesPerSecond'),
        },
        peers: list,
      })
    },
  }
}

/** Answers after so long, over the one connection that there is. */
const after = (delayMs: () => number) => (): Promise<RoundTrip> => {
  const rttMs = delayMs()
  return new Promise((resolve) => clock.at(clock.now() + rttMs, () => resolve({ connectionId: '1', rttMs })))
}

describe('the dynamic mode', () => {
  const loaded = { ben: { up: MIB } }

  it('does nothing while it is off', async () => {
    const { caps, settings, probed, heartbeat, second } = setup(after(() => 500))
    settings.enabled = false
    heartbeat(20)
    for (let n = 0; n < 10; n += 1) {
      second(loaded)
      await clock.advance(1_000)
    }
    expect([caps.caps, caps.queueingMs, probed, clock.pending]).toEqual([FREE, null, [], 0])
  })

  it('measures only while something passes, and four times a second', async () => {
    const { caps, probed, heartbeat, second } = setup(after(() => 20))
    heartbeat(20)
    await clock.advance(60_000)
    second({ ben: { up: 200, down: 300 } })
    expect([probed, clock.pending]).toEqual([[], 0])
    for (let n = 0; n < 10; n += 1) {
      second(loaded)
      await clock.advance(1_000)
    }
    expect(probed.length).toBeGreaterThanOrEqual(40)
    expect(probed.length).toBeLessThanOrEqual(41)
    expect([caps.caps, caps.queueingMs]).toEqual([FREE, 0])
    second({})
    await clock.advance(60_000)
    expect(probed.length).toBeLessThanOrEqual(41)
    expect([clock.pending, caps.queueingMs]).toEqual([0, null])
  })

  it('holds back the direction that carries something once the queues are longer than the target, and remembers for a minute', async () => {
    const { caps, heartbeat, second } = setup(after(() => 220))
    heartbeat(20)
    const told: number[] = []
    caps.changed.on(({ up }) => told.push(up))
    for (let n = 0; n < 3; n += 1) {
      second(loaded)
      await clock.advance(1_000)
    }
    expect(caps.queueingMs).toBe(200)
    expect(caps.caps.up).toBeLessThan(MIB)
    expect(caps.caps.up).toBeGreaterThanOrEqual(FLOOR_BYTES_PER_SECOND)
    expect(caps.caps.down).toBe(Number.POSITIVE_INFINITY)
    expect(told.at(-1)).toBe(caps.caps.up)
    const { up } = caps.caps
    second({})
    await clock.advance(59_000)
    expect(caps.caps.up).toBe(up)
    await clock.advance(1_000)
    expect([caps.caps, told.at(-1)]).toEqual([FREE, Number.POSITIVE_INFINITY])
  })

  it('lets go at once when it is switched off', async () => {
    const { caps, settings, heartbeat, second } = setup(after(() => 220))
    heartbeat(20)
    for (let n = 0; n < 3; n += 1) {
      second(loaded)
      await clock.advance(1_000)
    }
    settings.enabled = false
    caps.reconsider()
    expect([caps.caps, caps.queueingMs, clock.pending]).toEqual([FREE, null, 1])
    await clock.advance(1_000)
    expect(clock.pending).toBe(0)
  })

  it('yields to the peer with the longest queue, asks no more than three, and none that is exempt', async () => {
    const { caps, probed, exempt, heartbeat, second } = setup((peerId) => after(() => (peerId === 'cal' ? 300 : 20))())
    for (const peerId of ['ann', 'ben', 'cal', 'dan', 'eve', 'hal']) heartbeat(20, peerId)
    exempt.add('hal')
    const load = {
      ann: { up: MIB },
      ben: { up: MIB },
      cal: { down: MIB },
      dan: { up: MIB / 2 },
      eve: { up: KIB },
      hal: { up: 9 * MIB },
    }
    for (let n = 0; n < 3; n += 1) {
      second(load)
      await clock.advance(1_000)
    }
    expect(new Set(probed)).toEqual(new Set(['ann', 'ben', 'cal']))
    expect(caps.queueingMs).toBe(280)
    expect(caps.caps.up).toBeLessThan(2.5 * MIB)
    expect(caps.caps.down).toBeLessThan(MIB)
  })

  it('takes a line that does not answer at all for a long queue, and asks a bounded number of times', async () => {
    const { caps, probed, heartbeat, second } = setup(() => new Promise<null>(() => {}))
    heartbeat(20)
    for (let n = 0; n < 30; n += 1) {
      second({ ben: { up: Math.min(MIB, caps.caps.up) } })
      await clock.advance(1_000)
    }
    expect(probed.length).toBe(8)
    expect(caps.caps.up).toBe(FLOOR_BYTES_PER_SECOND)
  })

  it('may be stopped and started again in any state', async () => {
    const { caps, probed, heartbeat, second } = setup(after(() => 220))
    caps.start()
    heartbeat(20)
    second(loaded)
    await clock.advance(1_000)
    caps[Symbol.dispose]()
    caps[Symbol.dispose]()
    second(loaded)
    await clock.advance(5_000)
    expect([caps.caps, clock.pending]).toEqual([FREE, 0])
    const before = probed.length
    caps.start()
    second(loaded)
    expect(probed).toHaveLength(before + 1)
  })
})

interface Scenario extends HomeLineOptions {
  readonly targetMs?: number
  readonly on?: boolean
  /** Switched on only then. */
  readonly onFromMs?: number
  /** No heartbeat came before. */
  readonly unmeasured?: boolean
  readonly way?: Way
  /** What the transfer wants, bytes per second. */
  readonly wants?: (atMs: number) => number
}

/** A transfer over a home's line for so long. */
async function transfer(seconds: number, scenario: Scenario): Promise<readonly Passed[]> {
  const { way = 'up', wants = () => Number.POSITIVE_INFINITY } = scenario
  const line = createHomeLine(scenario)
  const { caps, settings, heartbeat, second } = setup(after(() => line.roundTripMs()))
  settings.enabled = scenario.on ?? true
  settings.targetMs = scenario.targetMs ?? 60
  if (scenario.unmeasured !== true) heartbeat(line.roundTripMs())
  const passed: Passed[] = []
  let taken = 0
  for (let atMs = 5; atMs <= seconds * 1_000; atMs += 5) {
    if (scenario.onFromMs !== undefined) settings.enabled = atMs >= scenario.onFromMs
    // More than any line here takes: a loop of a socket that is never full.
    const now = line.step(5, Math.min(caps.caps[way], wants(atMs), 200 * MIB))
    taken += now.taken
    passed.push(now)
    if (atMs % 1_000 === 0) {
      second({ ben: { [way]: taken } })
      taken = 0
    }
    await clock.advance(5)
  }
  await settled()
  return passed
}

function look(passed: readonly Passed[], fromSeconds: number, toSeconds: number, bytesPerSecond: number) {
  const part = passed.filter(({ atMs }) => atMs > fromSeconds * 1_000 && atMs <= toSeconds * 1_000)
  const waits = part.map(({ waitMs }) => waitMs).sort((a, b) => a - b)
  const share = (of: 'ours' | 'theirs'): number =>
    part.reduce((sum, one) => sum + one[of], 0) / ((toSeconds - fromSeconds) * bytesPerSecond)
  return {
    meanMs: waits.reduce((sum, ms) => sum + ms, 0) / waits.length,
    p95Ms: waits[Math.floor(waits.length * 0.95)] ?? Number.NaN,
    ours: share('ours'),
    theirs: share('theirs'),
  }
}

function note(what: string, { meanMs, p95Ms, ours, theirs }: ReturnType<typeof look>): void {
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
  const others = theirs > 0.001 ? `, others ${percent(theirs)}` : ''
  figures.push(
    `${what}: waits ${meanMs.toFixed(0)} ms (p95 ${p95Ms.toFixed(0)}), uses ${percent(ours)} of the line${others}`,
  )
}

/** A radio: a little of it always, and now and then much. */
const radio =
  (ms: number): NonNullable<HomeLineOptions['noiseMs']> =>
  (random) =>
    random() * ms + (random() < 0.02 ? random() * 5 * ms : 0)

describe('a transfer over a home’s line with a second of buffer', () => {
  const home: HomeLineOptions = { bytesPerSecond: () => MIB, bufferBytes: MIB, wayMs: 30, noiseMs: radio(6) }

  it('fills the buffer when the mode is off, and waits about the target when it is on', async () => {
    const off = look(await transfer(30, { ...home, on: false }), 10, 30, MIB)
    note('1 MiB/s, off', off)
    dynamic?.[Symbol.dispose]()
    const on = look(await transfer(60, home), 15, 60, MIB)
    note('1 MiB/s, target 60 ms', on)
    expect(off.meanMs).toBeGreaterThan(600)
    expect(on.meanMs).toBeGreaterThan(35)
    expect(on.meanMs).toBeLessThan(85)
    expect(on.p95Ms).toBeLessThan(130)
    expect(on.ours).toBeGreaterThan(0.95)
  })

  it.each<{ what: string; line: number; wayMs: number; noise: number; targetMs: number; way?: Way }>([
    { what: '128 KiB/s', line: 128 * KIB, wayMs: 40, noise: 6, targetMs: 60 },
    { what: '12 MiB/s', line: 12 * MIB, wayMs: 20, noise: 5, targetMs: 60 },
    { what: '1 MiB/s, a neighbour 1 ms away', line: MIB, wayMs: 1, noise: 1, targetMs: 60 },
    { what: '1 MiB/s, 150 ms away', line: MIB, wayMs: 150, noise: 10, targetMs: 60 },
    { what: '1 MiB/s over a bad radio (0 to 40 ms)', line: MIB, wayMs: 30, noise: 40, targetMs: 60 },
    { what: '1 MiB/s, target 20 ms', line: MIB, wayMs: 30, noise: 4, targetMs: 20 },
    { what: '1 MiB/s, target 100 ms', line: MIB, wayMs: 30, noise: 6, targetMs: 100 },
    { what: '1 MiB/s down', line: MIB, wayMs: 30, noise: 6, targetMs: 60, way: 'down' },
  ])('holds it for $what', async ({ what, line, wayMs, noise, targetMs, way = 'up' }) => {
    const passed = await transfer(70, {
      bytesPerSecond: () => line,
      bufferBytes: line,
      wayMs,
      noiseMs: radio(noise),
      targetMs,
      way,
    })
    const steady = look(passed, 25, 70, line)
    note(what, steady)
    expect(steady.meanMs).toBeLessThan(targetMs + 40)
    expect(steady.p95Ms).toBeLessThan(targetMs + 150)
    expect(steady.ours).toBeGreaterThan(0.85)
  })

  it('yields when somebody else wants the line, and has it back afterwards', async () => {
    const others: NonNullable<HomeLineOptions['others']> = (atMs) => (atMs > 30_000 && atMs <= 50_000 ? 1 : 0)
    const off = look(await transfer(50, { ...home, others, on: false }), 35, 50, MIB)
    note('somebody downloads, off', off)
    dynamic?.[Symbol.dispose]()
    const passed = await transfer(80, { ...home, others })
    const during = look(passed, 35, 50, MIB)
    note('somebody downloads', during)
    const afterwards = look(passed, 60, 80, MIB)
    note('10 s after they ended', afterwards)
    expect(during.ours).toBeLessThan(0.1)
    expect(during.theirs).toBeGreaterThan(0.9)
    expect(afterwards.ours).toBeGreaterThan(0.85)
    expect(afterwards.meanMs).toBeLessThan(100)
  })

  it('leaves room for a call that needs half of the line', async () => {
    const steady: NonNullable<HomeLineOptions['steady']> = (atMs) => (atMs > 30_000 ? MIB / 2 : 0)
    const call = look(await transfer(70, { ...home, steady }), 45, 70, MIB)
    note('a call takes half of it', call)
    expect(call.theirs).toBeGreaterThan(0.49)
    expect(call.ours).toBeGreaterThan(0.4)
    expect(call.meanMs).toBeLessThan(100)
  })

  it('follows a line that becomes slower and faster', async () => {
    const speed = (atMs: number): number => (atMs <= 30_000 ? MIB : atMs <= 60_000 ? MIB / 2 : 2 * MIB)
    const passed = await transfer(100, { ...home, bytesPerSecond: speed })
    const slow = look(passed, 42, 60, MIB / 2)
    const fast = look(passed, 75, 100, 2 * MIB)
    note('at half the speed', slow)
    note('at four times that', fast)
    expect(slow.meanMs).toBeLessThan(130)
    expect(slow.ours).toBeGreaterThan(0.85)
    expect(fast.meanMs).toBeLessThan(100)
    expect(fast.ours).toBeGreaterThan(0.85)
  })

  it('does not come to take its own queue for the way, which is known for ten minutes only', async () => {
    const passed = await transfer(2_400, home)
    const late = look(passed, 2_000, 2_400, MIB)
    note('1 MiB/s, after half an hour of it', late)
    expect(late.meanMs).toBeLessThan(85)
    expect(late.ours).toBeGreaterThan(0.95)
  })

  it('finds the way out when it is switched on in the middle of a transfer and nothing was ever measured', async () => {
    const passed = await transfer(90, { ...home, unmeasured: true, onFromMs: 10_000 })
    const early = look(passed, 15, 22, MIB)
    const late = look(passed, 65, 90, MIB)
    note('switched on late, at first', early)
    note('switched on late, a minute later', late)
    expect(late.meanMs).toBeLessThan(100)
    expect(late.ours).toBeGreaterThan(0.85)
  })

  it('lets go when the transfer itself wants less than the line has', async () => {
    const wants = (atMs: number): number => (atMs > 20_000 ? MIB / 4 : Number.POSITIVE_INFINITY)
    const passed = await transfer(60, { ...home, wants })
    expect(dynamic?.caps).toEqual(FREE)
    expect(look(passed, 40, 60, MIB).ours).toBeCloseTo(0.25, 1)
  })
})
