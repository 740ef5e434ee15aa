/** Peers that are nothing but a script on the switchboard: one that keeps to the link protocol, and one that breaks it every time. */
import { LINK_PROTOCOL } from '../../src/core/peers/index.ts'
import type { FrameStream } from '../../src/core/peers/network.types.ts'
import type { Switchboard } from './fake-network.ts'
import { settled } from './manual-clock.ts'
import { testPeerId } from './test-peers.ts'

const FRAMES = { maxFrameBytes: 64 * 1024 }
const encoder = new TextEncoder()
const decoder = new TextDecoder()
const frame = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value))

export interface ScriptedPeer extends AsyncDisposable {
  readonly peerId: string
  readonly address: string
  /** Connections that are open now. */
  readonly connections: number
  /** Connects to a node and does what it does. Answers whether it was let in as far as a connection. */
  visit(to: { readonly peerId: string; readonly address: string }): Promise<boolean>
}

/**
 * - `keeps`: says hello and answers every ping
 * - `breaks`: says hello, and then something that is no frame
 * - `floods`: says hello, and then a frame that is far too long
 */
export type Script = 'keeps' | 'breaks' | 'floods'

export async function scriptedPeer(board: Switchboard, number: number, script: Script): Promise<ScriptedPeer> {
  const peerId = testPeerId(number)
  const listen = `/ip4/10.1.${Math.floor(number / 200)}.${(number % 200) + 1}/tcp/4711`
  const network = board.join({ peerId, listen: [listen] })

  async function play(stream: FrameStream): Promise<void> {
    await stream.write(frame({ t: 'hello', name: `${script} ${number}`, agent: 'script', addresses: [] }))
    if (script === 'breaks') await stream.write(encoder.encode('{"t":"nonsense"}'))
    if (script === 'floods') await stream.write(new Uint8Array(32 * 1024))
    for (;;) {
      const bytes = await stream.read()
      if (!bytes) return
      const said = JSON.parse(decoder.decode(bytes)) as { t: string; n?: number }
      if (said.t === 'ping') await stream.write(frame({ t: 'pong', n: said.n }))
    }
  }
  // Who is thrown out in the middle of a word says no more.
  const playing = (stream: FrameStream): void => void play(stream).catch(() => {})

  network.handle(LINK_PROTOCOL, FRAMES, playing)
  network.events.on((event) => {
    // The inbound side opens the link.
    if (event.type !== 'opened' || event.connection.direction !== 'inbound') return
    network.open(event.connection.id, LINK_PROTOCOL, FRAMES, new AbortController().signal).then(playing, () => {})
  })
  await network.start()
  return {
    peerId,
    address: `${peerId}@${listen}`,
    get connections() {
      return network.openConnections
    },
    async visit(to) {
      const route = to.address.slice(to.address.indexOf('@') + 1)
      try {
        await network.dial(to.peerId, [route], new AbortController().signal)
        await settled()
        return true
      } catch {
        return false
      }
    },
    [Symbol.asyncDispose]: () => network.stop(),
  }
}
