/** Which libp2p Kith runs: transports, limits and services, with every default that does not fit switched off. */

import { circuitRelayServer, circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { privateKeyFromRaw } from '@libp2p/crypto/keys'
import { dcutr } from '@libp2p/dcutr'
import { identify } from '@libp2p/identify'
import type { ConnectionGater, PeerId, PrivateKey } from '@libp2p/interface'
import { mdns } from '@libp2p/mdns'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { type TransportCertificate, webRTC, webRTCDirect } from '@libp2p/webrtc'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { KIB, MIB, MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { publicKeyHex } from '../identity/index.ts'
import { type HookPorts, hooks } from './hooks.ts'
import { createLocalDiscovery, type LocalDiscoveryPorts, type MdnsService } from './local-discovery.ts'
import { nativeNoiseCrypto, signEd25519 } from './noise-crypto.ts'
import { frugalNoise } from './noise-lengths.ts'
import { withRelayAddresses } from './relay-addresses.ts'
import { type RelayGuardPorts, withRelayGuard } from './relay-guard.ts'
import { type WebrtcDirectDoor, withDoor } from './webrtc-direct-door.ts'

export interface Libp2pOptions {
  readonly privateKey: PrivateKey
  readonly certificate: TransportCertificate
  readonly gater: ConnectionGater
  readonly hooks: HookPorts
  readonly agent: string
  /** `null`: nobody is looked for on the local network. */
  readonly mdns: Omit<LocalDiscoveryPorts, 'make'> | null
  readonly relays: RelayGuardPorts
  readonly serveRelay: boolean
  /** Peers on which this node may reserve a place. */
  mayRelayForUs(peer: PeerId): boolean
  /** Asked before a webrtc-direct handshake begins. */
  readonly webrtcDirectDoor: WebrtcDirectDoor
}

/** A relay that a person runs for friends: a link, its messages and a fall-back for files, not an open proxy. */
const RELAY_DATA_BYTES = 256 * MIB
const RELAY_DURATION_MS = 60 * MINUTE_MS
/** libp2p's default of 15 is for strangers; here each one was let in by a person. */
const RELAY_RESERVATIONS = 64

/** Longer than any deadline that the settings allow: ours is live and comes first; this is there should it ever not. */
const HANDSHAKE_MS = 61 * SECOND_MS

/**
 * Windows grow to this; libp2p's default of 16 MiB is above what a paused stream may hold (4 MiB), which kills it
 * (libp2p-notes, "API in version 3").
 */
const MAX_WINDOW_BYTES = 4 * MIB
/** The initial window of the yamux specification; both ends must agree. */
const INITIAL_WINDOW_BYTES = 256 * KIB

/** The node's key, signing natively: libp2p imports the key anew for every signature, at ten times the cost. */
export function keyFromSeed(seed: Uint8Array): PrivateKey {
  // With its public half, which libp2p would work out in JavaScript for a tenth of a second.
  const key = privateKeyFromRaw(Buffer.concat([seed, Buffer.from(publicKeyHex(seed), 'hex')]))
  return Object.create(key, {
    sign: { value: (data: Parameters<PrivateKey['sign']>[0]) => signEd25519(key.raw, data) },
  }) as PrivateKey
}

export function createLibp2pNode(options: Libp2pOptions) {
  // No STUN: no third party is contacted unless a person adds it (spec §3).
  const rtcConfiguration = { iceServers: [] }
  const relayTransport = circuitRelayTransport({
    discoveryFilter: {
      has: (peer: PeerId) => !options.mayRelayForUs(peer),
      add: () => {},
      remove: () => {},
    },
  })
  const { mdns: discovery } = options
  return createLibp2p({
    privateKey: options.privateKey,
    start: false,
    // Listened on one by one after the start, so that a failure has an address (`listen.ts`).
    addresses: { listen: [] },
    transports: [
      tcp(),
      (components: Parameters<ReturnType<typeof webRTCDirect>>[0]) =>
        withDoor(
          webRTCDirect({ rtcConfiguration, certificate: options.certificate })(components),
          options.webrtcDirectDoor,
        ),
      webRTC({ rtcConfiguration }),
      (components: Parameters<ReturnType<typeof circuitRelayTransport>>[0]) =>
        withRelayGuard(withRelayAddresses(relayTransport(components)), options.relays),
    ],
    connectionEncrypters: [frugalNoise({ crypto: nativeNoiseCrypto })],
    streamMuxers: [
      yamux({
        streamOptions: { initialStreamWindowSize: INITIAL_WINDOW_BYTES, maxStreamWindowSize: MAX_WINDOW_BYTES },
        // The heartbeat is our own; yamux pings would only add bytes.
        enableKeepAlive: false,
      }),
    ],
    connectionGater: options.gater,
    // Aborts every stream after a single missed ping; our own detector decides (libp2p-notes, trap 2).
    connectionMonitor: { enabled: false },
    connectionManager: {
      // Lifted: ours decide, with trust in view (decision 0009). libp2p's pruner never has anything to do.
      maxConnections: Infinity,
      maxIncomingPendingConnections: Infinity,
      inboundConnectionThreshold: Infinity,
      inboundUpgradeTimeout: HANDSHAKE_MS,
      // The address book orders them: what worked last comes first.
      addressSorter: () => 0,
      // Reconnection is ours; libp2p's gives up after 31 s and forgets (libp2p-notes, trap 1).
      reconnectRetries: 0,
      connectionCloseTimeout: SECOND_MS,
    },
    nodeInfo: { name: 'kith', version: '', userAgent: options.agent },
    services: {
      kith: hooks(options.hooks),
      // Not at once: it would compete with the link, and tell a stranger what this node speaks.
      identify: identify({ runOnConnectionOpen: false }),
      ping: ping(),
      dcutr: dcutr(),
      ...(options.serveRelay
        ? {
            relay: circuitRelayServer({
              reservations: {
                maxReservations: RELAY_RESERVATIONS,
                defaultDataLimit: BigInt(RELAY_DATA_BYTES),
                defaultDurationLimit: RELAY_DURATION_MS,
              },
            }),
          }
        : {}),
      ...(discovery
        ? {
            // Not as one of libp2p's own: its start would not say that its socket failed.
            localDiscovery: (components: Parameters<ReturnType<typeof mdns>>[0]) =>
              createLocalDiscovery({ ...discovery, make: () => mdns()(components) as unknown as MdnsService }),
          }
        : {}),
    },
  })
}

export type Libp2pNode = Awaited<ReturnType<typeof createLibp2pNode>>
