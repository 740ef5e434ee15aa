/** Introductions over `/kith/introduce/1.0.0`: a peer with the permission suggests others, and each becomes a request. */
import { KithError } from '../../contract/errors.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import type { AddressBook, ConnectionInfo, FrameStream, Network, NetworkEvent, PeerManager } from '../peers/index.ts'
import { createSlidingWindow } from '../resilience/index.ts'
import {
  decodeReceipt,
  decodeSuggestion,
  encodeIntroduction,
  INTRODUCE_PROTOCOL,
  MAX_INTRODUCTION_BYTES,
  type Receipt,
  type Suggestion,
  suggestion,
} from './introduction-frames.ts'
import type { Introductions } from './introductions.types.ts'
import type { TrustBook } from './trust-book.ts'

export interface IntroductionsPorts {
  readonly clock: Clock
  readonly log: Log
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: Pick<PeerManager, 'status'>
  readonly network: Network
  /** A peer broke the protocol, as no line does by itself. */
  readonly violated: (peerId: string, violation: string) => void
  /** Makes a request of a suggestion, if anything. Answers what became of it. */
  readonly suggested: (by: string, peer: { peerId: string; name: string; addresses: readonly string[] }) => string
}

/** One frame each way over a connection that is there. */
const EXCHANGE_MS = 10 * SECOND_MS
/** A person introduces a few friends at a time; a list of a hundred requests is not to be filled by one introducer. */
const SUGGESTIONS_PER_MINUTE = 16
/** As many introducers as may be connected; past that the one that was silent longest is forgotten. */
const MAX_INTRODUCERS = 1_024

export function createIntroductions(ports: IntroductionsPorts): Introductions {
  const { clock, log, trust, book, manager, network } = ports
  const connections = new Map<string, ConnectionInfo>()
  const heard = createSlidingWindow(clock, MINUTE_MS, MAX_INTRODUCERS)
  let subscriptions: Disposable[] = []
  const under = new Set<AbortController>()

  function onNetwork(event: NetworkEvent): void {
    if (event.type === 'opened') connections.set(event.connection.id, event.connection)
    if (event.type === 'closed') connections.delete(event.connectionId)
  }

  /** Runs `work` with a stream that breaks when it takes too long or the node stops. */
  async function bounded<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    under.add(controller)
    const late = clock.at(clock.now() + EXCHANGE_MS, () => controller.abort())
    try {
      const result = await work(controller.signal)
      controller.signal.throwIfAborted()
      return result
    } catch (error) {
      throw controller.signal.aborted ? new KithError('Timeout', 'The peer did not answer in time.') : error
    } finally {
      late[Symbol.dispose]()
      under.delete(controller)
    }
  }

  const hear = (stream: FrameStream, { peerId: by }: ConnectionInfo): Promise<void> =>
    bounded(async (signal) => {
      signal.addEventListener('abort', () => stream.abort())
      const bytes = await stream.read()
      const told = bytes && decodeSuggestion(bytes)
      if (!told) {
        if (stream.violation !== null) ports.violated(by, `introduction: ${stream.violation}`)
        else if (bytes) ports.violated(by, 'introduction: a frame that is not a suggestion')
        stream.abort()
        return
      }
      await stream.write(encodeIntroduction(receive(by, told)))
      await stream.close()
    })

  function receive(by: string, { peerId, name, addresses }: Suggestion): Receipt {
    if (heard.count(by) >= SUGGESTIONS_PER_MINUTE) return { t: 'slower' }
    heard.add(by)
    log.debug('suggested', { by, peerId, outcome: ports.suggested(by, { peerId, name, addresses }) })
    return { t: 'heard' }
  }

  /** The connection in use. */
  function connectionTo(to: string): ConnectionInfo {
    const { state, remoteAddress } = manager.status(to)
    const found =
      state === 'connected' || state === 'suspect'
        ? [...connections.values()].find((one) => one.peerId === to && one.remoteAddress === remoteAddress)
        : undefined
    if (found) return found
    throw new KithError('Unreachable', 'The peer to whom you introduce somebody is not connected. Connect it first.')
  }

  async function tell(peerId: string, to: string, signal: AbortSignal): Promise<Receipt | null> {
    const { id } = connectionTo(to)
    const frames = { maxFrameBytes: MAX_INTRODUCTION_BYTES }
    const stream = await network.open(id, INTRODUCE_PROTOCOL, frames, signal)
    signal.addEventListener('abort', () => stream.abort())
    try {
      const record = trust.peer(peerId)
      // What it calls itself goes first: how a person calls a friend is their own business.
      const name = record?.claimedName ?? record?.name ?? ''
      await stream.write(encodeIntroduction(suggestion(peerId, name, book.of(peerId))))
      const bytes = await stream.read()
      await stream.close()
      const receipt = bytes && decodeReceipt(bytes)
      if (stream.violation !== null) ports.violated(to, `introduction: ${stream.violation}`)
      else if (bytes && !receipt) ports.violated(to, 'introduction: a frame that is not a receipt')
      return receipt
    } finally {
      stream.abort()
    }
  }

  function mustBeIntroducible(peerId: string, to: string): void {
    const level = trust.level(peerId)
    if (peerId === to) throw new KithError('InvalidRequest', 'Nobody needs to be introduced to themselves.')
    if (peerId === network.peerId || to === network.peerId)
      throw new KithError('InvalidRequest', 'This is your own node. Introduce one of your peers to another one.')
    if (level === 'unknown' || level === 'blocked')
      throw new KithError('InvalidRequest', 'Only peers on your allowlist can be introduced. Approve this one first.')
  }

  return {
    start() {
      if (subscriptions.length > 0) return
      subscriptions = [
        network.events.on(onNetwork),
        network.handle(
          INTRODUCE_PROTOCOL,
          { maxFrameBytes: MAX_INTRODUCTION_BYTES, needs: 'introduce' },
          (stream, connection) => {
            hear(stream, connection).catch((error: unknown) => {
              stream.abort()
              log.debug('a suggestion was lost', { by: connection.peerId, error })
            })
          },
        ),
      ]
    },
    async introduce(peerId, to) {
      mustBeIntroducible(peerId, to)
      const receipt = await bounded((signal) => tell(peerId, to, signal)).catch((error: unknown) => {
        if (error instanceof KithError && ['Unreachable', 'ProtocolMismatch', 'Timeout'].includes(error.name))
          throw error
        log.debug('not introduced', { peerId, to, error })
        return null
      })
      if (receipt?.t === 'heard') return
      if (receipt?.t === 'slower')
        throw new KithError(
          'RateLimited',
          'That were many introductions within a minute. Wait a minute, then try again.',
        )
      // The stream was refused although the connection stands: that is how a missing permission looks.
      connectionTo(to)
      throw new KithError(
        'PermissionDenied',
        'This peer does not take introductions from you. Its owner can allow them with the permission “introduce”.',
      )
    },
    [Symbol.dispose]() {
      for (const subscription of subscriptions.splice(0)) subscription[Symbol.dispose]()
      for (const controller of under) controller.abort()
      connections.clear()
    },
  }
}
