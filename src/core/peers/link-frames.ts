/**
 * The link protocol's frames. On every connection the inbound side opens one long-lived stream of `/kith/link/1.0.0`; both say
 * whether they let the other in, and then the same stream carries heartbeats and the goodbye. One mechanism serves admission,
 * liveness and farewell, and costs one stream per connection.
 */
import { z } from 'zod'
import type { Result } from '../../kit/result.ts'
import { KIB } from '../../kit/units.ts'
import { decodeJsonFrame, encodeJsonFrame } from '../json-frame.ts'

export const LINK_PROTOCOL = '/kith/link/1.0.0'
/** Holds a hello with every address it may name. */
export const MAX_LINK_FRAME_BYTES = 8 * KIB
/** How many addresses a peer may tell us of itself. */
export const MAX_HELLO_ADDRESSES = 16
const MAX_ADDRESS_CHARACTERS = 400

export const ByeReason = z.enum(['stopped', 'disconnected', 'replaced'])
export type ByeReason = z.infer<typeof ByeReason>

const LinkFrame = z.discriminatedUnion('t', [
  /** “I let you in; this is me.” A dialer says it to whom it dialled, which is how a stranger introduces itself. */
  z.object({
    t: z.literal('hello'),
    name: z.string().max(256),
    agent: z.string().max(128),
    addresses: z.array(z.string().max(MAX_ADDRESS_CHARACTERS)).max(MAX_HELLO_ADDRESSES),
  }),
  /** “You are not approved.” All that a stranger learns (spec §4). */
  z.object({ t: z.literal('refused') }),
  z.object({ t: z.literal('ping'), n: z.int().nonnegative() }),
  z.object({ t: z.literal('pong'), n: z.int().nonnegative() }),
  z.object({ t: z.literal('bye'), reason: ByeReason }),
])
export type LinkFrame = z.infer<typeof LinkFrame>

export interface Hello {
  readonly name: string
  readonly agent: string
  readonly addresses: readonly string[]
}

export const encodeFrame = (frame: LinkFrame): Uint8Array => encodeJsonFrame(frame)

/** A hello that fits a frame: addresses that are too long, or too many, are left out rather than cut. */
export function helloFrame(hello: Hello): LinkFrame {
  const addresses = hello.addresses.filter((a) => a.length <= MAX_ADDRESS_CHARACTERS).slice(0, MAX_HELLO_ADDRESSES)
  const frame = { t: 'hello' as const, name: hello.name.slice(0, 256), agent: hello.agent.slice(0, 128), addresses }
  while (encodeFrame(frame).byteLength > MAX_LINK_FRAME_BYTES) addresses.pop()
  return frame
}

/** Never throws. */
export const decodeFrame = (bytes: Uint8Array): Result<LinkFrame, string> => decodeJsonFrame(LinkFrame, bytes)
