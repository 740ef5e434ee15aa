/** What is said over `/kith/introduce/1.0.0`: one suggestion, and that it arrived. */
import { z } from 'zod'
import { PeerId } from '../../contract/views.ts'
import { KIB } from '../../kit/units.ts'
import { decodedOrNull, encodeJsonFrame } from '../json-frame.ts'

export const INTRODUCE_PROTOCOL = '/kith/introduce/1.0.0'
/** Holds every address that may be named. */
export const MAX_INTRODUCTION_BYTES = 6 * KIB
const MAX_SUGGESTED_ADDRESSES = 8
const MAX_ADDRESS_CHARACTERS = 400

const Suggestion = z.object({
  t: z.literal('suggest'),
  peerId: PeerId,
  name: z.string().max(256),
  addresses: z.array(z.string().max(MAX_ADDRESS_CHARACTERS)).max(MAX_SUGGESTED_ADDRESSES),
})
export type Suggestion = z.infer<typeof Suggestion>

/** What became of it stays with the receiver: who is on whose list is nobody else's business. */
const Receipt = z.object({ t: z.enum(['heard', 'slower']) })
export type Receipt = z.infer<typeof Receipt>

/** A suggestion that fits its frame: addresses that are too long, or too many, are left out. */
export function suggestion(peerId: string, name: string, addresses: readonly string[]): Suggestion {
  const fitting = addresses
    .filter((address) => address.length <= MAX_ADDRESS_CHARACTERS)
    .slice(0, MAX_SUGGESTED_ADDRESSES)
  const frame: Suggestion = { t: 'suggest', peerId, name: name.slice(0, 256), addresses: fitting }
  while (encodeIntroduction(frame).byteLength > MAX_INTRODUCTION_BYTES) fitting.pop()
  return frame
}

export const encodeIntroduction = (frame: Suggestion | Receipt): Uint8Array => encodeJsonFrame(frame)

/** `null` for whatever is none. Never throws. */
export const decodeSuggestion = (bytes: Uint8Array): Suggestion | null => decodedOrNull(Suggestion, bytes)
export const decodeReceipt = (bytes: Uint8Array): Receipt | null => decodedOrNull(Receipt, bytes)
