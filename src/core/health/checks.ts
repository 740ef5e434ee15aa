/** The named checks of a node (spec §12): each gathers plain values and asks its policy what they mean. */
import { KithError } from '../../contract/errors.ts'
import type { HealthFinding, ServiceView } from '../../contract/link-views.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import { type Clock, isoTime, type Random } from '../../kit/clock.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import type { ListenReport } from '../peers/index.ts'
import type { Store } from '../storage/index.ts'
import type { SurroundingsEvent } from '../surroundings.types.ts'
import { reachOf } from '../trust/index.ts'
import { type BandwidthFacts, bandwidthFinding } from './bandwidth.policy.ts'
import { clockFinding } from './clock.policy.ts'
import { mergedFinding } from './health.policy.ts'
import type { HealthCheck } from './health.types.ts'
import { identityFinding } from './identity.policy.ts'
import { type KeptPeer, keptPeersFinding } from './kept-peers.policy.ts'
import { listeningFinding } from './listening.policy.ts'
import { reachabilityFinding, type Where } from './reachability.policy.ts'
import { storageFinding } from './storage.policy.ts'

/** What the checks look at. */
export interface CheckPorts {
  readonly clock: Clock
  readonly random: Random
  /** What only the host can check. One that has the name of a check here is added to it. */
  readonly hosts: readonly HealthCheck[]
  readonly keyStore: KeyStoreKind
  readonly store: Pick<Store, 'blob' | 'putBlob'>
  /** Where the settings of this run ask to listen. */
  readonly listen: readonly string[]
  readonly listenProblems: () => ListenReport['problems']
  /** Where others reach this node. */
  readonly addresses: () => readonly string[]
  /** Where those who came in by themselves and are connected now came from. */
  readonly inbound: () => readonly string[]
  readonly keptPeers: () => readonly (Omit<KeptPeer, 'missingMs' | 'wasConnected'> & { readonly peerId: string })[]
  readonly bandwidth: () => BandwidthFacts
  readonly services: () => readonly ServiceView[]
}

export interface Checks {
  readonly all: readonly HealthCheck[]
  /** What the host noticed of the machine. */
  readonly noticed: (event: SurroundingsEvent) => void
}

/** Where the check of the database leaves what it wrote. */
const PROBE = 'health-probe'
/** A write that waits for the disk is felt by a laptop that sleeps its disk; a failing one shows by itself anyway. */
const WRITE_EVERY_MS = 5 * MINUTE_MS

export function createChecks(ports: CheckPorts): Checks {
  const { clock } = ports
  const clockCheck = createClockCheck(clock)
  const own: readonly HealthCheck[] = [
    { name: 'identity', check: () => identityFinding(ports.keyStore) },
    {
      name: 'listening',
      check: () =>
        listeningFinding({
          asked: ports.listen,
          problems: ports.listenProblems(),
          addresses: ports.addresses().length,
        }),
    },
    { name: 'storage', check: createStorageCheck(ports) },
    { name: 'kept-peers', check: createKeptPeersCheck(ports) },
    { name: 'reachability', check: createReachabilityCheck(ports) },
    {
      name: 'bandwidth',
      check: () => bandwidthFinding(ports.bandwidth()),
    },
    { name: 'clock', check: clockCheck.check },
  ]
  return { all: withHosts(own, ports.hosts), noticed: clockCheck.noticed }
}

/** Checks of one name become one; those that only the host has stand where a person looks for them: behind the identity. */
function withHosts(own: readonly HealthCheck[], hosts: readonly HealthCheck[]): readonly HealthCheck[] {
  const others = hosts.filter(({ name }) => !own.some((one) => one.name === name))
  const [identity, ...rest] = own.map(({ name, check }): HealthCheck => {
    const also = hosts.filter((host) => host.name === name)
    if (also.length === 0) return { name, check }
    return {
      name,
      check: async () => mergedFinding(await Promise.all([check(), ...also.map((host) => host.check())])),
    }
  })
  return identity ? [identity, ...others, ...rest] : others
}

