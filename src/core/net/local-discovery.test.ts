import { describe, expect, it } from 'vitest'
import { ManualClock, settled } from '../../../tests/harness/manual-clock.ts'
import { silentLog } from '../../kit/log.ts'
import { createBreaker } from '../resilience/index.ts'
import { createLocalDiscovery, type MdnsService } from './local-discovery.ts'

type Sent = (error?: Error | null) => void
type PeerListener = Parameters<MdnsService['addEventListener']>[1]

/** libp2p's mDNS with a socket that a test breaks. */
class FakeMdns implements MdnsService {
  started = 0
  stopped = 0
  queries = 0
  peerListener: PeerListener | null = null
  onError: ((error: Error) => void) | null = null
  /** What becomes of what is sent; `null` when it hangs. */
  readonly network: { error: Error | null; hangs: boolean }

  constructor(network: { error: Error | null; hangs: boolean }) {
    this.network = network
  }

  readonly mdns = {
    send: (_value: unknown, _to: unknown, sent?: Sent): void => {
      const { error, hangs } = this.network
      if (!hangs) queueMicrotask(() => sent?.(error))
    },
    query: (query: unknown, sent: Sent): void => {
      this.queries += 1
      this.mdns.send(query, null, sent)
    },
    on: (_event: 'error', listener: (error: Error) => void): void => void (this.onError = listener),
  }

  start(): Promise<void> {
    this.started += 1
    return Promise.resolve()
  }
  stop(): Promise<void> {
    this.stopped += 1
    return Promise.resolve()
  }
  addEventListener(_type: 'peer', listener: PeerListener): void {
    this.peerListener = listener
  }
  meets(id: string): void {
    this.peerListener?.({ detail: { id, multiaddrs: [] } } as never)
  }
}

async function setup(error: Error | null = null) {
  const clock = new ManualClock()
  const network = { error, hangs: false }
  const made: FakeMdns[] = []
  const met: string[] = []
  const breaker = createBreaker({ clock, log: silentLog }, 'mdns', () => ({
    failures: 5,
    windowMs: 60_000,
    openMs: 30_000,
    successes: 2,
  }))
  const discovery = createLocalDiscovery({
    clock,
    log: silentLog,
    breaker,
    make: () => {
      const service = new FakeMdns(network)
      made.push(service)
      return service
    },
    onPeer: ({ id }) => met.push(String(id)),
  })
  discovery.start()
  discovery.start()
  await settled()
  return { clock, network, made, met, breaker, discovery, state: () => breaker.status().state }
}

const noRoute = new Error('ENETUNREACH')

describe('looking for others on the local network', () => {
  it('tells whom it sees, until it is stopped', async () => {
    const { clock, made, met, discovery } = await setup()
    made[0]?.meets('ann')
    await discovery.stop()
    await discovery.stop()
    made[0]?.meets('ben')
    expect([met, made.length, made[0]?.stopped, clock.pending]).toEqual([['ann'], 1, 1, 0])
  })

  it('is tried again when the socket fails, is left alone after five failures, and goes on when it works', async () => {
    const { clock, network, made, met, state, discovery } = await setup(noRoute)
    for (const tried of [1, 2, 3, 4]) {
      expect([made.length, state()]).toEqual([tried, 'closed'])
      await clock.advance(10_000)
    }
    expect([made.length, state()]).toEqual([5, 'open'])
    expect(made.map(({ stopped }) => stopped)).toEqual([1, 1, 1, 1, 1])
    await clock.advance(29_000)
    expect(made.length).toBe(5)
    // The probe fails too.
    await clock.advance(1_000)
    expect([made.length, state()]).toEqual([6, 'open'])
    network.error = null
    await clock.advance(30_000)
    expect([made.length, made[6]?.queries, state()]).toEqual([7, 2, 'closed'])
    made[6]?.meets('ann')
    expect(met).toEqual(['ann'])
    await clock.advance(3_600_000)
    expect(made.length).toBe(7)
    await discovery.stop()
    expect(clock.pending).toBe(0)
  })

  it('notices that it broke later, by what libp2p sends now and then', async () => {
    const { clock, network, made, state, discovery } = await setup()
    network.error = noRoute
    made[0]?.mdns.send('an answer', { port: 5353 })
    await settled()
    expect([made[0]?.stopped, state()]).toEqual([1, 'closed'])
    network.error = null
    await clock.advance(10_000)
    expect(made.length).toBe(2)
    await discovery.stop()
  })

  it('is not brought down by a port that is taken, also when that is told twice and late', async () => {
    const { clock, made, breaker, discovery } = await setup()
    const taken = Object.assign(new Error('bind EADDRINUSE'), { code: 'EADDRINUSE' })
    made[0]?.onError?.(taken)
    made[0]?.onError?.(taken)
    expect(breaker.status().failures).toBe(1)
    await discovery.stop()
    made[0]?.onError?.(taken)
    expect([breaker.status().failures, clock.pending]).toEqual([1, 0])
  })

  it('can be stopped while its probe is out, and another may follow', async () => {
    const { clock, network, breaker, discovery, state, made } = await setup(noRoute)
    await clock.advance(60_000)
    expect(state()).toBe('open')
    network.hangs = true
    await clock.advance(30_000)
    expect(state()).toBe('half-open')
    expect(breaker.enter()).toMatchObject({ name: 'BreakerProbing' })
    await discovery.stop()
    network.hangs = false
    network.error = null
    discovery.start()
    await settled()
    expect([state(), made.at(-1)?.stopped]).toEqual(['closed', 0])
    await discovery.stop()
    expect(clock.pending).toBe(0)
  })
})
