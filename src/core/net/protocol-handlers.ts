/** Who answers which protocol, kept over restarts of the node and told to libp2p while it runs. */
import type { Connection, Stream } from '@libp2p/interface'
import type { Permission } from '../../contract/views.ts'
import type { Log } from '../../kit/log.ts'
import type { TrafficClass } from '../bandwidth/index.ts'
import type { ConnectionInfo, FrameStream, StreamOptions } from '../peers/index.ts'
import type { Connections } from './connections.ts'
import { frameStream } from './frame-stream.ts'
import type { Libp2pNode } from './libp2p-node.ts'

interface Handler {
  readonly options: StreamOptions
  readonly handle: (stream: FrameStream, connection: ConnectionInfo) => void
}

export interface ProtocolHandlers {
  readonly add: (protocol: string, options: StreamOptions, handle: Handler['handle']) => Disposable
  /** Tells a node that is about to start of all of them. */
  registerAll(node: Libp2pNode): Promise<void>
  readonly needsOf: (protocol: string) => Permission | undefined
  readonly kindOf: (protocol: string) => TrafficClass | undefined
}

export function createProtocolHandlers(
  connections: Connections,
  log: Log,
  running: () => Libp2pNode | null,
): ProtocolHandlers {
  const handlers = new Map<string, Handler>()

  async function register(node: Libp2pNode, protocol: string, handler: Handler): Promise<void> {
    await node.handle(
      protocol,
      (stream: Stream, connection: Connection) => {
        const known = connections.get(connection.id)
        if (known) handler.handle(frameStream(stream, handler.options), known.info)
        else stream.abort(new Error('unknown connection'))
      },
      // Our own limits decide, per peer and live (`streams.ts`); libp2p's are per connection and fixed.
      { maxInboundStreams: Infinity, maxOutboundStreams: Infinity, runOnLimitedConnection: true },
    )
  }

  return {
    add(protocol, options, handle) {
      if (handlers.has(protocol)) throw new Error(`${protocol} is handled already`)
      const handler = { options, handle }
      handlers.set(protocol, handler)
      const bug = (error: unknown) => log.error('a protocol could not be registered', { protocol, error })
      const node = running()
      if (node) register(node, protocol, handler).catch(bug)
      return {
        [Symbol.dispose]: () => {
          if (handlers.get(protocol) !== handler) return
          handlers.delete(protocol)
          running()?.unhandle(protocol).catch(bug)
        },
      }
    },
    async registerAll(node) {
      for (const [protocol, handler] of handlers) await register(node, protocol, handler)
    },
    needsOf: (protocol) => handlers.get(protocol)?.options.needs,
    kindOf: (protocol) => handlers.get(protocol)?.options.kind,
  }
}
