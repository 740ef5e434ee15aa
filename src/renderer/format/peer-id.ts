/** Peer IDs for people: short enough to recognise, grouped well enough to read aloud. */

/** Every Ed25519 peer ID begins with these; they tell nobody apart. */
const PREFIX = '12D3KooW'

/** The telling ends, such as `a1b2…Wx9Z`. Enough to recognise a peer, not enough to trust it. */
export function shortPeerId(peerId: string): string {
  const telling = peerId.startsWith(PREFIX) ? peerId.slice(PREFIX.length) : peerId
  return telling.length <= 12 ? telling : `${telling.slice(0, 5)}…${telling.slice(-5)}`
}

/** In fours, for reading aloud and comparing. */
export function peerIdGroups(peerId: string): readonly string[] {
  return peerId.match(/.{1,4}/gu) ?? []
}
