/** The network port over libp2p. Knows connections and streams; decides nothing: the gate and the peer manager do. */
import type { Connection, Stream } from '@libp2p/interface'
import { peerIdFromPrivateKey, peerIdFromString } from '@libp2p/peer-id'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { KithError } from '../../contract/errors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { createTurns } from '../../kit/turns.ts'
import type {
  ConnectionInfo,
  FrameStream,
  Gate,
  ListenReport,
  Network,
  NetworkEvent,
  Standing,
  StreamOptions,
} from '../peers/index.ts'
import { dialableAddresses, transportOf, withoutPeerId } from './address.ts'
import { dialError } from './dial-error.policy.ts'
import { frameStream } from './frame-stream.ts'
import { createGater } from './gater.ts'
import { createLibp2pNode, keyFromSeed, type Libp2pNode } from './libp2p-node.ts'
import { listenOn } from './listen.ts'
import { type CertificateStore, loadOrCreateCertificate } from './webrtc-certificate.ts'

export interface Libp2pNetworkPorts {
  readonly gate: Gate
  readonly log: Log
  readonly certificates: CertificateStore
  readonly clock: Clock
}

export interface Libp2pNetworkOptions {
  /** Ed25519 seed, 32 bytes. */
  readonly seed: Uint8Array
  readonly agent: string
  readonly listen: readonly string[]
  readonly mdns: boolean
  readonly useRelays: boolean
  readonly serveRelay: boolean
  /** The limits that hold now. */
  readonly limits: () => Settings['limits']
}

interface Handler {
  readonly options: StreamOptions
  readonly handle: (stream: FrameStream, connection: ConnectionInfo) => void
}

/** So many relays are used at a time: one more than needed, so that one may go. */
const RELAY_SLOTS = 2
/** Streams of one protocol on one connection (spec §5). */
const MAX_INBOUND_STREAMS = 32
const MAX_OUTBOUND_STREAMS = 64

