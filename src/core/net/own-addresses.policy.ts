/** Where others reach this node. Pure. */

/**
 * libp2p keeps an address on the internet to itself until a stranger has dialled it back and said so (AutoNAT, which Kith does
 * not ask anybody for). But what a listener is bound to is an address of this machine: a server would have none to give away.
 *
 * @param announced as libp2p announces them, each ending in `/p2p/<self>`
 * @param bound what the listeners listen on now
 */
export function ownAddresses(announced: readonly string[], bound: readonly string[], self: string): readonly string[] {
  const end = `/p2p/${self}`
  return [...new Set([...announced, ...bound.map((address) => (address.endsWith(end) ? address : address + end))])]
}
