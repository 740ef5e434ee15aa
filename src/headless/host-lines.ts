/** Turns what the node announces into the lines that `kith node` prints: only changes, each once. */
import type { Announcement } from '../contract/contract.ts'
import type { HostEvent } from '../contract/host-events.ts'
import type { PeerView, RequestView, Warning } from '../contract/views.ts'
import { isoTime } from '../kit/clock.ts'

export interface HostLines {
  /** @param wallMs when it was announced */
  linesOf(announcement: Announcement, wallMs: number): HostEvent[]
}

/** What `ready` said, or what was so before this start and is therefore no news. */
export interface HostLinesStart {
  readonly addresses: readonly string[]
  readonly requests: readonly RequestView[]
  readonly warnings: readonly Warning[]
}

export function createHostLines({ addresses, requests: old, warnings: said }: HostLinesStart): HostLines {
  const peers = new Map<string, string>()
  const requests = new Map(old.map(({ peerId, count }) => [peerId, count]))
  const warned = new Set(said.map(({ message }) => message))
  let shownAddresses = addresses.join(' ')

  function peerLine(peer: PeerView, time: string): HostEvent[] {
    const { peerId, name, trust, state, reason, transport, direction } = peer
    const standing = [state, trust, reason, transport, direction].join(' ')
    if (peers.get(peerId) === standing) return []
    peers.set(peerId, standing)
    return [{ event: 'peer', time, peerId, name, trust, state, reason, transport, direction }]
  }

  function forgotten(peerId: string, time: string): HostEvent {
    peers.delete(peerId)
    return {
      event: 'peer',
      time,
      peerId,
      name: null,
      trust: 'unknown',
      state: 'disconnected',
      reason: null,
      transport: null,
      direction: null,
    }
  }

  function requestLines(current: readonly RequestView[], time: string): HostEvent[] {
    const fresh = current.filter(({ peerId, count, ignored }) => !ignored && (requests.get(peerId) ?? 0) < count)
    requests.clear()
    for (const { peerId, count } of current) requests.set(peerId, count)
    return fresh.map((request) => ({ event: 'request', time, request }))
  }

  function warningLines(warnings: readonly Warning[], time: string): HostEvent[] {
    const fresh = warnings.filter(({ message }) => !warned.has(message))
    for (const { message } of fresh) warned.add(message)
    return fresh.map(({ code, name, message }) => ({ event: 'warning', time, code, name, message }))
  }

  return {
    linesOf(announcement, wallMs) {
      const time = isoTime(wallMs)
      switch (announcement.name) {
        case 'peers.changed': {
          const { upserted, removed } = announcement.payload
          return [
            ...upserted.flatMap((peer) => peerLine(peer, time)),
            ...removed.map((peerId) => forgotten(peerId, time)),
          ]
        }
        case 'requests.changed':
          return requestLines(announcement.payload, time)
        case 'node.changed': {
          const { warnings } = announcement.payload
          const now = announcement.payload.addresses
          const moved = now.join(' ') !== shownAddresses
          shownAddresses = now.join(' ')
          const lines: HostEvent[] = moved ? [{ event: 'addresses', time, addresses: now }] : []
          return [...lines, ...warningLines(warnings, time)]
        }
        case 'host.changed':
        case 'desktop.changed':
        case 'rates.changed':
        case 'nearby.changed':
        case 'invites.changed':
        case 'audit.appended':
        case 'settings.changed':
        case 'health.changed':
        case 'services.changed':
        case 'reputation.changed':
        case 'bandwidth.changed':
        case 'traffic.ticked':
          return []
      }
    },
  }
}
