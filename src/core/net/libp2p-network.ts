/** The network port over libp2p. Knows connections and streams; decides nothing: the gate, the limits and the peer manager do. */
import type { PeerId, PeerInfo } from '@libp2p/interface'
import { peerIdFromPrivateKey, peerIdFromString } from '@libp2p/peer-id'
import { type Multiaddr, multiaddr } from '@multiformats/multiaddr'
import { KithError } from '../../contract/errors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { createTurns } from '../../kit/turns.ts'
import type { TrafficControl } from '../bandwidth/index.ts'
import type { Gate, ListenReport, Network, NetworkEvent } from '../peers/index.ts'
import { type Breaker, createConnectionLimits } from '../resilience/index.ts'
import { dialableAddresses } from './address.ts'
import { createConnections, transportSeenAs } from './connections.ts'
import { dialError } from './dial-error.policy.ts'
import { createDials } from './dials.ts'
import { frameStream } from './frame-stream.ts'
import { createGater, type Refusal } from './gater.ts'
import { createLibp2pNode, keyFromSeed, type Libp2pNode } from './libp2p-node.ts'
import { listenOn } from './listen.ts'
import { ownAddresses } from './own-addresses.policy.ts'
import { createPlaces } from './places.ts'
import { createProtocolHandlers } from './protocol-handlers.ts'
import { createStreamDoor } from './stream-door.ts'
import { createTrafficKinds, createTreatment } from './stream-treatment.ts'
import { createStreams, RELAY_HOP, RELAY_STOP } from './streams.ts'
import { type CertificateStore, loadOrCreateCertificate } from './webrtc-certificate.ts'

export interface Libp2pNetworkPorts {
  readonly gate: Gate
  readonly log: Log
  readonly certificates: CertificateStore
  readonly clock: Clock
  readonly traffic: TrafficControl
  readonly breakers: { readonly relay: Breaker; readonly mdns: Breaker }
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

/** So many relays are used at a time: one more than needed, so that one may go. */
const RELAY_SLOTS = 2

/** libp2p walks over every interface to say where it listens; every link and every view ask, many at once when peers come together. */
const ADDRESSES_HOLD_MS = 100

export const createLibp2pNetwork = (ports: Libp2pNetworkPorts, options: Libp2pNetworkOptions): Promise<Network> =>
  Promise.resolve(createNetwork(ports, options))

function createNetwork(ports: Libp2pNetworkPorts, options: Libp2pNetworkOptions): Network {
  const { gate, log, clock } = ports
  const privateKey = keyFromSeed(options.seed)
  const self = peerIdFromPrivateKey(privateKey).toString()
  const events = createEmitter<NetworkEvent>((error) => log.error('a network listener threw', { error }))
  const tell = (event: NetworkEvent): void => events.emit(event)
  const inTurn = createTurns()
  let node: Libp2pNode | null = null
  let announced = ''
  let held: { readonly addresses: readonly string[]; readonly untilMs: number } | null = null

  const dials = createDials()
  const connections = createConnections(gate, tell)
  const handlers = createProtocolHandlers(connections, log, () => node)
  const kinds = createTrafficKinds(handlers.kindOf)
  const limits = createConnectionLimits(
    { clock, isTrusted: gate.isTrusted, isBusy: gate.isBusy, isKept: gate.isKept },
    options.limits,
  )
  const places = createPlaces({ limits, onEnded: refused })
  const streams = createStreams({
    clock,
    gate,
    limits: options.limits,
    standingOf: connections.standingOf,
    needsOf: handlers.needsOf,
    onDenied: (denial) => tell({ type: 'denied', ...denial }),
  })

  function refused(refusal: Refusal): void {
    // What ends because this node stops is no news.
    if (!node) return
    const { peerId, direction, remoteAddress, reason } = refusal
    if (peerId !== null && direction === 'outbound') {
      if (reason.startsWith('limit-')) dials.noteFull(peerId)
      if (!dials.isFirstRefusal(peerId)) return
    }
    tell({ type: 'refused', transport: transportSeenAs(remoteAddress), ...refusal })
  }

  function onAddresses(): void {
    held = null
    const addresses = listAddresses()
    const key = addresses.join(' ')
    if (key === announced) return
    announced = key
    tell({ type: 'addresses', addresses })
  }

  function onDiscovered({ id, multiaddrs }: PeerInfo): void {
    const peerId = id.toString()
    // Other libp2p programs announce themselves too, with IDs and addresses that are of no use here.
    const addresses = dialableAddresses(peerId, multiaddrs.map(String))
    if (addresses.length > 0) tell({ type: 'discovered', peerId, addresses })
  }

  function listAddresses(): readonly string[] {
    if (!node) return []
    if (held && clock.now() < held.untilMs) return held.addresses
    const bound = node.services.kith.transports.getAddrs().map(String)
    const addresses = ownAddresses(node.getMultiaddrs().map(String), bound, self)
    held = { addresses, untilMs: clock.now() + ADDRESSES_HOLD_MS }
    return addresses
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
      const dialling = dials.begin(wanted)
      try {
        const target = peerIdFromString(peerId)
        const limit = started.getConnections(target).length === 0 ? limits.refusesDial(peerId) : null
        if (limit) {
          refused({ peerId, direction: 'outbound', remoteAddress: '', reason: limit })
          throw noPlaceLeft()
        }
        const connection = await started.dial(targets.length > 0 ? targets : target, { signal })
        const known = connections.get(connection.id)
        if (known) return known.info
        throw new KithError('Refused', 'The peer closed the connection at once.', { details: { reason: 'refused' } })
      } catch (error) {
        if (signal.aborted) throw new KithError('Aborted', 'The dial was called off.', { cause: error })
        if (wanted.some(dials.wasFull)) throw noPlaceLeft()
        throw error instanceof KithError ? error : dialError(error)
      } finally {
        dialling[Symbol.dispose]()
      }
    },
    async open(connectionId, protocol, streamOptions, signal) {
      const known = connections.get(connectionId)
      if (!known) throw new KithError('ConnectionFailed', 'The connection is gone.')
      kinds.opening(protocol, streamOptions.kind)
      try {
        const stream = await known.connection.newStream(protocol, {
          signal,
          runOnLimitedConnection: true,
          maxOutboundStreams: Infinity,
        })
        return frameStream(stream, streamOptions)
      } catch (error) {
        throw error instanceof KithError ? error : dialError(error)
      }
    },
    handle: handlers.add,
    introduce(connectionId) {
      const known = connections.get(connectionId)
      // Best effort: without it the link works, only relaying through that peer does not.
      if (known) node?.services.identify.identify(known.connection).catch(() => {})
    },
    heardAt: (connectionId) => connections.get(connectionId)?.heardMs ?? null,
    recheck(peerId) {
      streams.recheck(peerId)
      if (node && !gate.mayUseRelay(peerId)) dropReservation(node, peerId)
    },
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
  }

