/** Reads what a feed says of its newest version: its signature first, then every field. Nothing is believed unsigned. */
import { createPublicKey, verify } from 'node:crypto'
import { parse } from 'yaml'
import { z } from 'zod'
import { KithError } from '../../contract/errors.ts'
import type { Feed } from './feed.policy.ts'
import { plainNotes } from './notes.policy.ts'

/** A file beside the manifest. No folder, no address: everything comes from the feed that the person chose. */
const FileName = z.string().regex(/^[\w.+-]{1,200}$/)
const MAX_INSTALLER_BYTES = 1_000_000_000
/** SHA-512 in base64, as electron-builder writes it. */
const Sha512 = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)

/** What electron-builder writes into `latest*.yml`; other fields are dropped. */
const Described = z.object({
  version: z
    .string()
    .max(64)
    .regex(/^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/),
  files: z
    .array(z.object({ url: FileName, sha512: Sha512, size: z.int().min(1).max(MAX_INSTALLER_BYTES) }))
    .min(1)
    .max(32),
  releaseNotes: z.string().max(200_000).nullish(),
})

export interface Manifest {
  readonly version: string
  readonly files: readonly { readonly url: string; readonly sha512: string; readonly size: number }[]
  /** Plain text. */
  readonly notes: string | null
}

/** Before the raw key, in the form that node:crypto takes (RFC 8410). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

function isSigned(bytes: Uint8Array, signature: string, key: string): boolean {
  // Buffer reads over what is no base64: an Ed25519 signature is exactly this.
  if (!/^[A-Za-z0-9+/]{86}==\s*$/.test(signature)) return false
  const spki = Buffer.concat([SPKI_HEAD, Buffer.from(key, 'base64url')])
  try {
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    return verify(null, bytes, publicKey, Buffer.from(signature, 'base64'))
  } catch {
    // A key that is no point of the curve.
    return false
  }
}

/**
 * @param bytes the manifest exactly as it came @param signature of these bytes, base64 @param product the first word of its files' names
 * @throws KithError `Integrity` with what is wrong
 */
export function readManifest(bytes: Uint8Array, signature: string, { host, key }: Feed, product: string): Manifest {
  if (!isSigned(bytes, signature, key))
    throw new KithError(
      'Integrity',
      `What ${host} says of its newest version is not signed with the key in the feed’s address, so Kith takes nothing from it. Either the feed has another key now (ask who publishes it), or somebody changed it on its way.`,
    )
  const described = Described.safeParse(parseYaml(bytes, host))
  if (!described.success) {
    const where = described.error.issues[0]?.path.join('.') ?? ''
    throw new KithError(
      'Integrity',
      `What ${host} says of its newest version is incomplete or odd (${where || 'nothing in it is known'}), so Kith takes nothing from it.`,
    )
  }
  const { version, files, releaseNotes } = described.data
  if (!files.every(({ url }) => url.startsWith(`${product}-`)))
    throw new KithError(
      'Integrity',
      `${host} offers another program than Kith (${files[0]?.url ?? ''}), so Kith takes nothing from it.`,
    )
  return { version, files, notes: plainNotes(releaseNotes ?? '') }
}

function parseYaml(bytes: Uint8Array, host: string): unknown {
  try {
    // No aliases: a short text must not unfold into a long one.
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), { maxAliasCount: 0, logLevel: 'error' })
  } catch (error) {
    throw new KithError(
      'Integrity',
      `What ${host} says of its newest version cannot be read, so Kith takes nothing from it.`,
      { cause: error },
    )
  }
}