export async function createLibp2pNetwork(ports: Libp2pNetworkPorts, options: Libp2pNetworkOptions): Promise<Network> {
  const { gate, log } = ports
  const privateKey = await keyFromSeed(options.seed)
  const self = peerIdFromPrivateKey(privateKey).toString()
  const events = createEmitter<NetworkEvent>((error) => log.error('a network listener threw', { error }))
  const inTurn = createTurns()
  const handlers = new Map<string, Handler>()
  const connections = new Map<string, { readonly info: ConnectionInfo; readonly connection: Connection }>()
  /** Standing of every connection from the moment its ID is proven; asked by the stream hook before `opened` is told. */
  const standings = new WeakMap<Connection, Standing>()
  /** How many of our own dials want this peer, as target or as relay on the way. */
  const dialling = new Map<string, number>()
  let node: Libp2pNode | null = null
  let uploadedBytes = 0
  let downloadedBytes = 0
  let announced = ''

  const standingOf = (connection: Connection): Standing => {
    let standing = standings.get(connection)
    if (!standing) {
      const { direction } = connection
      const relayed = transportOf(withoutPeerId(connection.remoteAddr)) === 'relay'
      standing = gate.standing({ peerId: connection.remotePeer.toString(), direction, relayed }).standing
      standings.set(connection, standing)
    }
    return standing
  }

  function onOpen({ detail: connection }: CustomEvent<Connection>): void {
    const standing = standingOf(connection)
    const remoteAddress = withoutPeerId(connection.remoteAddr)
    if (standing === 'refused') {
      // Only when a decision changed between the last hook and now.
      connection.abort(new Error('refused'))
      return
    }
    const info: ConnectionInfo = {
      id: connection.id,
      peerId: connection.remotePeer.toString(),
      direction: connection.direction,
      transport:
        transportOf(remoteAddress) === 'other' ? inboundTransportOf(remoteAddress) : transportOf(remoteAddress),
      remoteAddress,
      standing,
    }
    connections.set(info.id, { info, connection })
    events.emit({ type: 'opened', connection: info })
  }

  function onClose({ detail: { id } }: CustomEvent<Connection>): void {
    const known = connections.get(id)
    if (!known) return
    connections.delete(id)
    events.emit({ type: 'closed', connectionId: id, peerId: known.info.peerId })
  }

  function onAddresses(): void {
    const addresses = listAddresses()
    const key = addresses.join(' ')
    if (key === announced) return
    announced = key
    events.emit({ type: 'addresses', addresses })
  }

  const listAddresses = (): readonly string[] => (node ? node.getMultiaddrs().map(String) : [])

  async function register(started: Libp2pNode, protocol: string, handler: Handler): Promise<void> {
    await started.handle(
      protocol,
      (stream: Stream, connection: Connection) => {
        const known = connections.get(connection.id)
        if (known) handler.handle(frameStream(stream, handler.options), known.info)
        else stream.abort(new Error('unknown connection'))
      },
      {
        maxInboundStreams: MAX_INBOUND_STREAMS,
        maxOutboundStreams: MAX_OUTBOUND_STREAMS,
        runOnLimitedConnection: true,
      },
    )
  }

  const running = (): Libp2pNode => {
    if (!node) throw new KithError('Unreachable', 'This node is not running.')
    return node
  }

  const network: Network = {
    peerId: self,
    events,
    // A stop that comes while the start is under way must not be lost.
    start: () => inTurn(startNow),
    stop: () => inTurn(stopNow),
    addresses: listAddresses,
    async dial(peerId, addresses, signal) {
      const started = running()
      const targets = addresses.flatMap((address) => targetOf(address, peerId) ?? [])
      const wanted = [peerId, ...targets.flatMap((target) => relaysOf(target.toString()))]
      for (const id of wanted) dialling.set(id, (dialling.get(id) ?? 0) + 1)
      try {
        const connection = await started.dial(targets.length > 0 ? targets : peerIdFromString(peerId), { signal })
        const known = connections.get(connection.id)
        if (known) return known.info
        throw new KithError('Refused', 'The peer closed the connection at once.', { details: { reason: 'refused' } })
      } catch (error) {
        if (signal.aborted) throw new KithError('Aborted', 'The dial was called off.', { cause: error })
        throw error instanceof KithError ? error : dialError(error)
      } finally {
        for (const id of wanted) {
          const left = (dialling.get(id) ?? 1) - 1
          if (left > 0) dialling.set(id, left)
          else dialling.delete(id)
        }
      }
    },
    async open(connectionId, protocol, streamOptions, signal) {
      const known = connections.get(connectionId)
      if (!known) throw new KithError('ConnectionFailed', 'The connection is gone.')
      try {
        const stream = await known.connection.newStream(protocol, { signal, runOnLimitedConnection: true })
        return frameStream(stream, streamOptions)
      } catch (error) {
        throw error instanceof KithError ? error : dialError(error)
      }
    },
    handle(protocol, streamOptions, handle) {
      if (handlers.has(protocol)) throw new Error(`${protocol} is handled already`)
      const handler = { options: streamOptions, handle }
      handlers.set(protocol, handler)
      const bug = (error: unknown) => log.error('a protocol could not be registered', { protocol, error })
      if (node) register(node, protocol, handler).catch(bug)
      return {
        [Symbol.dispose]: () => {
          if (handlers.get(protocol) !== handler) return
          handlers.delete(protocol)
          node?.unhandle(protocol).catch(bug)
        },
      }
    },
    introduce(connectionId) {
      const known = connections.get(connectionId)
      // Best effort: without it the link works, only relaying through that peer does not.
      if (known) node?.services.identify.identify(known.connection).catch(() => {})
    },
    recheck() {},
    async close(connectionId, how) {
      const known = connections.get(connectionId)
      if (!known) return
      try {
        if (how === 'gracefully') await known.connection.close()
        else known.connection.abort(new Error('closed'))
      } catch (error) {
        known.connection.abort(error instanceof Error ? error : new Error(String(error)))
      }
    },
    traffic: () => ({ uploadedBytes, downloadedBytes }),
  }

  async function startNow(): Promise<ListenReport> {
    if (node) return { problems: [] }
    const made = await createLibp2pNode({
      privateKey,
      certificate: await loadOrCreateCertificate(ports.certificates, ports.clock.wallMs()),
      agent: options.agent,
      mdns: options.mdns,
      serveRelay: options.serveRelay,
      limits: options.limits(),
      mayRelayForUs: (peer) => gate.mayRelayForUs(peer.toString()),
      gater: createGater({
        gate,
        isDialling: (peerId) => dialling.has(peerId),
        onRefused: (refused) =>
          events.emit({ type: 'refused', transport: inboundTransportOf(refused.remoteAddress), ...refused }),
      }),
      hooks: {
        mayUse: (connection, protocol) => {
          const standing = standingOf(connection)
          return (
            standing === 'admitted' ||
            (standing === 'quarantined' &&
              gate.mayUseInQuarantine({
                peerId: connection.remotePeer.toString(),
                direction: connection.direction,
                protocol,
              }))
          )
        },
        onBytes: (direction, byteLength) => {
          if (direction === 'up') uploadedBytes += byteLength
          else downloadedBytes += byteLength
        },
      },
    })
    node = made
    made.addEventListener('connection:open', onOpen)
    made.addEventListener('connection:close', onClose)
    made.addEventListener('self:peer:update', onAddresses)
    if ('mdns' in made.services)
      made.services.mdns.addEventListener('peer', ({ detail }) => {
        const peerId = detail.id.toString()
        // Other libp2p programs announce themselves too, with IDs and addresses that are of no use here.
        const addresses = dialableAddresses(peerId, detail.multiaddrs.map(String))
        if (addresses.length > 0) events.emit({ type: 'discovered', peerId, addresses })
      })
    try {
      for (const [protocol, handler] of handlers) await register(made, protocol, handler)
      await made.start()
      const report = await listen(made)
      onAddresses()
      return report
    } catch (error) {
      await stopNow()
      throw error
    }
  }

  async function stopNow(): Promise<void> {
    const stopping = node
    if (!stopping) return
    node = null
    announced = ''
    await stopping.stop()
    stopping.removeEventListener('connection:open', onOpen)
    stopping.removeEventListener('connection:close', onClose)
    stopping.removeEventListener('self:peer:update', onAddresses)
    for (const { info } of connections.values())
      events.emit({ type: 'closed', connectionId: info.id, peerId: info.peerId })
    connections.clear()
    dialling.clear()
  }

  async function listen(started: Libp2pNode): Promise<ListenReport> {
    const transports = started.services.kith.transports
    const report = await listenOn(transports, options.listen)
    if (options.useRelays) {
      for (let slot = 0; slot < RELAY_SLOTS; slot++) await transports.listen([multiaddr('/p2p-circuit')])
      await transports.listen([multiaddr('/webrtc')])
    }
    return report
  }

  return network
}

/** One address that cannot be read does not spoil the others. */
function targetOf(address: string, peerId: string): Multiaddr | null {
  try {
    return multiaddr(`${address}/p2p/${peerId}`)
  } catch {
    return null
  }
}

/** The relays that a multiaddr passes through, target excluded. */
function relaysOf(address: string): string[] {
  const ids = [...address.matchAll(/\/p2p\/([^/]+)/g)].flatMap(([, id]) => id ?? [])
  return ids.slice(0, -1)
}

/** An inbound connection's address names the socket it came from, which is not always one that could be dialled. */
function inboundTransportOf(address: string): ConnectionInfo['transport'] {
  if (address.includes('/p2p-circuit')) return address.endsWith('/webrtc') ? 'webrtc' : 'relay'
  if (address.includes('/webrtc-direct')) return 'webrtc-direct'
  if (address.includes('/webrtc')) return 'webrtc'
  return address.includes('/tcp/') ? 'tcp' : 'other'
}
