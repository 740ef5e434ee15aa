import { defaultCrypto } from '@chainsafe/libp2p-noise/crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nativeNoiseCrypto as native } from './noise-crypto.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
const nonce = fc.uint8Array({ minLength: 12, maxLength: 12 })
const data = fc.uint8Array({ maxLength: 300 })
const plain = (bytes: { subarray(): Uint8Array }): Uint8Array => Uint8Array.from(bytes.subarray())

describe('the native crypto of noise', () => {
  it('seals and opens exactly as the default one does, in both directions', () => {
    fc.assert(
      fc.property(data, nonce, data, key, (text, n, ad, k) => {
        const sealed = native.chaCha20Poly1305Encrypt(text, n, ad, k)
        expect(plain(sealed)).toEqual(plain(defaultCrypto.chaCha20Poly1305Encrypt(text, n, ad, k)))
        expect(plain(native.chaCha20Poly1305Decrypt(sealed, n, ad, k))).toEqual(text)
        expect(plain(defaultCrypto.chaCha20Poly1305Decrypt(sealed, n, ad, k))).toEqual(text)
      }),
    )
  })

  it('refuses what was changed on the way, by one bit or by a cut', () => {
    fc.assert(
      fc.property(data, nonce, data, key, fc.nat(), (text, n, ad, k, at) => {
        const sealed = plain(native.chaCha20Poly1305Encrypt(text, n, ad, k))
        const bent = sealed.slice()
        bent[at % bent.length] = (bent[at % bent.length] ?? 0) ^ (1 << (at % 8))
        expect(() => native.chaCha20Poly1305Decrypt(bent, n, ad, k)).toThrow()
        expect(() => native.chaCha20Poly1305Decrypt(sealed.slice(0, at % sealed.length), n, ad, k)).toThrow()
      }),
    )
  })

  it('agrees on shared keys, hashes and key pairs with the default one', () => {
    fc.assert(
      fc.property(key, key, data, (a, b, text) => {
        const ours = native.generateX25519KeyPairFromSeed(a)
        const theirs = defaultCrypto.generateX25519KeyPairFromSeed(b)
        expect(plain(ours.publicKey)).toEqual(plain(defaultCrypto.generateX25519KeyPairFromSeed(a).publicKey))
        expect(plain(native.generateX25519SharedKey(ours.privateKey, theirs.publicKey))).toEqual(
          plain(defaultCrypto.generateX25519SharedKey(theirs.privateKey, ours.publicKey)),
        )
        expect(plain(native.hashSHA256(text))).toEqual(plain(defaultCrypto.hashSHA256(text)))
      }),
    )
  })

  it('draws a new key pair each time', () => {
    const one = native.generateX25519KeyPair()
    const two = native.generateX25519KeyPair()
    expect(plain(one.privateKey)).not.toEqual(plain(two.privateKey))
    expect(plain(native.generateX25519SharedKey(one.privateKey, two.publicKey))).toEqual(
      plain(native.generateX25519SharedKey(two.privateKey, one.publicKey)),
    )
  })

  it('refuses a key that would make the shared secret known to everybody', () => {
    const { privateKey } = native.generateX25519KeyPair()
    expect(() => native.generateX25519SharedKey(privateKey, new Uint8Array(32))).toThrow()
  })
})
