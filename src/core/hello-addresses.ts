/** Which of the addresses that a peer claims for itself are worth remembering. */
import { parsePeerAddress } from './net/index.ts'

/**
 * Only addresses that we can dial, that name the peer itself, and that lead away from our own machine: `127.0.0.1` of
 * somebody else is us.
 *
 * @param remoteAddress where the peer was seen; a peer on this machine may name loopback addresses
 */
export function usableAddresses(peerId: string, claimed: readonly string[], remoteAddress: string | null): string[] {
  const isLocal = remoteAddress !== null && isLoopback(remoteAddress)
  return claimed.flatMap((text) => {
    const parsed = parsePeerAddress(text)
    if (!parsed.ok || parsed.value.peerId !== peerId || parsed.value.address === null) return []
    return isLoopback(parsed.value.address) && !isLocal ? [] : parsed.value.address
  })
}

/** Loopback in its several forms, and the “any address” of sockets, which leads there too. */
const ownMachine = [
  /^\/ip4\/(127\.|0\.0\.0\.0\/)/,
  /^\/ip6\/::1?\//,
  // The same in IPv6, as multiaddrs write it: 127.0.0.0/8 and 0.0.0.0.
  /^\/ip6\/::ffff:(7f[0-9a-f]{2}:|0:0\/)/,
  /^\/dns[46]?\/([^/]+\.)?localhost\//i,
]
const isLoopback = (address: string): boolean => ownMachine.some((form) => form.test(address))
