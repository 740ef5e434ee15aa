/** Seals a text with a passphrase, and opens it: scrypt, then AES-256-GCM, in a JSON envelope that says how (spec §2). */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { KithError } from '../../contract/errors.ts'
import { MIB } from '../../kit/units.ts'
import { base64Of } from './base64.ts'

export interface ScryptCost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** Spec §2: 128 MiB and about half a second per guess on a small machine. */
const SCRYPT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }
const SALT_BYTES = 32
/** NIST SP 800-38D §8.2: 96 bits. The key is fresh for every envelope, because the salt is. */
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** A backup with ten thousand peers is about 3 MiB. */
const MAX_ENVELOPE_CHARS = 16 * MIB

/**
 * A format is a promise to every later version. The bounds are for a hostile file: what opening may cost is decided
 * here and not by the file, at twice the memory and four times the work that Kith itself uses.
 */
const Sealed = z.strictObject({
  format: z.literal('kith-sealed'),
  v: z.literal(1),
  kdf: z
    .strictObject({
      name: z.literal('scrypt'),
      N: z
        .int()
        .min(2)
        .max(2 ** 20)
        .refine((n) => Number.isInteger(Math.log2(n)), 'N must be a power of two'),
      r: z.int().min(1).max(16),
      p: z.int().min(1).max(4),
      salt: base64Of(SALT_BYTES),
    })
    .refine(({ N, r }) => 128 * N * r <= 256 * MIB, 'it asks for more memory than any sealed file of Kith needs'),
  cipher: z.strictObject({ name: z.literal('aes-256-gcm'), nonce: base64Of(NONCE_BYTES) }),
  /** Ciphertext followed by the tag. */
  data: base64Of().min(24),
  /** SHA-256 over all of the above: tells a damaged file from a wrong passphrase, before any work is done. */
  checksum: base64Of(32),
})

type Envelope = z.infer<typeof Sealed>
type Header = Pick<Envelope, 'format' | 'v' | 'kdf' | 'cipher'>

/**
 * @param cost tests only: makes sealing cheap
 * @returns a JSON text that only the passphrase opens
 */
export async function seal(text: string, passphrase: string, cost: ScryptCost = SCRYPT_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const nonce = randomBytes(NONCE_BYTES)
  const header: Header = {
    format: 'kith-sealed',
    v: 1,
    kdf: { name: 'scrypt', N: cost.N, r: cost.r, p: cost.p, salt: salt.toString('base64') },
    cipher: { name: 'aes-256-gcm', nonce: nonce.toString('base64') },
  }
  const key = await deriveKey(passphrase, header.kdf)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(authenticated(header))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  key.fill(0)
  const data = sealed.toString('base64')
  return JSON.stringify({ ...header, data, checksum: checksum(header, data).toString('base64') })
}

/**
 * @throws KithError `WrongPassphrase` when the passphrase is not the one; `Integrity` when the envelope is damaged, of
 * a later version, or asks for an absurd amount of memory or work
 */
export async function open(envelope: string, passphrase: string): Promise<string> {
  const { header, data } = parseEnvelope(envelope)
  const key = await deriveKey(passphrase, header.kdf)
  const nonce = Buffer.from(header.cipher.nonce, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(authenticated(header))
    .setAuthTag(data.subarray(data.length - TAG_BYTES))
  try {
    const opened = Buffer.concat([decipher.update(data.subarray(0, data.length - TAG_BYTES)), decipher.final()])
    return opened.toString('utf8')
  } catch {
    // The checksum was right, so the bytes are the ones that were written: what differs is the passphrase.
    throw new KithError('WrongPassphrase', 'The passphrase is not the one that this was sealed with. Try again.', {
      details: { choices: ['passphrase'] },
    })
  } finally {
    key.fill(0)
  }
}

/** Whether a text looks like an envelope, without opening or fully checking it. */
export function isSealed(text: string): boolean {
  return text.length <= MAX_ENVELOPE_CHARS && text.trimStart().startsWith('{"format":"kith-sealed"')
}

function parseEnvelope(envelope: string): { header: Header; data: Buffer } {
  if (envelope.length > MAX_ENVELOPE_CHARS) throw damaged('it is too large')
  let json: unknown
  try {
    json = JSON.parse(envelope)
  } catch {
    throw damaged('it is not complete')
  }
  const parsed = Sealed.safeParse(json)
  if (!parsed.success) throw damaged(parsed.error.issues[0]?.message ?? 'it has another form')
  const { data, checksum: claimed, ...header } = parsed.data
  if (!timingSafeEqual(Buffer.from(claimed, 'base64'), checksum(header, data))) throw damaged('its checksum differs')
  return { header, data: Buffer.from(data, 'base64') }
}

const damaged = (why: string): KithError =>
  new KithError(
    'Integrity',
    `What was sealed with a passphrase is damaged or was written by a later version of Kith (${why}). Restore it from a backup.`,
  )

/** Field by field, so that the order in which a file lists its parameters does not matter. */
function authenticated({ format, v, kdf, cipher }: Header): Buffer {
  const fields = [format, v, kdf.name, kdf.N, kdf.r, kdf.p, kdf.salt, cipher.name, cipher.nonce]
  return Buffer.from(JSON.stringify(fields))
}

const checksum = (header: Header, data: string): Buffer =>
  createHash('sha256').update(authenticated(header)).update(data).digest()

function deriveKey(passphrase: string, kdf: ScryptCost & { readonly salt: string }): Promise<Buffer> {
  // OpenSSL counts p·r·128 and some change on top of N·r·128.
  const maxmem = 128 * kdf.r * (kdf.N + kdf.p + 4) + MIB
  // The same passphrase is typed as different code points on different systems.
  const password = Buffer.from(passphrase.normalize('NFKC'), 'utf8')
  return new Promise((resolve, reject) => {
    const { N, r, p } = kdf
    scrypt(password, Buffer.from(kdf.salt, 'base64'), 32, { N, r, p, maxmem }, (error, key) => {
      password.fill(0)
      if (error) reject(error)
      else resolve(key)
    })
  })
}
