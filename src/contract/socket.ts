/**
 * The frames of the local WebSocket: one JSON value per message. Screens in a browser and the command line speak it with
 * the host. The first frame must be `hello` with the token; nothing else is answered before it.
 */
import { z } from 'zod'
import { err, ok, type Result } from '../kit/result.ts'
import { firstIssue } from './answer.ts'
import { Problem } from './views.ts'

/** What a client may send. */
export const ClientFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), token: z.string().min(1).max(128) }),
  z.object({
    type: z.literal('call'),
    id: z.int().nonnegative(),
    name: z.string().max(64),
    input: z.unknown().optional(),
  }),
])
export type ClientFrame = z.infer<typeof ClientFrame>

/** What the host may send. */
export const ServerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome') }),
  z.object({
    type: z.literal('reply'),
    /** The call's id; `null` when the frame was too broken to have one. */
    id: z.int().nonnegative().nullable(),
    reply: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown().optional() }),
      z.object({ ok: z.literal(false), error: Problem }),
    ]),
  }),
  z.object({ type: z.literal('event'), name: z.string(), payload: z.unknown() }),
])
export type ServerFrame = z.infer<typeof ServerFrame>

/** Close codes of our own (RFC 6455 §7.4.2 leaves 4000–4999 to applications). */
export const CLOSE_UNAUTHORIZED = 4401
export const CLOSE_TOO_FAST = 4429
/** A client's message may be this long: a whole backup (`MAX_BACKUP_CHARACTERS`), or an allowlist with every character escaped. */
export const MAX_CLIENT_FRAME_BYTES = 17 * 1024 * 1024
/** Who has not shown the token says no more than that. */
export const MAX_HELLO_FRAME_BYTES = 1024

/** Parses one line of JSON with a schema. Never throws; the error says what is wrong in a few words. */
export function parseJsonLine<T>(schema: z.ZodType<T>, line: string): Result<T, string> {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return err('not JSON')
  }
  const parsed = schema.safeParse(json)
  return parsed.success ? ok(parsed.data) : err(firstIssue(parsed.error))
}
