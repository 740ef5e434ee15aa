/**
 * Dial to both-sides-connected, Kith beside bare js-libp2p: `npm run bench -- connect`. For each stack the listener is a
 * process of its own; the two stacks take turns, so that whatever else the machine does falls on both.
 *
 * Kith counts as connected when both nodes say so, link included; bare libp2p when the dial has resolved and the other end
 * has seen `connection:open`.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { bareMeeter, kithMeeter, type Meeter } from './connect-stacks.ts'
import { type Figure, quantile, report } from './figures.ts'

const RUNS = 100
const WARM_UP = 10
const LISTEN = {
  tcp: '/ip4/127.0.0.1/tcp/0',
  'webrtc-direct': '/ip4/127.0.0.1/udp/0/webrtc-direct',
} as const

interface Listener {
  readonly address: string
  /** Milliseconds on the machine's clock at which the listener saw the next connection. */
  connectedAt(): Promise<number>
  introduce(peerId: string): Promise<void>
  stop(): Promise<void>
}

async function listener(stack: 'kith' | 'bare', listen: string): Promise<Listener> {
  const child = fork(join(import.meta.dirname, 'connect-listener-process.ts'), [stack, listen])
  const next = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0]
  const { address } = await next<{ address: string }>()
  return {
    address,
    connectedAt: async () => (await next<{ connectedAt: number }>()).connectedAt,
    async introduce(peerId) {
      child.send({ peerId })
      await next()
    },
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

async function measure(transport: keyof typeof LISTEN): Promise<Figure[]> {
  const listeners = { bare: await listener('bare', LISTEN[transport]), kith: await listener('kith', LISTEN[transport]) }
  const meeters: Record<'bare' | 'kith', Meeter> = { bare: await bareMeeter(null), kith: await kithMeeter(null) }
  await listeners.kith.introduce(meeters.kith.peerId)
  const took: Record<'bare' | 'kith', number[]> = { bare: [], kith: [] }
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    for (const stack of ['bare', 'kith'] as const) {
      const there = listeners[stack].connectedAt()
      const began = performance.timeOrigin + performance.now()
      const here = await meeters[stack].dial(listeners[stack].address)
      const ms = Math.max(here, await there) - began
      if (run >= WARM_UP) took[stack].push(ms)
      await meeters[stack].hangUp()
    }
  }
  await Promise.all([meeters.bare.stop(), meeters.kith.stop(), listeners.bare.stop(), listeners.kith.stop()])
  return ([0.5, 0.99] as const).flatMap((q): Figure[] => {
    const [kith, bare] = [quantile(took.kith, q), quantile(took.bare, q)]
    const name = q === 0.5 ? 'p50' : 'p99'
    return [
      { what: `${transport} ${name}, bare js-libp2p`, value: bare, unit: 'ms', atMost: null },
      { what: `${transport} ${name}, Kith`, value: kith, unit: 'ms', atMost: null },
      {
        what: `${transport} ${name}, Kith beside bare`,
        value: kith / bare,
        unit: '×',
        atMost: q === 0.5 ? 1.15 : null,
      },
    ]
  })
}

const figures = [...(await measure('tcp')), ...(await measure('webrtc-direct'))]
report('connect', figures, { runs: RUNS })
process.exit()
