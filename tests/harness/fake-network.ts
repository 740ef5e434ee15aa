/**
 * The network port in memory: a switchboard on which several networks meet, held to the same conformance suite as libp2p.
 * Deterministic; nothing takes time unless a clock and a latency are given. Hooks cut lines, freeze a side, refuse dials.
 */
import { KithError } from '../../src/contract/errors.ts'
import type { Settings } from '../../src/contract/settings.ts'
import type { Direction, PeerReason, Permission, Transport } from '../../src/contract/views.ts'
import { parsePeerAddress, transportOf } from '../../src/core/net/index.ts'
import type {
  ConnectionInfo,
  FrameStream,
  Gate,
  ListenReport,
  Network,
  NetworkEvent,
  StreamOptions,
} from '../../src/core/peers/index.ts'
import {
  type ConnectionLimits,
  createConnectionLimits,
  createSlidingWindow,
  decideStream,
  type SlidingWindow,
} from '../../src/core/resilience/index.ts'
import type { Clock } from '../../src/kit/clock.ts'
import { createEmitter } from '../../src/kit/emitter.ts'
import { systemClock } from '../../src/kit/system.ts'
import { createFramePair, type FramePair } from './fake-frames.ts'

export interface SwitchboardOptions {
  readonly clock: Clock
  /** How long everything takes from one side to the other. Left out: no time at all. */
  readonly latencyMs?: number
  /** What may be on the way in a stream before its writer has to wait. */
  readonly windowBytes?: number
}

export interface FakeNetworkOptions {
  readonly peerId: string
  readonly gate?: Partial<Gate>
  readonly listen?: readonly string[]
  readonly useRelays?: boolean
  readonly serveRelay?: boolean
  /** Left out: no limits at all. */
  readonly limits?: () => Settings['limits']
}

export interface FakeNetwork extends Network {
  /** Every dial that was asked for, in order. */
  readonly dials: readonly { readonly peerId: string; readonly addresses: readonly string[] }[]
  /** Dials that are under way now. */
  readonly dialling: readonly string[]
  /** Connections that are open now. */
  readonly openConnections: number
  readonly connectionIds: readonly string[]
  /** Bytes of all streams since it was made. */
  traffic(): { readonly uploadedBytes: number; readonly downloadedBytes: number }
  /** As if mDNS had seen somebody. */
  discover(peerId: string, addresses: readonly string[]): void
  /** Fails every coming dial to this peer; `null` mends it. */
  failDials(peerId: string, reason: PeerReason | null): void
}

export interface Switchboard {
  join(options: FakeNetworkOptions): FakeNetwork
  /** Breaks every connection between the two, as a lost line does. */
  cut(a: string, b: string): void
  /** Like a stopped process: it neither reads nor writes nor answers, and does not know it. */
  freeze(peerId: string): void
  thaw(peerId: string): void
  /** Called when a dial has been let through by the dialer's gate and before it connects. */
  onDial: ((from: string, to: string) => void) | null
}

/** The certificate hash of every fake webrtc-direct address: a well-formed SHA-256 multihash. */
const CERTHASH = `u${Buffer.from([0x12, 0x20, ...new Array<number>(32).fill(7)]).toString('base64url')}`
const FIRST_FREE_PORT = 40_000
const RELAY_HOP = '/libp2p/circuit/relay/0.2.0/hop'
const RELAY_STOP = '/libp2p/circuit/relay/0.2.0/stop'

interface Side {
  readonly network: Internal
  readonly place: Disposable | null
  readonly info: ConnectionInfo
  open: boolean
  /** Knows what the other side speaks, and so whether it is a relay. */
  introduced: boolean
  /** When bytes last came. */
  heardMs: number | null
}

interface OpenStream {
  readonly pair: FramePair
  readonly protocol: string
  /** Who opened it. */
  readonly opener: Internal
}

interface Line {
  readonly sides: readonly [Side, Side]
  readonly streams: Set<OpenStream>
}

interface Handler {
  readonly options: StreamOptions
  readonly handle: (stream: FrameStream, connection: ConnectionInfo) => void
}

/** What the switchboard sees of a network. */
interface Internal {
  readonly peerId: string
  readonly gate: Gate
  readonly listening: ReadonlySet<string>
  readonly running: boolean
  readonly frozen: boolean
  readonly options: FakeNetworkOptions
  readonly lines: Map<string, Line>
  readonly handlers: Map<string, Handler>
  readonly places: ConnectionLimits | null
  readonly opened: SlidingWindow
  emit(event: NetworkEvent): void
  count(direction: 'up' | 'down', byteLength: number): void
  addressesChanged(): void
}

