/** Answers the calls of the contract by asking the domains. What a person does comes in here. */
import type { NodeHandlers } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'
import type { NodeView, PeerView } from '../contract/views.ts'
import type { Log } from '../kit/log.ts'
import type { Announcer } from './announcer.ts'
import type { Nearby } from './nearby.ts'
import { type PeerAddress, parsePeerAddress } from './net/index.ts'
import { requestView } from './peer-view.ts'
import type { AddressBook, Network, PeerManager } from './peers/index.ts'
import type { TrustBook } from './trust/index.ts'

export interface HandlerPorts {
  readonly trust: TrustBook
  readonly book: AddressBook
  readonly manager: PeerManager
  readonly network: Network
  readonly nearby: Nearby
  readonly announcer: Announcer
  readonly nodeView: () => NodeView
  readonly isShown: (peerId: string) => boolean
  readonly peerView: (peerId: string) => PeerView
  readonly rename: (name: string) => void
  readonly log: Log
}

export function createHandlers(ports: HandlerPorts): NodeHandlers {
  const { trust, book, manager, network, nearby, announcer, nodeView, peerView } = ports

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

  /** Announces a changed decision and lets the connections follow it at once. */
  async function decided(peerId: string): Promise<PeerView> {
    announcer.peerChanged(peerId)
    announcer.requestsChanged()
    if (nearby.drop(peerId)) announcer.nearbyChanged()
    await manager.reconsider(peerId)
    return peerView(peerId)
  }

  /** Dials without making the caller wait; how it went shows in the peer's state. */
  const dialSoon = (peerId: string): void => {
    manager.dial(peerId).catch((error: unknown) => ports.log.debug('dial failed', { peerId, error }))
  }

  async function forget(peerId: string): Promise<void> {
    trust.forget(shown(peerId))
    book.forget(peerId)
    await manager.reconsider(peerId)
    announcer.peerChanged(peerId)
  }

  return {
    'node.status': () => Promise.resolve(nodeView()),
    'node.rates': () => Promise.resolve(announcer.rates()),
    'node.rename': ({ name }) => {
      ports.rename(name)
      announcer.nodeChanged()
      return Promise.resolve(nodeView())
    },

    'address.check': ({ text }) => {
      const { peerId, address, transport } = parse(text)
      const known = knownLevel(trust, peerId)
      return Promise.resolve({ peerId, addresses: address ? [address] : [], transport, known })
    },

    'peers.list': () => {
      const linked = manager.connected().filter((peerId) => trust.level(peerId) === 'unknown')
      return Promise.resolve([...trust.peers().map(({ peerId }) => peerId), ...linked].map(peerView))
    },
    'peers.show': ({ peerId }) => Promise.resolve(peerView(shown(peerId))),
    'peers.add': async ({ address: text, name, level, kept }) => {
      const { peerId, address } = parse(text)
      const before = trust.peer(peerId)
      if (before?.level === 'blocked' && level === null)
        throw new KithError(
          'Blocked',
          'You have blocked this peer. Choose a level (verified or trusted) to let it in again.',
        )
      trust.decide(peerId, {
        level: level ?? (before?.level === 'trusted' ? 'trusted' : 'verified'),
        ...(name === null ? {} : { name }),
        kept: kept ?? before?.kept ?? true,
      })
      if (address) book.learn(peerId, [address], 'person')
      else book.learn(peerId, nearby.list().find((seen) => seen.peerId === peerId)?.addresses ?? [], 'mdns')
      await decided(peerId)
      dialSoon(peerId)
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
    'peers.forget': async ({ peerId }) => {
      await forget(peerId)
      return undefined
    },
    'peers.trust': async ({ peerId, level }) => {
      if (peerId === network.peerId)
        throw new KithError('InvalidRequest', 'This is your own node. It needs no level of trust.')
      if (level !== 'unknown') {
        trust.decide(peerId, { level })
        return decided(peerId)
      }
      const view = peerView(shown(peerId))
      await forget(peerId)
      return { ...view, trust: 'unknown', permissions: [], kept: false, state: 'disconnected', nextTryAt: null }
    },
    'peers.edit': async ({ peerId, name, kept }) => {
      trust.edit(peerId, { ...(name === undefined ? {} : { name }), ...(kept === undefined ? {} : { kept }) })
      return decided(peerId)
    },
    'peers.ping': async ({ peerId }) => ({
      peerId,
      rttMs: Math.round((await manager.ping(shown(peerId))) * 100) / 100,
    }),

    'requests.list': () => Promise.resolve(trust.requests().map(requestView)),
    'requests.approve': async ({ peerId, level, name }) => {
      const request = trust.request(peerId)
      if (!request)
        throw new KithError('InvalidRequest', 'There is no request from this peer. It may have been decided already.')
      trust.decide(peerId, { level, ...(name === null ? {} : { name }) })
      book.learn(peerId, request.addresses, 'peer')
      const view = await decided(peerId)
      // At once on both ends (spec §4): the refused peer was told to go away, so we go to it.
      dialSoon(peerId)
      return view
    },
    'requests.ignore': ({ peerId }) => {
      const ignored = requestView(trust.ignore(peerId))
      announcer.requestsChanged()
      return Promise.resolve(ignored)
    },
    'requests.block': async ({ peerId }) => {
      if (!trust.request(peerId))
        throw new KithError('InvalidRequest', 'There is no request from this peer. It may have been decided already.')
      trust.decide(peerId, { level: 'blocked' })
      return decided(peerId)
    },

    'nearby.list': () => Promise.resolve(nearby.list()),
  }
}

function knownLevel(trust: TrustBook, peerId: string) {
  const level = trust.level(peerId)
  return level === 'unknown' ? null : level
}
