/** Answers the calls about single peers: adding, connecting, deciding. */
import type { NodeHandlers } from '../../contract/contract.ts'
import { KithError } from '../../contract/errors.ts'
import { PeerLimits } from '../../contract/views.ts'
import { isoTime } from '../../kit/clock.ts'
import { type PeerAddress, parsePeerAddress } from '../net/index.ts'
import type { PeerRecord } from '../trust/index.ts'
import type { AllowlistEdits } from './allowlist-edits.ts'
import type { Decisions } from './follow-decisions.ts'
import type { HandlerPorts } from './handler-ports.ts'

type Names =
  | 'address.check'
  | `peers.${'list' | 'show' | 'add' | 'connect' | 'disconnect' | 'trust' | 'edit' | 'ping' | 'ban' | 'unban'}`

const limitNames = PeerLimits.keyof().options

export function peerHandlers(
  ports: HandlerPorts,
  decisions: Decisions,
  edits: AllowlistEdits,
): Pick<NodeHandlers, Names> {
  const { trust, book, clock, manager, network, nearby, announcer, reputation, peerView } = ports

  function parse(text: string): PeerAddress {
    const parsed = parsePeerAddress(text)
    if (!parsed.ok) throw parsed.error
    if (parsed.value.peerId === network.peerId)
      throw new KithError(
        'InvalidAddress',
        'This is your own address. Give it to the other person, and paste theirs here.',
      )
    return parsed.value
  }

  function shown(peerId: string): string {
    if (!ports.isShown(peerId))
      throw new KithError('InvalidRequest', 'No such peer is on the list. Add it with its address first.')
    return peerId
  }

  function notMyself(peerId: string): void {
    if (peerId === network.peerId)
      throw new KithError('InvalidRequest', 'This is your own node. It needs no level of trust.')
  }

  /** Only those that are others now. */
  function noteLimits({ peerId, limits: before }: PeerRecord, { limits: after }: PeerRecord): void {
    const changed = limitNames.filter((limit) => before[limit] !== after[limit])
    const picked = (limits: PeerLimits) => Object.fromEntries(changed.map((limit) => [limit, limits[limit]]))
    if (changed.length > 0) decisions.note('edit', peerId, 'limits', { before: picked(before), after: picked(after) })
  }

  return {
    'address.check': ({ text }) => {
      const { peerId, address, transport } = parse(text)
      const level = trust.level(peerId)
      const known = level === 'unknown' ? null : level
      return Promise.resolve({ peerId, addresses: address ? [address] : [], transport, known })
    },

    'peers.list': () => {
      const here = new Set([...trust.peers(), ...trust.bans()].map(({ peerId }) => peerId))
      for (const peerId of manager.connected()) here.add(peerId)
      return Promise.resolve([...here].map(peerView))
    },
    'peers.show': ({ peerId }) => Promise.resolve(peerView(shown(peerId))),
    'peers.add': async ({ address: text, name, level, kept, note, permissions }) => {
      const { peerId, address } = parse(text)
      const before = trust.peer(peerId)
      if (before?.level === 'blocked' && level === null)
        throw new KithError(
          'Blocked',
          'You have blocked this peer. Choose a level (verified or trusted) to let it in again.',
        )
      const record = trust.decide(peerId, {
        level: level ?? (before?.level === 'trusted' ? 'trusted' : 'verified'),
        ...(name === null ? {} : { name }),
        ...(note === null ? {} : { note }),
        ...(permissions === undefined ? {} : { permissions }),
        kept: kept ?? before?.kept ?? true,
      })
      decisions.note('trust', peerId, record.level, { by: 'adding it', before: before?.level ?? 'unknown' })
      if (address) book.learn(peerId, [address], 'person')
      else book.learn(peerId, nearby.list().find((seen) => seen.peerId === peerId)?.addresses ?? [], 'mdns')
      await decisions.follow([peerId])
      decisions.dialSoon(peerId)
      return peerView(peerId)
    },
    'peers.connect': async ({ peerId }) => {
      await manager.dial(shown(peerId))
      return peerView(peerId)
    },
    'peers.disconnect': async ({ peerId }) => {
      await manager.disconnect(shown(peerId))
      return peerView(peerId)
    },
    'peers.trust': async ({ peerId, level }) => {
      notMyself(peerId)
      const before = trust.level(peerId)
      if (level !== 'unknown') {
        trust.decide(peerId, { level })
        decisions.note(level === 'blocked' ? 'block' : 'trust', peerId, level, { before })
        return decisions.followed(peerId)
      }
      const view = peerView(shown(peerId))
      await edits.forget([peerId])
      return { ...view, trust: 'unknown', permissions: [], kept: false, state: 'disconnected', nextTryAt: null }
    },
    'peers.edit': async ({ peerId, name, note, kept, permissions, limits }) => {
      const before = trust.peer(peerId)
      const after = trust.edit(peerId, {
        ...(name === undefined ? {} : { name }),
        ...(note === undefined ? {} : { note }),
        ...(kept === undefined ? {} : { kept }),
        ...(permissions === undefined ? {} : { permissions }),
        ...(limits === undefined ? {} : { limits }),
      })
      if (permissions !== undefined)
        decisions.note('permission', peerId, permissions === null ? 'as its level' : 'own', {
          before: before?.permissions ?? null,
          after: permissions,
        })
      const edited = Object.entries({ name, note, kept }).flatMap(([what, value]) => (value === undefined ? [] : what))
      if (edited.length > 0) decisions.note('edit', peerId, edited.join(' '))
      if (limits !== undefined && before) noteLimits(before, after)
      return decisions.followed(peerId)
    },
    'peers.ping': async ({ peerId }) => ({
      peerId,
      rttMs: Math.round((await manager.ping(shown(peerId))) * 100) / 100,
    }),
    'peers.ban': async ({ peerId, durationMs }) => {
      notMyself(peerId)
      const untilMs = clock.wallMs() + durationMs
      trust.ban(peerId, untilMs, 'person')
      decisions.note('ban', peerId, 'by hand', { until: isoTime(untilMs) })
      announcer.reputationChanged()
      return decisions.followed(peerId)
    },
    'peers.unban': async ({ peerId }) => {
      if (trust.bannedUntilMs(peerId) === null) throw new KithError('InvalidRequest', 'This peer is not banned.')
      trust.unban(peerId)
      reputation.pardoned(peerId)
      decisions.note('unban', peerId, 'by hand')
      announcer.reputationChanged()
      return decisions.followed(peerId)
    },
  }
}