export function createSwitchboard(options: SwitchboardOptions | null = null): Switchboard {
  const clock = options?.clock ?? systemClock
  const latencyMs = options?.latencyMs ?? 0
  const windowBytes = options?.windowBytes
  const networks = new Map<string, Internal>()
  const frozen = new Set<string>()
  const thawed: (() => void)[] = []
  let nextId = 1
  let nextPort = FIRST_FREE_PORT

  function onItsWay(arrive: () => void): void {
    if (options && latencyMs > 0) options.clock.at(options.clock.now() + latencyMs, arrive)
    else arrive()
  }
  const hop = (): Promise<void> => new Promise(onItsWay)

  /** Waits until the peer runs again. */
  async function awake(peerId: string, signal?: AbortSignal): Promise<void> {
    while (frozen.has(peerId) && signal?.aborted !== true)
      await new Promise<void>((go) => {
        thawed.push(go)
        signal?.addEventListener('abort', () => go(), { once: true })
      })
  }

  const linesOf = (network: Internal, peerId: string): Line[] =>
    [...network.lines.values()].filter(({ sides }) => other(sides, network).network.peerId === peerId)
  const other = (sides: Line['sides'], network: Internal): Side => (sides[0].network === network ? sides[1] : sides[0])
  const own = (sides: Line['sides'], network: Internal): Side => (sides[0].network === network ? sides[0] : sides[1])

  const listensAt = (address: string): Internal | undefined =>
    [...networks.values()].find(({ running, listening }) => running && listening.has(address))

  /** Has a place on the relay: connected to it, knows it for one, and both gates say yes. */
  const hasPlace = (network: Internal, relay: Internal): boolean =>
    network.options.useRelays === true &&
    relay.options.serveRelay === true &&
    network.gate.mayRelayForUs(relay.peerId) &&
    relay.gate.mayUseRelay(network.peerId) &&
    linesOf(network, relay.peerId).some(({ sides }) => own(sides, network).introduced)

  const counts =
    (side: Side) =>
    (way: 'up' | 'down', byteLength: number): void => {
      if (way === 'down') side.heardMs = clock.now()
      side.network.count(way, byteLength)
    }

  function closeSide(side: Side, line: Line): void {
    if (!side.open) return
    side.open = false
    side.network.lines.delete(side.info.id)
    side.place?.[Symbol.dispose]()
    side.network.emit({ type: 'closed', connectionId: side.info.id, peerId: side.info.peerId })
    side.network.addressesChanged()
    other(line.sides, side.network).network.addressesChanged()
  }

  async function closeLine(line: Line, first: Side, how: 'gracefully' | 'abort'): Promise<void> {
    for (const { pair } of line.streams) {
      if (how === 'gracefully') pair.end()
      else pair.break()
    }
    closeSide(first, line)
    const second = other(line.sides, first.network)
    await hop()
    await awake(second.network.peerId)
    closeSide(second, line)
  }

  interface Verdicts {
    readonly mine: ReturnType<Gate['standing']>
    readonly theirs: ReturnType<Gate['standing']>
  }

  /** Both take a place, or one of them says why not. */
  function takePlaces(
    from: Internal,
    to: Internal,
    seenAs: string,
    { mine, theirs }: Verdicts,
    cutOff: (network: Internal) => void,
  ): { here: Disposable | null; there: Disposable | null } | PeerReason {
    const there = to.places?.arrive(seenAs, () => cutOff(to)) ?? null
    const refused = (reason: string, peerId: string | null): PeerReason => {
      if (there !== null && typeof there !== 'string') there[Symbol.dispose]()
      const transport = transportOf(seenAs)
      to.emit({ type: 'refused', peerId, direction: 'inbound', remoteAddress: seenAs, transport, reason })
      return 'refused'
    }
    if (typeof there === 'string') return refused(there, null)
    if (theirs.standing === 'refused') return refused(theirs.reason, from.peerId)
    const limit = there?.prove(from.peerId, isStranger(theirs))
    if (limit) return refused(limit, from.peerId)
    there?.opened()
    const here = from.places?.leave(() => cutOff(from)) ?? null
    if (here?.prove(to.peerId, isStranger(mine))) {
      here[Symbol.dispose]()
      there?.[Symbol.dispose]()
      return 'full-here'
    }
    return { here, there }
  }

  function connect(from: Internal, to: Internal, address: string, verdicts: Verdicts): Side | PeerReason {
    const transport = transportOf(address)
    const seenAs = address.replace(/\/(tcp|udp)\/\d+/, `/$1/${nextPort++}`)
    const cutOff = (network: Internal): void => {
      const side = own(line.sides, network)
      const { peerId, direction, remoteAddress } = side.info
      network.emit({ type: 'refused', peerId, direction, remoteAddress, transport, reason: 'pruned' })
      void closeLine(line, side, 'abort')
    }
    const places = takePlaces(from, to, seenAs, verdicts, cutOff)
    if (typeof places === 'string') return places
    const info = (
      peerId: string,
      direction: Direction,
      remoteAddress: string,
      { standing, reason }: ReturnType<Gate['standing']>,
    ): ConnectionInfo => ({
      id: `fake-${nextId++}`,
      peerId,
      direction,
      transport,
      remoteAddress,
      standing: standing as ConnectionInfo['standing'],
      reason,
    })
    const dialer: Side = {
      network: from,
      place: places.here,
      info: info(to.peerId, 'outbound', address, verdicts.mine),
      open: true,
      introduced: false,
      heardMs: null,
    }
    const target: Side = {
      network: to,
      place: places.there,
      info: info(from.peerId, 'inbound', seenAs, verdicts.theirs),
      open: true,
      introduced: false,
      heardMs: null,
    }
    const line: Line = { sides: [dialer, target], streams: new Set() }
    from.lines.set(dialer.info.id, line)
    to.lines.set(target.info.id, line)
    to.emit({ type: 'opened', connection: target.info })
    from.emit({ type: 'opened', connection: dialer.info })
    to.addressesChanged()
    from.addressesChanged()
    return dialer
  }

  /** Streams of a protocol that one opened with the other, and how fast: as the limits of `network` see it. */
  function overLimit(network: Internal, peer: Internal, direction: Direction, protocol: string): string | null {
    if (!network.options.limits) return null
    const opener = direction === 'outbound' ? network : peer
    const open = linesOf(network, peer.peerId)
      .flatMap(({ streams }) => [...streams])
      .filter((stream) => stream.opener === opener && stream.protocol === protocol && !stream.pair.isOver).length
    const limit = decideStream(
      { direction, open, lastSecond: network.opened.count(peer.peerId) },
      network.options.limits(),
    )
    if (direction === 'inbound' && limit !== 'limit-stream-rate') network.opened.add(peer.peerId)
    return limit
  }

  /** Why a stream that comes in is turned away. */
  function denial(side: Side, from: Internal, protocol: string, needs: Permission | undefined): string | null {
    const limit = overLimit(side.network, from, 'inbound', protocol)
    if (limit) return limit
    if (!allows(side.network, side, protocol)) return 'not-admitted'
    return needs && !side.network.gate.may(from.peerId, needs) ? needs : null
  }

  /** What passes through this relay from or to a peer that may not use it any more. */
  function dropRelayed(relay: Internal, peerId: string): void {
    const peer = networks.get(peerId)
    if (!peer || relay.gate.mayUseRelay(peerId)) return
    for (const line of [...peer.lines.values()]) {
      const { transport, remoteAddress } = line.sides[0].info
      if (transport !== 'relay' || !remoteAddress.includes(`/p2p/${relay.peerId}/p2p-circuit`)) continue
      const dials = line.sides[0].network === peer
      const [direction, protocol] = dials ? (['inbound', RELAY_HOP] as const) : (['outbound', RELAY_STOP] as const)
      void closeLine(line, line.sides[0], 'abort')
      relay.emit({ type: 'denied', peerId, direction, protocol, reason: 'use-relay' })
    }
    peer.addressesChanged()
  }

  function join(wishes: FakeNetworkOptions): FakeNetwork {
    const events = createEmitter<NetworkEvent>()
    const gate: Gate = { ...openGate, ...wishes.gate }
    const listening = new Set<string>()
    const lines = new Map<string, Line>()
    const handlers = new Map<string, Handler>()
    const dials: { peerId: string; addresses: readonly string[] }[] = []
    const dialling: string[] = []
    const failing = new Map<string, PeerReason>()
    let running = false
    let uploadedBytes = 0
    let downloadedBytes = 0
    let announced = ''

    const internal: Internal = {
      peerId: wishes.peerId,
      gate,
      listening,
      get running() {
        return running
      },
      get frozen() {
        return frozen.has(wishes.peerId)
      },
      options: wishes,
      lines,
      handlers,
      places: wishes.limits
        ? createConnectionLimits(
            {
              clock,
              isTrusted: gate.isTrusted,
              isBusy: gate.isBusy,
              isKept: gate.isKept,
            },
            wishes.limits,
          )
        : null,
      opened: createSlidingWindow(clock, 1_000),
      emit: (event) => events.emit(event),
      count(direction, byteLength) {
        if (direction === 'up') uploadedBytes += byteLength
        else downloadedBytes += byteLength
      },
      addressesChanged() {
        const now = network.addresses()
        if (!running || now.join(' ') === announced) return
        announced = now.join(' ')
        events.emit({ type: 'addresses', addresses: now })
      },
    }

    function refused(peerId: string, direction: Direction, remoteAddress: string, reason: string): void {
      events.emit({ type: 'refused', peerId, direction, remoteAddress, transport: transportOf(remoteAddress), reason })
    }

    function listenOn(address: string): ListenReport['problems'][number] | null {
      if (!/^\/ip[46]\/[^/]+\/(tcp\/\d+|udp\/\d+\/webrtc-direct)$/.test(address))
        return { address, kind: 'invalid', insteadOf: null }
      const withHash = (text: string): string => (text.includes('/udp/') ? `${text}/certhash/${CERTHASH}` : text)
      const free = (): string => withHash(address.replace(/\/(tcp|udp)\/\d+/, `/$1/${nextPort++}`))
      if (/\/(tcp|udp)\/0\b/.test(address)) {
        listening.add(free())
        return null
      }
      if (!listensAt(withHash(address)) && !listening.has(withHash(address))) {
        listening.add(withHash(address))
        return null
      }
      listening.add(free())
      return { address, kind: 'busy', insteadOf: address.replace(/\/(tcp|udp)\/\d+/, '/$1/0') }
    }

    /** Where to and through whom an address leads; a failure as its reason. */
    function route(peerId: string, address: string): { to: Internal; relay: Internal | null } | PeerReason {
      if (!parsePeerAddress(`${peerId}@${address}`).ok) return 'invalid-address'
      const [, relayAddress, relayId] = /^(.*)\/p2p\/([^/]+)\/p2p-circuit/.exec(address) ?? []
      if (relayAddress !== undefined && relayId !== undefined) {
        const relay = networks.get(relayId)
        const to = networks.get(peerId)
        if (gate.standing({ peerId: relayId, direction: 'outbound', relayed: false }).standing === 'refused')
          return 'blocked'
        if (!relay || listensAt(relayAddress) !== relay || !to?.running || !hasPlace(to, relay)) return 'unreachable'
        return relay.gate.mayUseRelay(wishes.peerId) ? { to, relay } : 'unreachable'
      }
      const to = listensAt(address)
      if (!to) return 'unreachable'
      return to.peerId === peerId ? { to, relay: null } : 'peer-id-mismatch'
    }

    async function tryAddress(peerId: string, address: string, signal: AbortSignal): Promise<Side | PeerReason> {
      const found = route(peerId, address)
      if (typeof found === 'string') return found
      const { to } = found
      board.onDial?.(wishes.peerId, peerId)
      await hop()
      await awake(to.peerId, signal)
      if (signal.aborted) return 'timeout'
      if (!running || !to.running) return 'unreachable'
      const relayed = transportOf(address) === 'relay'
      const mine = gate.standing({ peerId, direction: 'outbound', relayed })
      const theirs = to.gate.standing({ peerId: wishes.peerId, direction: 'inbound', relayed })
      if (mine.standing === 'refused') return 'blocked'
      if (theirs.standing !== 'refused' && transportOf(address) === 'webrtc') {
        // The two find each other over a relayed connection, which stays and speaks for itself, whatever comes of the rest.
        const first = connect(internal, to, address.replace(/\/webrtc$/, ''), { mine, theirs })
        if (typeof first === 'string') return first
        await hop()
        if (mine.standing === 'quarantined' || theirs.standing === 'quarantined') return 'reset'
      }
      return connect(internal, to, address, { mine, theirs })
    }

    async function tryAll(peerId: string, addresses: readonly string[], signal: AbortSignal): Promise<ConnectionInfo> {
      const broken = failing.get(peerId)
      if (broken) throw dialFailure(broken)
      let reason: PeerReason = 'invalid-address'
      for (const address of addresses) {
        const outcome = await tryAddress(peerId, address, signal)
        if (signal.aborted) throw new KithError('Aborted', 'The dial was called off.')
        if (typeof outcome !== 'string') return outcome.info
        reason = outcome
      }
      throw dialFailure(reason)
    }

    const network: FakeNetwork = {
      peerId: wishes.peerId,
      events,
      dials,
      dialling,
      get openConnections() {
        return lines.size
      },
      get connectionIds() {
        return [...lines.keys()]
      },
      async start() {
        if (running) return { problems: [] }
        const problems = (wishes.listen ?? []).flatMap((address) => listenOn(address) ?? [])
        if ((wishes.listen ?? []).length > 0 && listening.size === 0)
          throw new KithError('InvalidAddress', 'None of the addresses can be listened on.')
        running = true
        networks.set(wishes.peerId, internal)
        internal.addressesChanged()
        return { problems }
      },
      async stop() {
        if (!running) return
        running = false
        announced = ''
        listening.clear()
        networks.delete(wishes.peerId)
        for (const line of [...lines.values()]) void closeLine(line, own(line.sides, internal), 'gracefully')
      },
      addresses() {
        if (!running) return []
        const relays = [...networks.values()].filter((relay) => relay !== internal && hasPlace(internal, relay))
        const through = relays.flatMap((relay) =>
          [...relay.listening].flatMap((address) =>
            ['/p2p-circuit', '/p2p-circuit/webrtc'].map((end) => `${address}/p2p/${relay.peerId}${end}`),
          ),
        )
        return [...listening, ...through].map((address) => `${address}/p2p/${wishes.peerId}`)
      },
      async dial(peerId, addresses, signal) {
        if (!running) throw new KithError('Unreachable', 'This node is not running.')
        dials.push({ peerId, addresses })
        if (signal.aborted) throw new KithError('Aborted', 'The dial was called off.')
        const { standing, reason } = gate.standing({ peerId, direction: 'outbound', relayed: false })
        if (standing === 'refused') {
          refused(peerId, 'outbound', '', reason)
          throw dialFailure('blocked')
        }
        const existing = linesOf(internal, peerId)[0]
        if (existing) return own(existing.sides, internal).info
        const limit = internal.places?.refusesDial(peerId)
        if (limit) {
          refused(peerId, 'outbound', '', limit)
          throw dialFailure('full-here')
        }
        dialling.push(peerId)
        try {
          return await tryAll(peerId, addresses, signal)
        } finally {
          dialling.splice(dialling.indexOf(peerId), 1)
        }
      },
      async open(connectionId, protocol, streamOptions, signal) {
        const line = lines.get(connectionId)
        if (!line) throw new KithError('ConnectionFailed', 'The connection is gone.')
        const near = own(line.sides, internal)
        const far = other(line.sides, internal)
        if (!allows(internal, near, protocol)) throw dialFailure('reset')
        const tooMany = overLimit(internal, far.network, 'outbound', protocol)
        if (tooMany) {
          internal.emit({
            type: 'denied',
            peerId: far.network.peerId,
            direction: 'outbound',
            protocol,
            reason: tooMany,
          })
          throw new KithError('LimitReached', 'Too many streams.', { details: { reason: tooMany } })
        }
        await hop()
        await awake(far.network.peerId, signal)
        if (signal.aborted || !near.open || !far.open)
          throw new KithError('ConnectionFailed', 'The connection is gone.', { details: { reason: 'reset' } })
        const handler = far.network.handlers.get(protocol)
        if (!handler) throw dialFailure('no-common-protocol')
        const pair = createFramePair(
          { options: streamOptions, frozen: () => internal.frozen, onBytes: counts(near) },
          { options: handler.options, frozen: () => far.network.frozen, onBytes: counts(far) },
          { onItsWay, ...(windowBytes === undefined ? {} : { windowBytes }) },
        )
        const denied = denial(far, internal, protocol, handler.options.needs)
        if (denied) {
          far.network.emit({ type: 'denied', peerId: internal.peerId, direction: 'inbound', protocol, reason: denied })
          pair.break()
          return pair.a
        }
        for (const old of line.streams) if (old.pair.isOver) line.streams.delete(old)
        line.streams.add({ pair, protocol, opener: internal })
        handler.handle(pair.b, far.info)
        return pair.a
      },
      handle(protocol, streamOptions, handle) {
        if (handlers.has(protocol)) throw new Error(`${protocol} is handled already`)
        const handler = { options: streamOptions, handle }
        handlers.set(protocol, handler)
        return {
          [Symbol.dispose]: () => {
            if (handlers.get(protocol) === handler) handlers.delete(protocol)
          },
        }
      },
      async close(connectionId, how) {
        await awake(wishes.peerId)
        const line = lines.get(connectionId)
        if (line) void closeLine(line, own(line.sides, internal), how)
      },
      recheck(peerId) {
        for (const line of linesOf(internal, peerId))
          for (const { pair, protocol, opener } of line.streams) {
            const needs = handlers.get(protocol)?.options.needs
            if (opener === internal || pair.isOver || !needs || gate.may(peerId, needs)) continue
            pair.break()
            events.emit({ type: 'denied', peerId, direction: 'inbound', protocol, reason: needs })
          }
        dropRelayed(internal, peerId)
      },
      heardAt(connectionId) {
        const line = lines.get(connectionId)
        return line ? own(line.sides, internal).heardMs : null
      },
      introduce(connectionId) {
        const line = lines.get(connectionId)
        if (!line) return
        own(line.sides, internal).introduced = true
        internal.addressesChanged()
      },
      traffic: () => ({ uploadedBytes, downloadedBytes }),
      discover: (peerId, addresses) => events.emit({ type: 'discovered', peerId, addresses }),
      failDials(peerId, reason) {
        if (reason === null) failing.delete(peerId)
        else failing.set(peerId, reason)
      },
    }
    return network
  }

  const board: Switchboard = {
    join,
    cut(a, b) {
      const network = networks.get(a)
      if (!network) return
      for (const line of [...network.lines.values()]) {
        const [first, second] = line.sides
        if (![first, second].some((side) => side.network.peerId === b)) continue
        for (const { pair } of line.streams) pair.break()
        closeSide(first, line)
        closeSide(second, line)
      }
    },
    freeze: (peerId) => void frozen.add(peerId),
    thaw(peerId) {
      frozen.delete(peerId)
      for (const go of thawed.splice(0)) go()
      for (const { lines } of networks.values())
        for (const { streams } of lines.values()) for (const { pair } of streams) pair.wake()
    },
    onDial: null,
  }
  return board
}

