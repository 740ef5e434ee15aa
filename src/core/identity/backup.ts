/** A backup: identity, allowlist and settings of a node as one text that a passphrase seals (spec §2). */
import { z } from 'zod'
import { KithError } from '../../contract/errors.ts'
import { MAX_BACKUP_CHARACTERS } from '../../contract/identity-views.ts'
import { Name, Time } from '../../contract/views.ts'
import { open, type ScryptCost, seal } from './sealed.ts'
import { decodeSecret, encodeSecret, type Secret } from './secret.ts'

export interface Backup {
  readonly secret: Secret
  /** What the node called itself. */
  readonly name: string | null
  /** ISO 8601. */
  readonly madeAt: string
  /** The allowlist in JSON, as its export writes it: limits, notes and blocked peers included. */
  readonly allowlist: string
  /** Those of its settings that differ from the defaults and belong to no machine. Unchecked. */
  readonly settings: Readonly<Record<string, unknown>>
}

const FORMAT = 'kith-backup'
const VERSION = 1

const Outer = z.looseObject({ format: z.literal(FORMAT), v: z.int().positive() })
const Inner = z.strictObject({
  format: z.literal(FORMAT),
  v: z.literal(VERSION),
  madeAt: Time,
  name: Name.nullable(),
  /** As the keychain keeps it. */
  secret: z.string().max(1024),
  allowlist: z.looseObject({ format: z.literal('kith-allowlist'), peers: z.array(z.unknown()).max(100_000) }),
  settings: z.record(z.string(), z.unknown()),
})

const Blocked = z.looseObject({ level: z.literal('blocked') })

/**
 * @param cost tests only: makes sealing cheap
 * @throws KithError `InvalidRequest` when it would be too large to be restored
 */
export async function sealBackup(backup: Backup, passphrase: string, cost?: ScryptCost): Promise<string> {
  const { secret, name, madeAt, allowlist, settings } = backup
  const inner: z.infer<typeof Inner> = {
    format: FORMAT,
    v: VERSION,
    madeAt,
    name,
    secret: encodeSecret(secret),
    allowlist: JSON.parse(allowlist) as z.infer<typeof Inner>['allowlist'],
    settings: { ...settings },
  }
  const text = await seal(JSON.stringify(inner), passphrase, cost)
  if (text.length <= MAX_BACKUP_CHARACTERS) return text
  throw new KithError(
    'InvalidRequest',
    'The backup would be too large to be restored, because the notes on the allowlist are very long. Shorten some of them, then try again.',
  )
}

/**
 * @throws KithError `WrongPassphrase` when the passphrase is not the one; `Integrity` when the text is no backup, damaged or
 * of a later version. No message repeats what is inside.
 */
export async function openBackup(text: string, passphrase: string): Promise<Backup> {
  const { madeAt, name, secret, allowlist, settings } = readInner(await opened(text.trim(), passphrase))
  return { secret: decodeSecret(secret), name, madeAt, allowlist: JSON.stringify(allowlist), settings }
}

/** How many peers a backup's allowlist lets in; who is blocked stands on it too. */
export function admittedIn({ allowlist }: Backup): number {
  const { peers } = Inner.shape.allowlist.parse(JSON.parse(allowlist))
  return peers.filter((peer) => !Blocked.safeParse(peer).success).length
}

async function opened(text: string, passphrase: string): Promise<string> {
  const version = versionOf(text)
  if (version !== null && version > 1) throw tooNew()
  try {
    return await open(text, passphrase)
  } catch (error) {
    if (!(error instanceof KithError)) throw error
    if (error.name === 'WrongPassphrase')
      throw new KithError(
        'WrongPassphrase',
        'The passphrase is not the one that this backup was sealed with. Try again.',
      )
    throw new KithError('Integrity', 'This is no backup of Kith, or it is damaged. Choose another copy of it.', {
      cause: error,
    })
  }
}

function readInner(text: string): z.infer<typeof Inner> {
  const json = parseJson(text)
  const outer = Outer.safeParse(json)
  // The sealed key of a data folder looks like a backup from outside.
  if (!outer.success)
    throw new KithError(
      'Integrity',
      'This was sealed by Kith, but it is no backup: it may be the key file of a data folder. Choose a file whose name begins with kith-backup.',
    )
  if (outer.data.v > VERSION) throw tooNew()
  const inner = Inner.safeParse(json)
  if (inner.success) return inner.data
  throw new KithError(
    'Integrity',
    'This backup was opened, but what is in it makes no sense. Choose another copy of it.',
  )
}

const tooNew = (): KithError =>
  new KithError(
    'Integrity',
    'This backup was made by a later version of Kith. Update Kith on this machine, then restore it. Nothing was changed.',
    { details: { reason: 'newer' } },
  )

/** Of the envelope, before anything is worked out. `null` when it has none. */
function versionOf(text: string): number | null {
  if (text.length > MAX_BACKUP_CHARACTERS) return null
  const envelope = z.looseObject({ format: z.literal('kith-sealed'), v: z.int() }).safeParse(parseJson(text))
  return envelope.success ? envelope.data.v : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
