/** The few functions of sodium-native that Kith calls; the package ships no types. */
declare module 'sodium-native' {
  const sodium: {
    randombytes_buf(out: Uint8Array): void
    readonly crypto_sign_BYTES: number
    crypto_sign_detached(signature: Uint8Array, message: Uint8Array, privateKey: Uint8Array): void
    crypto_hash_sha256(out: Uint8Array, data: Uint8Array): void
    crypto_scalarmult_base(publicKey: Uint8Array, privateKey: Uint8Array): void
    crypto_scalarmult(shared: Uint8Array, privateKey: Uint8Array, publicKey: Uint8Array): void
    crypto_aead_chacha20poly1305_ietf_encrypt(
      sealed: Uint8Array,
      message: Uint8Array,
      additional: Uint8Array | null,
      secretNonce: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number
    crypto_aead_chacha20poly1305_ietf_decrypt(
      message: Uint8Array,
      secretNonce: null,
      sealed: Uint8Array,
      additional: Uint8Array | null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number
  }
  export default sodium
}