const allows = (network: Internal, side: Side, protocol: string): boolean =>
  side.info.standing === 'admitted' ||
  network.gate.mayUseInQuarantine({ peerId: side.info.peerId, direction: side.info.direction, protocol })

/** Lets everybody in and everything happen, but relays for nobody. */
export const openGate: Gate = {
  standing: () => ({ standing: 'admitted', reason: 'test' }),
  mayUseInQuarantine: () => false,
  may: () => true,
  isTrusted: () => false,
  isBusy: () => false,
  isKept: () => false,
  mayUseRelay: () => false,
  mayRelayForUs: () => false,
}

const isStranger = ({ standing, reason }: ReturnType<Gate['standing']>): boolean =>
  standing !== 'admitted' || reason === 'learn'

const failures: Partial<Record<PeerReason, ConstructorParameters<typeof KithError>[0]>> = {
  blocked: 'Blocked',
  unreachable: 'Unreachable',
  timeout: 'Timeout',
  refused: 'Refused',
  reset: 'ConnectionFailed',
  'peer-id-mismatch': 'ProtocolMismatch',
  'no-common-protocol': 'ProtocolMismatch',
  'invalid-address': 'InvalidAddress',
  'full-here': 'LimitReached',
}

const dialFailure = (reason: PeerReason): KithError =>
  new KithError(failures[reason] ?? 'ConnectionFailed', `The dial failed (${reason}).`, { details: { reason } })

/** Where a network can be dialled, as an address book keeps it: without its own peer ID at the end. */
export const routesTo = (network: Network, transport?: Transport): string[] =>
  network
    .addresses()
    .map((address) => address.slice(0, address.lastIndexOf('/p2p/')))
    .filter((address) => transport === undefined || transportOf(address) === transport)