  async function startNow(): Promise<ListenReport> {
    if (node) return { problems: [] }
    const made = await createLibp2pNode({
      privateKey,
      certificate: await loadOrCreateCertificate(ports.certificates, clock.wallMs(), log),
      agent: options.agent,
      mdns: options.mdns ? { clock, log, breaker: ports.breakers.mdns, onPeer: onDiscovered } : null,
      relays: { clock, breaker: ports.breakers.relay },
      serveRelay: options.serveRelay,
      webrtcDirectDoor: {
        begins: places.expect,
        onRefused: (remoteAddress, reason) => refused({ peerId: null, direction: 'inbound', remoteAddress, reason }),
      },
      mayRelayForUs: (peer) => gate.mayRelayForUs(peer.toString()),
      gater: createGater({
        gate,
        places,
        mayDial: (peerId) => dials.has(peerId) || connections.isRelayed(peerId),
        onRefused: refused,
        onRelayDenied: (peerId, direction) =>
          tell({
            type: 'denied',
            peerId,
            direction,
            protocol: direction === 'inbound' ? RELAY_HOP : RELAY_STOP,
            reason: 'use-relay',
          }),
      }),
      hooks: {
        check: createStreamDoor({ streams, places, tell }),
        treat: createTreatment(ports.traffic, kinds),
        onHeard: ({ id }) => {
          const known = connections.get(id)
          if (known) known.heardMs = clock.now()
        },
      },
    })
    node = made
    made.addEventListener('connection:open', connections.onOpen)
    made.addEventListener('connection:close', connections.onClose)
    made.addEventListener('self:peer:update', onAddresses)
    try {
      await handlers.registerAll(made)
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
    held = null
    await stopping.stop()
    stopping.removeEventListener('connection:open', connections.onOpen)
    stopping.removeEventListener('connection:close', connections.onClose)
    stopping.removeEventListener('self:peer:update', onAddresses)
    connections.clear()
    dials.clear()
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

/** Nobody reaches this peer through here any more. libp2p offers no such call (libp2p-contract.test.ts). */
function dropReservation({ services }: Libp2pNode, peerId: string): void {
  const relay = (services as { readonly relay?: unknown }).relay as
    | { readonly reservationStore?: { removeReservation(peer: PeerId): void } }
    | undefined
  relay?.reservationStore?.removeReservation(peerIdFromString(peerId))
}

const noPlaceLeft = (): KithError =>
  new KithError(
    'LimitReached',
    'This node has as many connections as its settings allow. It tries again later; close others or raise the limit to connect now.',
    { details: { reason: 'full-here' } },
  )
