/** Invites: made, kept without their secret, revoked, and redeemed at either end. */
import { KithError } from '../../contract/errors.ts'
import type { Settings } from '../../contract/settings.ts'
import type { InviteLinkView, InviteView } from '../../contract/trust-views.ts'
import { isoTime } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { parsePeerAddress } from '../net/index.ts'
import { notificationOf } from '../notification.policy.ts'
import { inviteAddresses } from './invite-addresses.policy.ts'
import { encodeInviteLink, MAX_LINK_ADDRESSES, parseInviteLink, SECRET_BYTES, whyNotUsable } from './invite-link.ts'
import { inviteState, invitesToForget } from './invites.policy.ts'
import type { Invites, InvitesPorts } from './invites.types.ts'
import { createJoins } from './join.ts'
import { digestOf, hostJoins } from './join-host.ts'
import type { InviteRecord } from './trust-store.types.ts'

/** An ID is typed by hand (`kith invite revoke ID`) and never begins with a dash. */
const ID_BYTES = 4
/** A moment longer than the invite, so that it is over when the screens look. */
const SLACK_MS = 50

export function createInvites(ports: InvitesPorts, limits: () => Settings['invites']): Invites {
  const { clock, log, store, network, announcer, audit, trust, randomBytes } = ports
  const records = new Map(store.invites().map((record) => [record.id, record]))
  const joins = createJoins(ports)
  let host: Disposable | null = null
  let expiry: Disposable | null = null
  /** The end of the last open invite: the gate asks with every connection. */
  let openUntilMs = Number.NEGATIVE_INFINITY
  recount()

  function open(): readonly InviteRecord[] {
    const nowMs = clock.wallMs()
    return [...records.values()].filter((record) => inviteState(record, nowMs) === 'open')
  }

  function recount(): void {
    openUntilMs = Math.max(Number.NEGATIVE_INFINITY, ...open().map(({ expiresAtMs }) => expiresAtMs))
  }

  /** An invite that expires looks different then, although nobody did anything. */
  function armExpiry(): void {
    expiry?.[Symbol.dispose]()
    expiry = null
    if (!host) return
    const nextMs = Math.min(...open().map(({ expiresAtMs }) => expiresAtMs))
    if (!Number.isFinite(nextMs)) return
    expiry = clock.at(clock.now() + Math.max(0, nextMs - clock.wallMs()) + SLACK_MS, changed)
  }

  function changed(): void {
    recount()
    armExpiry()
    announcer.invitesChanged()
  }

  function put(record: InviteRecord): void {
    store.putInvite(record)
    records.set(record.id, record)
    changed()
  }

  function tidy(): void {
    for (const id of invitesToForget([...records.values()], clock.wallMs())) {
      store.removeInvite(id)
      records.delete(id)
    }
  }

  function newId(): string {
    for (;;) {
      const id = Buffer.from(randomBytes(ID_BYTES)).toString('hex')
      if (!records.has(id)) return id
    }
  }

  function ownAddresses(): readonly string[] {
    const own = network.addresses().flatMap((text) => {
      const parsed = parsePeerAddress(text)
      return parsed.ok && parsed.value.address !== null
        ? { address: parsed.value.address, transport: parsed.value.transport }
        : []
    })
    return inviteAddresses(own, MAX_LINK_ADDRESSES)
  }

  function view(record: InviteRecord): InviteView {
    return {
      id: record.id,
      note: record.note,
      state: inviteState(record, clock.wallMs()),
      createdAt: isoTime(record.createdAtMs),
      expiresAt: isoTime(record.expiresAtMs),
      usedBy: record.usedBy,
      usedAt: record.usedAtMs === null ? null : isoTime(record.usedAtMs),
    }
  }

  return {
    start() {
      host ??= hostJoins(
        {
          ...ports,
          invites: () => [...records.values()],
          use(invite, peerId, decision) {
            const used = { ...invite, usedBy: peerId, usedAtMs: clock.wallMs() }
            trust.apply([{ peerId, to: decision }], () => store.putInvite(used))
            records.set(used.id, used)
          },
          joined(peerId, { id }) {
            const who = trust.peer(peerId)
            const name = who?.name ?? who?.claimedName ?? null
            ports.notify(notificationOf({ kind: 'invite-accepted', id, peerId, name }))
            changed()
            announcer.peerChanged(peerId)
            announcer.requestsChanged()
          },
        },
        limits,
      )
      joins.start()
      armExpiry()
    },
    list: () => [...records.values()].sort((a, b) => b.createdAtMs - a.createdAtMs || (a.id < b.id ? 1 : -1)).map(view),
    create({ note, lifetimeMs }) {
      const { maxOpen, lifetimeMs: usual } = limits()
      if (open().length >= maxOpen)
        throw new KithError(
          'LimitReached',
          `There are ${maxOpen} open invites already. Revoke one that is not needed any more, or wait until it expires.`,
        )
      const addresses = ownAddresses()
      if (addresses.length === 0)
        throw new KithError(
          'Unreachable',
          'This node has no address yet at which others could reach it. Invite somebody when it is on a network.',
        )
      tidy()
      const nowMs = clock.wallMs()
      const secret = randomBytes(SECRET_BYTES)
      const record: InviteRecord = {
        id: newId(),
        secretDigest: digestOf(secret),
        note,
        createdAtMs: nowMs,
        // A link tells whole seconds; both sides mean the same moment.
        expiresAtMs: Math.ceil((nowMs + (lifetimeMs ?? usual)) / SECOND_MS) * SECOND_MS,
        revokedAtMs: null,
        usedBy: null,
        usedAtMs: null,
      }
      put(record)
      audit.record({
        kind: 'invite',
        peerId: null,
        actor: 'person',
        reason: 'made',
        details: { invite: record.id, note },
      })
      const { expiresAtMs } = record
      const link = encodeInviteLink({ peerId: network.peerId, name: ports.self().name, addresses, expiresAtMs, secret })
      return { ...view(record), link }
    },
    revoke(id) {
      const record = records.get(id)
      if (!record)
        throw new KithError('InvalidRequest', 'There is no such invite. It may have been forgotten after 30 days.')
      const state = inviteState(record, clock.wallMs())
      if (state === 'used')
        throw new KithError(
          'InvalidRequest',
          'This invite was used already: whoever came by it is on your list. Remove or block that peer instead.',
        )
      if (state !== 'open') return view(record)
      const revoked = { ...record, revokedAtMs: clock.wallMs() }
      put(revoked)
      audit.record({ kind: 'invite', peerId: null, actor: 'person', reason: 'revoked', details: { invite: id } })
      return view(revoked)
    },
    check(text): InviteLinkView {
      const parsed = parseInviteLink(text)
      if (!parsed.ok) throw parsed.error
      const { peerId, name, addresses, expiresAtMs } = parsed.value
      const nowMs = clock.wallMs()
      const expired = expiresAtMs <= nowMs
      // That it has expired is part of the answer: it still tells whose it was.
      const problem = whyNotUsable(parsed.value, network.peerId, Number.NEGATIVE_INFINITY)
      if (problem) throw problem
      const level = trust.level(peerId)
      const known = level === 'unknown' ? null : level
      return { peerId, name, addresses: [...addresses], expiresAt: isoTime(expiresAtMs), expired, known }
    },
    join: (text, name) => joins.join(text, name),
    get anyOpen() {
      return clock.wallMs() < openUntilMs
    },
    isJoining: (peerId) => joins.isJoining(peerId),
    [Symbol.dispose]() {
      for (const part of [host, expiry, joins]) part?.[Symbol.dispose]()
      host = null
      expiry = null
      log.debug('invites stopped')
    },
  }
}
