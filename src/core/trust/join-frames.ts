/** What is said over `/kith/join/1.0.0`: one frame each way. The joiner presents the secret, the inviter says yes or no. */
import { z } from 'zod'
import { KIB } from '../../kit/units.ts'
import { decodedOrNull, encodeJsonFrame } from '../json-frame.ts'
import type { Hello } from '../peers/index.ts'

export const JOIN_PROTOCOL = '/kith/join/1.0.0'
/** Holds a secret, a name and every address that may be named. */
export const MAX_JOIN_FRAME_BYTES = 8 * KIB
const MAX_ADDRESSES = 16
const MAX_ADDRESS_CHARACTERS = 400
/** The secret and the names of the fields. */
const ROOM_FOR_THE_REST = 256

const Introduction = z.object({
  name: z.string().max(256),
  agent: z.string().max(128),
  addresses: z.array(z.string().max(MAX_ADDRESS_CHARACTERS)).max(MAX_ADDRESSES),
})

const JoinRequest = Introduction.extend({
  t: z.literal('join'),
  /** In base64url. Longer ones than ours are wrong, not malformed: another version may use them. */
  secret: z.string().regex(/^[\w-]{1,128}$/),
})
export type JoinRequest = z.infer<typeof JoinRequest>

/** “No” never says why: a wrong secret looks like one that was used, revoked or has expired. */
const JoinAnswer = z.discriminatedUnion('t', [
  Introduction.extend({ t: z.literal('yes') }),
  z.object({ t: z.literal('no') }),
])
export type JoinAnswer = z.infer<typeof JoinAnswer>

export const encodeJoinFrame = (frame: JoinRequest | JoinAnswer): Uint8Array => encodeJsonFrame(frame)

/** What this node says of itself, cut to what a frame holds: addresses that are too long, or too many, are left out. */
export function introduction({ name, agent, addresses }: Hello): z.infer<typeof Introduction> {
  const fitting = addresses.filter((address) => address.length <= MAX_ADDRESS_CHARACTERS).slice(0, MAX_ADDRESSES)
  const said = { name: name.slice(0, 256), agent: agent.slice(0, 128), addresses: fitting }
  while (encodeJsonFrame(said).byteLength > MAX_JOIN_FRAME_BYTES - ROOM_FOR_THE_REST) fitting.pop()
  return said
}

/** `null` for whatever is no request. Never throws. */
export const decodeJoinRequest = (bytes: Uint8Array): JoinRequest | null => decodedOrNull(JoinRequest, bytes)
export const decodeJoinAnswer = (bytes: Uint8Array): JoinAnswer | null => decodedOrNull(JoinAnswer, bytes)
