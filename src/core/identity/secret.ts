/** The secret of a profile as a text that a keychain or a file can keep, and what follows from it. */
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { KithError } from '../../contract/errors.ts'
import { base64Of } from './base64.ts'

export interface Secret {
  /** Ed25519 seed, 32 bytes. */
  readonly seed: Uint8Array
  /** AES-256 key, 32 bytes. */
  readonly dataKey: Uint8Array
}

const StoredSecret = z.strictObject({ v: z.literal(1), seed: base64Of(32), dataKey: base64Of(32) })

/** PKCS #8 for an Ed25519 private key, up to its 32 bytes of seed (RFC 8410 §7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

export const encodeSecret = ({ seed, dataKey }: Secret): string =>
  JSON.stringify({ v: 1, seed: base64(seed), dataKey: base64(dataKey) })

/** @throws KithError `Integrity` when the text is not a secret of Kith; the message never repeats it */
export function decodeSecret(text: string): Secret {
  const parsed = StoredSecret.safeParse(parseJson(text))
  if (!parsed.success)
    throw new KithError(
      'Integrity',
      'Something was found where the identity is kept, but it is not an identity of Kith or was written by a later version. Nothing was changed; restore your identity from a backup.',
    )
  return { seed: bytes(parsed.data.seed), dataKey: bytes(parsed.data.dataKey) }
}

/** The Ed25519 public key of a seed, in hexadecimal. */
export function publicKeyHex(seed: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  // SubjectPublicKeyInfo ends in the 32 bytes of the key (RFC 8410 §4).
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex')
}

const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64')
/** A copy of its own: a small Buffer shares its memory with others. */
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
