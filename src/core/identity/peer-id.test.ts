import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { expect, it } from 'vitest'
import { peerIdOfKey } from './peer-id.ts'
import { publicKeyHex } from './secret.ts'

it('says what libp2p says of the same key', async () => {
  for (const first of [0, 1, 77, 255]) {
    const seed = new Uint8Array(32).fill(first)
    const theirs = peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)).toString()
    expect(peerIdOfKey(publicKeyHex(seed))).toBe(theirs)
  }
})
