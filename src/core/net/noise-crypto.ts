/**
 * The native crypto that noise runs on. Electron's BoringSSL has no ChaCha20-Poly1305 in `node:crypto`, where noise would fall
 * back to WebAssembly at a quarter of the speed; libsodium is as fast on every runtime (docs/decisions/0006).
 */
import { hkdfSync } from 'node:crypto'
import { defaultCrypto } from '@chainsafe/libp2p-noise/crypto'
import sodium from 'sodium-native'

type NoiseCrypto = typeof defaultCrypto
type Bytes = Parameters<NoiseCrypto['chaCha20Poly1305Encrypt']>[0]

const TAG_BYTES = 16
const KEY_BYTES = 32
const NOTHING = new Uint8Array(0)

const flat = (bytes: Bytes): Uint8Array => (bytes instanceof Uint8Array ? bytes : bytes.subarray())
const orNone = (bytes: Uint8Array): Uint8Array | null => (bytes.byteLength === 0 ? null : bytes)

function keyPairFrom(seed: Uint8Array): { publicKey: Uint8Array; privateKey: Uint8Array } {
  const publicKey = Buffer.allocUnsafe(KEY_BYTES)
  sodium.crypto_scalarmult_base(publicKey, seed)
  return { publicKey, privateKey: seed }
}

export const nativeNoiseCrypto: NoiseCrypto = {
  ...defaultCrypto,
  /** Noise §4.3 with three outputs is HKDF (RFC 5869) with an empty info. */
  getHKDF(chainingKey, inputKeyMaterial) {
    const okm = new Uint8Array(hkdfSync('sha256', inputKeyMaterial, chainingKey, NOTHING, 3 * KEY_BYTES))
    return [okm.subarray(0, 32), okm.subarray(32, 64), okm.subarray(64, 96)]
  },
  hashSHA256(data) {
    const out = Buffer.allocUnsafe(KEY_BYTES)
    sodium.crypto_hash_sha256(out, flat(data))
    return out
  },
  generateX25519KeyPair() {
    const privateKey = Buffer.allocUnsafe(KEY_BYTES)
    sodium.randombytes_buf(privateKey)
    return keyPairFrom(privateKey)
  },
  generateX25519KeyPairFromSeed: keyPairFrom,
  generateX25519SharedKey(privateKey, publicKey) {
    const shared = Buffer.allocUnsafe(KEY_BYTES)
    // Throws on a low-order point, as the Noise specification (§12.1) allows and go-libp2p does.
    sodium.crypto_scalarmult(shared, flat(privateKey), flat(publicKey))
    return shared
  },
  chaCha20Poly1305Encrypt(plaintext, nonce, ad, key) {
    const message = flat(plaintext)
    const sealed = Buffer.allocUnsafe(message.byteLength + TAG_BYTES)
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(sealed, message, orNone(ad), null, nonce, key)
    return sealed
  },
  chaCha20Poly1305Decrypt(ciphertext, nonce, ad, key) {
    const sealed = flat(ciphertext)
    // Shorter than its own tag: refuse before a negative length reaches native code.
    if (sealed.byteLength < TAG_BYTES) throw new Error('Invalid chacha20poly1305 decryption')
    const message = Buffer.allocUnsafe(sealed.byteLength - TAG_BYTES)
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(message, null, sealed, orNone(ad), nonce, key)
    return message
  },
}

/**
 * Ed25519 (RFC 8032) signature.
 *
 * @param privateKey 64 bytes, seed and public key, as libp2p keeps it
 */
export function signEd25519(privateKey: Uint8Array, data: Bytes): Uint8Array {
  const signature = Buffer.allocUnsafe(sodium.crypto_sign_BYTES)
  sodium.crypto_sign_detached(signature, flat(data), privateKey)
  return signature
}
