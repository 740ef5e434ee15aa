/** The peer ID that belongs to an Ed25519 key, as libp2p writes it: who a backup or a marker is about, without a network. */

/** Multihash `identity` of 36 bytes: the protobuf of a public key, type Ed25519, 32 bytes (libp2p's peer ID specification). */
const PREFIX_HEX = '002408011220'
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** @param publicKeyHex 32 bytes in hexadecimal, as the marker has them */
export function peerIdOfKey(publicKeyHex: string): string {
  const hex = `${PREFIX_HEX}${publicKeyHex}`
  let rest = BigInt(`0x${hex}`)
  let letters = ''
  for (; rest > 0n; rest /= 58n) letters = ALPHABET.charAt(Number(rest % 58n)) + letters
  // In base58 every leading zero byte is a digit of its own.
  const zeros = (/^(?:00)*/.exec(hex)?.[0].length ?? 0) / 2
  return ALPHABET.charAt(0).repeat(zeros) + letters
}
