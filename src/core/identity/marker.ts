/** The marker as a text: what the data folder remembers of its identity in the clear. */
import { z } from 'zod'
import { KithError } from '../../contract/errors.ts'
import { KeyStoreKind } from '../../contract/views.ts'
import type { IdentityMarker } from './identity.types.ts'

/** Unknown fields of a later version are left alone. */
const StoredMarker = z.object({
  publicKeyHex: z.string().regex(/^[0-9a-f]{64}$/),
  keptIn: KeyStoreKind,
  createdAt: z.iso.datetime(),
})

export const encodeMarker = (marker: IdentityMarker): string => `${JSON.stringify(marker, null, 2)}\n`

/** @throws KithError `Integrity` when the text is no marker: then nobody knows which identity belongs here */
export function decodeMarker(text: string): IdentityMarker {
  const parsed = StoredMarker.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new KithError(
    'Integrity',
    'identity.json in the data folder is damaged, so Kith cannot tell which identity belongs here and makes no new one. Restore the file from a backup. If you remove it, Kith takes over the key that it finds.',
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
