import { createSocket } from 'node:dgram'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KithError } from '../../contract/errors.ts'
import { listenOn } from './listen.ts'

/** A transport manager that listens on everything except what a test says, in the words of the real one. */
function transports(refusals: Record<string, string> = {}) {
  const listened: string[] = []
  return {
    listened,
    async listen(addresses: readonly { toString(): string }[]) {
      for (const address of addresses.map(String)) {
        const refusal = refusals[address]
        if (refusal) throw new Error(`Some configured addresses failed to be listened on: ${refusal}`)
        listened.push(address)
      }
    },
  }
}

const BUSY = 'listen EADDRINUSE: address already in use'
const GONE = 'listen EADDRNOTAVAIL: address not available'

describe('listening', () => {
  it('is asked for each address once, in order', async () => {
    const t = transports()
    const all = ['/ip4/0.0.0.0/tcp/4711', '/ip6/::/tcp/4711', '/p2p-circuit', '/webrtc', '/ip4/0.0.0.0/tcp/4711']
    expect(await listenOn(t, all)).toEqual({ problems: [] })
    expect(t.listened).toEqual(all.slice(0, 4))
  })

  it('on nothing is fine when nothing was asked for', async () =>
    expect(await listenOn(transports(), [])).toEqual({ problems: [] }))

  it('falls back to a free port when another program has it, and says so', async () => {
    const t = transports({ '/ip4/0.0.0.0/tcp/4711': BUSY })
    expect(await listenOn(t, ['/ip4/0.0.0.0/tcp/4711'])).toEqual({
      problems: [{ address: '/ip4/0.0.0.0/tcp/4711', kind: 'busy', insteadOf: '/ip4/0.0.0.0/tcp/0' }],
    })
    expect(t.listened).toEqual(['/ip4/0.0.0.0/tcp/0'])
  })

  it('says when not even a free port can be had', async () => {
    const t = transports({ '/ip4/10.0.0.1/tcp/4711': BUSY, '/ip4/10.0.0.1/tcp/0': GONE })
    const report = await listenOn(t, ['/ip4/10.0.0.1/tcp/4711', '/ip4/127.0.0.1/tcp/1'])
    expect(report).toEqual({ problems: [{ address: '/ip4/10.0.0.1/tcp/4711', kind: 'busy', insteadOf: null }] })
  })

  it('says which address this machine does not have; a machine without IPv6 is nothing to speak of', async () => {
    const t = transports({ '/ip4/10.0.0.1/tcp/4711': GONE, '/ip6/::/tcp/4711': GONE })
    expect(await listenOn(t, ['/ip4/10.0.0.1/tcp/4711', '/ip6/::/tcp/4711', '/ip4/127.0.0.1/tcp/1'])).toEqual({
      problems: [{ address: '/ip4/10.0.0.1/tcp/4711', kind: 'unavailable', insteadOf: null }],
    })
  })

  it('fails with everything that went wrong when nothing could be listened on', async () => {
    const t = transports({ '/ip4/10.0.0.1/tcp/4711': GONE })
    await expect(listenOn(t, ['/ip4/10.0.0.1/tcp/4711', 'nonsense'])).rejects.toMatchObject({
      name: 'ConnectionFailed',
      details: { problems: [{ kind: 'unavailable' }, { kind: 'invalid' }] },
    })
    await expect(listenOn(t, ['nonsense'])).rejects.toMatchObject({
      name: 'InvalidAddress',
      message: '“nonsense” cannot be listened on: it is not a listen address that Kith knows.',
    })
  })

  it('asks the system whether a UDP port is free before libp2p tries it', async () => {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind({ port: 0, address: '127.0.0.1' }, resolve))
    const { port } = socket.address()
    const wanted = `/ip4/127.0.0.1/udp/${port}/webrtc-direct`
    const t = transports()
    expect(await listenOn(t, [wanted])).toEqual({
      problems: [{ address: wanted, kind: 'busy', insteadOf: '/ip4/127.0.0.1/udp/0/webrtc-direct' }],
    })
    await new Promise<void>((resolve) => socket.close(() => resolve()))
    expect(await listenOn(t, [wanted])).toEqual({ problems: [] })
    expect(await listenOn(t, ['/ip4/192.0.2.1/udp/1/webrtc-direct', '/ip4/127.0.0.1/tcp/1'])).toEqual({
      problems: [{ address: '/ip4/192.0.2.1/udp/1/webrtc-direct', kind: 'unavailable', insteadOf: null }],
    })
  })

  it('never throws anything but a KithError, whatever the settings say', async () => {
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.stringMatching(/^\/(ip4|ip6|dns4|tcp|udp|p2p|p2p-circuit|webrtc)[/\w.:]{0,40}$/),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(texts, { maxLength: 4 }), async (addresses) => {
        try {
          await listenOn(transports(), addresses)
        } catch (error) {
          if (!(error instanceof KithError)) throw error
        }
      }),
      { numRuns: 500 },
    )
  })
})
