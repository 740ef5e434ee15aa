/** The joiner's end of `/kith/join/1.0.0`: dials the inviter, presents the secret, and hears yes or no. */
import { KithError } from '../../contract/errors.ts'
import type { Clock, Random } from '../../kit/clock.ts'
import type { ConnectionInfo, FrameStream, Hello, Network, PeerManager } from '../peers/index.ts'
import { type RetryOptions, retry, whyExhausted } from '../resilience/index.ts'
import type { InviteLink } from './invite-link.ts'
import type { JoinRoad } from './invites.types.ts'
import { decodeJoinAnswer, encodeJoinFrame, introduction, JOIN_PROTOCOL, MAX_JOIN_FRAME_BYTES } from './join-frames.ts'

export interface JoinVisitPorts {
  readonly network: Network
  readonly manager: JoinRoad & Pick<PeerManager, 'status'>
  readonly clock: Clock
  readonly random: Random
  readonly retry: () => RetryOptions
  readonly self: () => Hello
  /** A peer broke the join protocol, as no line does by itself. */
  readonly violated: (peerId: string, violation: string) => void
}

/** A connection may end at the wrong moment, and a secret that was presented twice by the same peer still counts once. */
const TRIES = 2

/**
 * Answers what the inviter says of itself, once it said yes. The connection is closed then, if it was for this only. A line that breaks
 * while the connection is made is tried again a moment later; nobody there, or a no, is not mended by that.
 *
 * @throws KithError InviteInvalid when the answer is no; what the network says when it cannot be reached
 */
export async function presentSecret(ports: JoinVisitPorts, link: InviteLink, signal: AbortSignal): Promise<Hello> {
  try {
    return await retry(ports, { ...ports.retry(), signal, isRetryable: isBrokenLine }, () =>
      present(ports, link, signal),
    )
  } catch (error) {
    throw whyExhausted(error)
  }
}

const isBrokenLine = (error: unknown): boolean => error instanceof KithError && error.name === 'ConnectionFailed'

async function present(ports: JoinVisitPorts, link: InviteLink, signal: AbortSignal): Promise<Hello> {
  for (let tried = 1; ; tried++) {
    const answer = await ask(ports, link, signal)
    if (answer) return answer
    signal.throwIfAborted()
    // An end without a word, twice, is a no.
    if (tried === TRIES) throw notAccepted()
  }
}

/** `null` when the connection ended without an answer. */
async function ask(ports: JoinVisitPorts, link: InviteLink, signal: AbortSignal): Promise<Hello | null> {
  const { network, manager } = ports
  const connection = await network.dial(link.peerId, link.addresses, signal).catch((error: unknown) => {
    // It answers at its address and hangs up: that is how a node looks that expects nobody.
    if (error instanceof KithError && error.name === 'Refused') throw notAccepted(error)
    throw error
  })
  try {
    manager.holdForJoin(connection.id)
    return await speak(ports, connection, link.secret, signal)
  } finally {
    // Who is connected already presented it on the connection in use.
    const { state } = manager.status(link.peerId)
    if (state !== 'connected' && state !== 'suspect') await network.close(connection.id, 'gracefully')
  }
}

async function speak(
  { network, self, violated }: JoinVisitPorts,
  connection: ConnectionInfo,
  secret: Uint8Array,
  signal: AbortSignal,
): Promise<Hello | null> {
  let stream: FrameStream
  try {
    stream = await network.open(connection.id, JOIN_PROTOCOL, { maxFrameBytes: MAX_JOIN_FRAME_BYTES }, signal)
  } catch {
    return null
  }
  const hangUp = (): void => stream.abort()
  signal.addEventListener('abort', hangUp)
  try {
    const text = Buffer.from(secret).toString('base64url')
    await stream.write(encodeJoinFrame({ t: 'join', secret: text, ...introduction(self()) }))
    const bytes = await stream.read()
    const answer = bytes && decodeJoinAnswer(bytes)
    if (stream.violation !== null) violated(connection.peerId, `join: ${stream.violation}`)
    else if (bytes && !answer) violated(connection.peerId, 'join: a frame that is not an answer')
    await stream.close()
    if (!answer) return null
    if (answer.t === 'no') throw notAccepted()
    return { name: answer.name, agent: answer.agent, addresses: answer.addresses }
  } catch (error) {
    stream.abort()
    if (error instanceof KithError && error.name === 'ConnectionFailed') return null
    throw error
  } finally {
    signal.removeEventListener('abort', hangUp)
  }
}

const notAccepted = (cause?: unknown): KithError =>
  new KithError(
    'InviteInvalid',
    'The other side does not accept this invite: it was used, taken back, or is too old. Ask for a new one.',
    cause === undefined ? {} : { cause },
  )
