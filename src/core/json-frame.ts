/** One JSON value in UTF-8, as Kith's own protocols put into a frame: written by us, or read from a peer through a schema. */
import type { z } from 'zod'
import { err, ok, type Result } from '../kit/result.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

export const encodeJsonFrame = (frame: unknown): Uint8Array => encoder.encode(JSON.stringify(frame))

/** Never throws: whatever a peer sends is what the schema says, or a refusal in a few words of ours, which a person may read. */
export function decodeJsonFrame<T>(schema: z.ZodType<T>, bytes: Uint8Array): Result<T, string> {
  let json: unknown
  try {
    json = JSON.parse(decoder.decode(bytes))
  } catch {
    return err('a frame that is not JSON in UTF-8')
  }
  const parsed = schema.safeParse(json)
  return parsed.success ? ok(parsed.data) : err('a frame that the protocol does not know')
}

/** The same where only “it is one” or “it is none” matters. */
export function decodedOrNull<T>(schema: z.ZodType<T>, bytes: Uint8Array): T | null {
  const decoded = decodeJsonFrame(schema, bytes)
  return decoded.ok ? decoded.value : null
}
