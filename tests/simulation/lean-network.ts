/**
 * The network port with as little behind it as a simulated week needs: who has a path to whom, what a dial into nothing costs, what a
 * broken path does to the connections over it. No gate, no limits, no relays; frames take no time.
 */
import { KithError } from '../../src/contract/errors.ts'
import type { PeerReason } from '../../src/contract/views.ts'
import type { ConnectionInfo, FrameStream, Network, NetworkEvent, StreamOptions } from '../../src/core/peers/index.ts'
import type { Random } from '../../src/kit/clock.ts'
import { createEmitter } from '../../src/kit/emitter.ts'
import { SECOND_MS } from '../../src/kit/units.ts'
import type { ManualClock } from '../harness/manual-clock.ts'

/** To the other end and back, once for the handshake. */
const ROUND_TRIP_MS = 100
/** libp2p gives one address so long before it tries the next. */
const ADDRESS_PATIENCE_MS = 6 * SECOND_MS
/**
 * When the heartbeat gives up a silent peer: 15 s of silence, seen at a beat. Heartbeats themselves are rare here, so that a week of
 * them does not take longer than everything else together; their verdict comes from the network instead.
 */
const VERDICT_MS = { least: 15 * SECOND_MS, most: 20 * SECOND_MS }

/** `silent`: nothing comes back, as from a machine that is off. `down`: its own interface is gone, and it knows. */
export type Path = 'open' | 'silent' | 'down'

export interface LeanNetwork extends Network {
  address: string
  /** Between this node and everybody else. */
  readonly path: Path
  setPath(path: Path): void
  /** The process is gone, without a word. Its machine tells whoever talks to it, if there is a path. */
  crash(): void
}

export interface LeanWorld {
  join(peerId: string, address: string, watch: LeanWatch): LeanNetwork
  /** Nobody has a path to anybody, and nobody notices it otherwise. */
  setOutage(outage: boolean): void
  hasPath(a: LeanNetwork, b: LeanNetwork): boolean
}

export interface LeanWatch {
  readonly onDial: (to: string) => void
  /** The last connection with this peer is gone, as this side sees it. */
  readonly onApart: (from: string) => void
}

interface Handler {
  readonly options: StreamOptions
  readonly handle: (stream: FrameStream, connection: ConnectionInfo) => void
}

interface Side {
  readonly node: Node
  readonly info: ConnectionInfo
  readonly line: Line
  open: boolean
}

interface Line {
  readonly sides: [Side, Side] | []
  readonly streams: LeanStream[]
  verdicts: Disposable[]
}

interface Node {
  readonly peerId: string
  address: string
  path: Path
  running: boolean
  readonly lines: Map<string, Side>
  readonly handlers: Map<string, Handler>
  readonly watch: LeanWatch
  readonly emit: (event: NetworkEvent) => void
}

/** One end of a stream; what is written here is read at the other end. */
class LeanStream implements FrameStream {
  readonly violation = null
  other: LeanStream | null = null
  readonly #frames: Uint8Array[] = []
  #over = false
  #waiting: ((frame: Uint8Array | null) => void) | null = null