function createStorageCheck({ clock, random, store, services }: CheckPorts): () => HealthFinding {
  let wroteMs = Number.NEGATIVE_INFINITY
  let expected: string | null = null

  function probe(): void {
    if (clock.now() - wroteMs >= WRITE_EVERY_MS) {
      const value = Uint8Array.from({ length: 8 }, () => Math.floor(random() * 256))
      store.putBlob(PROBE, value)
      wroteMs = clock.now()
      expected = value.join()
    }
    if (store.blob(PROBE)?.join() !== expected)
      throw new KithError('Integrity', 'The database does not give back what was written into it.')
  }

  return () => {
    const { degraded = null, retryAt = null } = services().find(({ name }) => name === 'storage') ?? {}
    if (degraded !== null) return storageFinding({ failure: null, leftAlone: degraded, retryAt })
    try {
      probe()
      return storageFinding({ failure: null, leftAlone: null, retryAt: null })
    } catch (error) {
      wroteMs = Number.NEGATIVE_INFINITY
      if (error instanceof KithError) return storageFinding({ failure: error, leftAlone: null, retryAt: null })
      throw error
    }
  }
}

function createKeptPeersCheck({ clock, keptPeers }: CheckPorts): () => HealthFinding {
  /** Since when each kept peer is found missing, and whether it was there before. */
  let known = new Map<string, { readonly missingSinceMs: number | null; readonly wasConnected: boolean }>()
  return () => {
    const peers = keptPeers()
    const before = known
    known = new Map(
      peers.map(({ peerId, connected }) => {
        const last = before.get(peerId)
        return [
          peerId,
          {
            missingSinceMs: connected ? null : (last?.missingSinceMs ?? clock.now()),
            wasConnected: connected || last?.wasConnected === true,
          },
        ]
      }),
    )
    return keptPeersFinding(
      peers.map(({ peerId, ...peer }) => {
        const { missingSinceMs, wasConnected } = known.get(peerId) ?? { missingSinceMs: null, wasConnected: false }
        return { ...peer, wasConnected, missingMs: missingSinceMs === null ? 0 : clock.now() - missingSinceMs }
      }),
    )
  }
}

/** The farther, the more it proves. */
const farthest: readonly Where[] = ['public', 'relay', 'lan']

function createReachabilityCheck({ clock, listen, addresses, inbound, services }: CheckPorts): () => HealthFinding {
  let seen: { readonly from: Where; readonly at: string } | null = null
  return () => {
    const now = new Set(inbound().map(reachOf))
    const from = farthest.find((where) => now.has(where))
    if (from !== undefined) seen = { from, at: isoTime(clock.wallMs()) }
    return reachabilityFinding({
      asked: listen.map((address) => askedWhere(address)),
      addresses: addresses().map(reachOf),
      inbound: seen,
      impaired: services().flatMap(({ name, degraded }) =>
        (name === 'relay' || name === 'mdns') && degraded !== null ? [degraded] : [],
      ),
    })
  }
}

/** “Any address” leads everywhere that this machine is. */
const askedWhere = (address: string): Where => (/^\/ip[46]\/(0\.0\.0\.0|::)\//.test(address) ? 'lan' : reachOf(address))

function createClockCheck(clock: Clock): { readonly check: () => HealthFinding; readonly noticed: Checks['noticed'] } {
  let set: { readonly byMs: number; readonly atMs: number; readonly at: string } | null = null
  return {
    check: () =>
      clockFinding({
        wallMs: clock.wallMs(),
        set: set && { byMs: set.byMs, at: set.at, agoMs: clock.now() - set.atMs },
      }),
    noticed(event: SurroundingsEvent) {
      if (event.type === 'clock-set') set = { byMs: event.byMs, atMs: clock.now(), at: isoTime(clock.wallMs()) }
    },
  }
}
