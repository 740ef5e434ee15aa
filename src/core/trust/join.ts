/** Joining by somebody else's invite: present the secret, remember each other, connect for real. */
import { KithError } from '../../contract/errors.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { usableAddresses } from '../hello-addresses.ts'
import { cleanClaim } from '../hello-text.ts'
import type { Hello } from '../peers/index.ts'
import { type InviteLink, parseInviteLink, whyNotUsable } from './invite-link.ts'
import type { InvitesPorts } from './invites.types.ts'
import { presentSecret } from './join-visit.ts'

/** From opening the link to being connected, or to knowing why not. */
const JOIN_MS = 30 * SECOND_MS
/** A person opens one link at a time. */
const MAX_JOINS = 8

export interface Joins extends Disposable {
  /** After a dispose, joining works again. */
  start(): void
  join(text: string, name: string | null): Promise<string>
  isJoining(peerId: string): boolean
}

type Ports = Omit<InvitesPorts, 'store' | 'randomBytes'>

export function createJoins(ports: Ports): Joins {
  const { clock, trust, book, manager, network, audit, announcer, log } = ports
  /** Whom we are dialling, and how to call it off. */
  const joining = new Map<string, AbortController>()
  /** Those of them for whom the gate has to open now. */
  const presenting = new Set<string>()
  let stopped = false

  function usable(text: string): InviteLink {
    const parsed = parseInviteLink(text)
    if (!parsed.ok) throw parsed.error
    const own = whyNotUsable(parsed.value, network.peerId, Number.NEGATIVE_INFINITY)
    if (own) throw own
    const { peerId } = parsed.value
    if (trust.level(peerId) === 'blocked')
      throw new KithError('Blocked', 'This invite is from a peer that you have blocked. Unblock it first to join.')
    if (trust.bannedUntilMs(peerId) !== null)
      throw new KithError(
        'Blocked',
        'This invite is from a peer that is kept out for a while. Lift the ban first to join.',
      )
    if (joining.has(peerId))
      throw new KithError('InvalidRequest', 'This invite is being redeemed already. Wait a moment.')
    if (joining.size >= MAX_JOINS) throw new KithError('LimitReached', 'Too many invites are being redeemed at once.')
    return parsed.value
  }

  function remember(link: InviteLink, name: string | null, said: Hello): void {
    const { peerId } = link
    trust.decide(peerId, {
      level: trust.level(peerId) === 'trusted' ? 'trusted' : 'verified',
      verified: 'invite',
      kept: true,
      ...(name === null ? {} : { name }),
    })
    trust.seen(peerId, {
      claimedName: cleanClaim(said.name) ?? link.name,
      agent: cleanClaim(said.agent),
    })
    book.learn(peerId, link.addresses, 'person')
    book.learn(peerId, usableAddresses(peerId, said.addresses, link.addresses[0] ?? null), 'peer')
    audit.record({ kind: 'invite', peerId, actor: 'person', reason: 'joined' })
    announcer.peerChanged(peerId)
    announcer.requestsChanged()
  }

  async function connect(peerId: string): Promise<void> {
    try {
      await manager.reconsider(peerId)
      await manager.dial(peerId)
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      throw new KithError(
        error.name,
        `The invite was accepted and you are on each other’s list, but the connection is not there yet. ${error.message}`,
        { cause: error, details: error.details },
      )
    }
  }

  async function present(link: InviteLink, signal: AbortSignal): Promise<Hello> {
    const { peerId } = link
    const expired = whyNotUsable(link, network.peerId, clock.wallMs())
    if (expired) throw expired
    presenting.add(peerId)
    try {
      const addresses = [...new Set([...link.addresses, ...book.of(peerId)])]
      return await presentSecret(ports, { ...link, addresses }, signal)
    } finally {
      presenting.delete(peerId)
    }
  }

  /** On our list already: an old link of a friend is no reason to stay apart. Answers whether they are connected now. */
  async function connectsAnyway({ peerId, addresses }: InviteLink, name: string | null): Promise<boolean> {
    if (trust.level(peerId) === 'unknown') return false
    book.learn(peerId, addresses, 'person')
    try {
      await manager.dial(peerId)
    } catch {
      return false
    }
    if (name !== null) {
      trust.edit(peerId, { name })
      audit.record({ kind: 'edit', peerId, actor: 'person', reason: 'name' })
      announcer.peerChanged(peerId)
    }
    return true
  }

  async function run(link: InviteLink, name: string | null, signal: AbortSignal): Promise<void> {
    let said: Hello
    try {
      said = await present(link, signal)
    } catch (error) {
      if (error instanceof KithError && error.name === 'InviteInvalid' && (await connectsAnyway(link, name))) return
      throw error
    }
    remember(link, name, said)
    await connect(link.peerId)
  }

  return {
    start: () => void (stopped = false),
    async join(text, name) {
      if (stopped) throw new KithError('Unreachable', 'This node is not running.')
      const link = usable(text)
      const { peerId } = link
      const controller = new AbortController()
      joining.set(peerId, controller)
      const late = clock.at(clock.now() + JOIN_MS, () => controller.abort(tooLate()))
      try {
        await orAborted(run(link, name, controller.signal), controller.signal)
        return peerId
      } catch (error) {
        log.info('an invite was not redeemed', { peerId, error: error instanceof KithError ? error.toJSON() : error })
        throw error
      } finally {
        late[Symbol.dispose]()
        joining.delete(peerId)
      }
    },
    isJoining: (peerId) => presenting.has(peerId),
    [Symbol.dispose]() {
      stopped = true
      for (const controller of joining.values()) controller.abort(new KithError('Aborted', 'This node is stopping.'))
    },
  }
}

const tooLate = (): KithError =>
  new KithError(
    'Timeout',
    'The other side did not answer within 30 s. Its node may be off: ask, and open the link again while it is on.',
  )

/** What the abort says goes before whatever it made fail. */
async function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>()
  const onAbort = (): void => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort)
  try {
    await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