  read(): Promise<Uint8Array | null> {
    const frame = this.#frames.shift()
    if (frame) return Promise.resolve(frame)
    if (this.#over) return Promise.resolve(null)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  write(frame: Uint8Array): Promise<void> {
    if (this.#over || !this.other) return Promise.reject(new KithError('ConnectionFailed', 'The connection is gone.'))
    this.other.#arrive(frame)
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.other?.end()
    return Promise.resolve()
  }

  abort(): void {
    this.end()
    this.other?.end()
  }

  end(): void {
    this.#over = true
    this.#waiting?.(null)
    this.#waiting = null
  }

  #arrive(frame: Uint8Array): void {
    if (this.#over) return
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting) waiting(frame)
    else this.#frames.push(frame)
  }
}

export function createLeanWorld(clock: ManualClock, random: Random): LeanWorld {
  const nodes = new Set<Node>()
  const byAddress = new Map<string, Node>()
  const networks = new WeakMap<LeanNetwork, Node>()
  let outage = false
  let nextId = 1

  const hasPath = (a: Node, b: Node): boolean => !outage && a.path === 'open' && b.path === 'open'
  const isOpen = ({ sides }: Line): boolean => sides.some(({ open }) => open)
  const later = (ms: number, task: () => void): Disposable => clock.at(clock.now() + ms, task)

  function closeSide(side: Side): void {
    if (!side.open) return
    side.open = false
    const { node, info, line } = side
    node.lines.delete(info.id)
    for (const stream of line.streams) stream.end()
    node.emit({ type: 'closed', connectionId: info.id, peerId: info.peerId })
    if (![...node.lines.values()].some((other) => other.info.peerId === info.peerId)) node.watch.onApart(info.peerId)
  }

  /** Whoever closes first tells the other, if there is a path; otherwise that one finds out by itself. */
  function close(side: Side): void {
    closeSide(side)
    const { line } = side
    if (line.sides.length < 2) return
    const [a, b] = line.sides as [Side, Side]
    if (hasPath(a.node, b.node)) for (const other of [a, b]) closeSide(other)
    if (!a.open && !b.open) for (const verdict of line.verdicts.splice(0)) verdict[Symbol.dispose]()
  }

  /** Paths changed: connections without one are found dead after a while, and live on if it comes back before. */
  function review(changed: Iterable<Node>): void {
    const lines = new Set([...changed].flatMap((node) => [...node.lines.values()].map(({ line }) => line)))
    for (const line of lines) {
      if (!isOpen(line)) continue
      const [a, b] = line.sides as [Side, Side]
      if (hasPath(a.node, b.node)) {
        for (const verdict of line.verdicts.splice(0)) verdict[Symbol.dispose]()
        if (!a.open || !b.open) for (const side of [a, b]) closeSide(side)
      } else if (line.verdicts.length === 0)
        line.verdicts = [a, b].map((side) =>
          later(VERDICT_MS.least + random() * (VERDICT_MS.most - VERDICT_MS.least), () => close(side)),
        )
    }
  }

  function connect(from: Node, to: Node, address: string): ConnectionInfo {
    const line: Line = { sides: [], streams: [], verdicts: [] }
    const side = (node: Node, other: Node, direction: 'inbound' | 'outbound'): Side => ({
      node,
      info: {
        id: `lean-${nextId++}`,
        peerId: other.peerId,
        direction,
        transport: 'tcp',
        remoteAddress: direction === 'outbound' ? address : other.address,
        standing: 'admitted',
        reason: 'test',
      },
      line,
      open: true,
    })
    const near = side(from, to, 'outbound')
    const far = side(to, from, 'inbound')
    ;(line.sides as Side[]).push(near, far)
    from.lines.set(near.info.id, near)
    to.lines.set(far.info.id, far)
    // The inbound side opens the link at once: the other must know of the connection by then.
    from.emit({ type: 'opened', connection: near.info })
    to.emit({ type: 'opened', connection: far.info })
    return near.info
  }

  async function tryAddress(
    from: Node,
    peerId: string,
    address: string,
    signal: AbortSignal,
  ): Promise<ConnectionInfo | PeerReason> {
    if (from.path === 'down') return 'unreachable'
    const to = byAddress.get(address)
    const answers = to !== undefined && hasPath(from, to)
    await waited(answers ? ROUND_TRIP_MS : ADDRESS_PATIENCE_MS, signal)
    if (signal.aborted || !to || !answers) return 'timeout'
    if (!hasPath(from, to) || to.address !== address) return 'timeout'
    if (!to.running || !from.running) return 'unreachable'
    return to.peerId === peerId ? connect(from, to, address) : 'peer-id-mismatch'
  }

  function waited(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = later(ms, done)
      function done(): void {
        timer[Symbol.dispose]()
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done)
    })
  }

  function join(peerId: string, firstAddress: string, watch: LeanWatch): LeanNetwork {
    const events = createEmitter<NetworkEvent>()
    const node: Node = {
      peerId,
      address: firstAddress,
      path: 'open',
      running: false,
      lines: new Map(),
      handlers: new Map(),
      watch,
      emit: (event) => events.emit(event),
    }
    nodes.add(node)
    byAddress.set(firstAddress, node)
    const network: LeanNetwork = {
      peerId,
      events,
      get address() {
        return node.address
      },
      set address(address) {
        byAddress.delete(node.address)
        node.address = address
        byAddress.set(address, node)
      },
      get path() {
        return node.path
      },
      setPath(path) {
        node.path = path
        review([node])
      },
      async start() {
        node.running = true
        return { problems: [] }
      },
      async stop() {
        node.running = false
        for (const side of [...node.lines.values()]) close(side)
      },
      crash() {
        node.running = false
        for (const side of [...node.lines.values()]) close(side)
      },
      addresses: () => [`${node.address}/p2p/${peerId}`],
      async dial(to, addresses, signal) {
        watch.onDial(to)
        const existing = [...node.lines.values()].find(({ info }) => info.peerId === to)
        if (existing) return existing.info
        let reason: PeerReason = 'unreachable'
        for (const address of addresses) {
          const outcome = await tryAddress(node, to, address, signal)
          if (signal.aborted) throw new KithError('Aborted', 'The dial was called off.')
          if (typeof outcome !== 'string') return outcome
          reason = outcome
        }
        throw new KithError(reason === 'timeout' ? 'Timeout' : 'Unreachable', reason, { details: { reason } })
      },
      async open(connectionId, protocol) {
        const side = node.lines.get(connectionId)
        const far = side?.line.sides.find((other) => other !== side)
        const handler = far?.node.handlers.get(protocol)
        if (!side?.open || !far?.open || !handler)
          throw new KithError('ConnectionFailed', 'The connection is gone.', { details: { reason: 'reset' } })
        const here = new LeanStream()
        const there = new LeanStream()
        here.other = there
        there.other = here
        side.line.streams.push(here, there)
        handler.handle(there, far.info)
        return here
      },
      handle(protocol, options, handle) {
        node.handlers.set(protocol, { options, handle })
        return { [Symbol.dispose]: () => void node.handlers.delete(protocol) }
      },
      introduce: () => {},
      heardAt: () => null,
      recheck: () => {},
      async close(connectionId) {
        const side = node.lines.get(connectionId)
        if (side) close(side)
      },
    }
    networks.set(network, node)
    return network
  }

  const known = (network: LeanNetwork): Node => {
    const node = networks.get(network)
    if (!node) throw new Error('of another world')
    return node
  }

  return {
    join,
    setOutage(now) {
      outage = now
      review(nodes)
    },
    hasPath: (a, b) => hasPath(known(a), known(b)),
  }
}
