/** Peer IDs for tests: real ones, made from a number, so that every parser and schema accepts them. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { peerIdFromPublicKey } from '@libp2p/peer-id'

/** PKCS #8 around a bare Ed25519 seed (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The Ed25519 seed of test peer `number`. */
export function testSeed(number: number): Uint8Array {
  const seed = new Uint8Array(32)
  new DataView(seed.buffer).setUint32(0, number + 1)
  return seed
}

/** The peer ID that belongs to `testSeed(number)`. */
export function testPeerId(number: number): string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, testSeed(number)]), format: 'der', type: 'pkcs8' })
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  return peerIdFromPublicKey(publicKeyFromRaw(raw)).toString()
}

/** The first `count` test peers in the order of their peer IDs as text, for rules in which the smaller one decides. */
export const testPeerIds = (count: number): string[] => Array.from({ length: count }, (_, n) => testPeerId(n)).sort()
