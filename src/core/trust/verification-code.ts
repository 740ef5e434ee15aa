/**
 * What one screen shows as a QR code and the other reads, to be sure of both peer IDs at once (spec §4). Nothing in it is
 * secret: its worth is that it came from the other person's screen.
 */
import { createHash } from 'node:crypto'
import { KithError } from '../../contract/errors.ts'
import { PeerId } from '../../contract/views.ts'

const BEGIN = 'kith:verify?'
const VERSION = '1'
const TAG = 'kith verification code 1'
/** 128 bits: nobody finds another pair for them. */
const DIGEST_BYTES = 16

/** The same for both sides. */
const pairOf = (one: string, other: string): string =>
  createHash('sha256')
    .update([TAG, ...[one, other].sort()].join('\n'))
    .digest()
    .subarray(0, DIGEST_BYTES)
    .toString('base64url')

/** @param self whose screen shows it */
export const verificationCode = (self: string, peerId: string): string =>
  `${BEGIN}v=${VERSION}&by=${self}&pair=${pairOf(self, peerId)}`

/**
 * Is this what the screen of `peerId` shows about us? `null` when it is; else what is wrong, for a person. Never throws.
 *
 * @param code as it was read or pasted
 */
export function whyNotVerified(self: string, peerId: string, code: string): KithError | null {
  const clean = code.replace(/[\s\p{Cc}\p{Cf}]+/gu, '')
  if (!clean.toLowerCase().startsWith(BEGIN))
    return wrong(
      'This is not a verification code. The other person finds theirs where their screen shows your safety words.',
    )
  const fields = new URLSearchParams(clean.slice(BEGIN.length))
  if (fields.get('v') !== VERSION)
    return wrong('This verification code is from another version of Kith. Compare the safety words instead.')
  const by = PeerId.safeParse(fields.get('by'))
  if (!by.success) return wrong('This verification code is damaged. Read it again, or compare the safety words.')
  if (by.data === self) return wrong('This is your own code. Read the one on the other person’s screen.')
  if (by.data !== peerId)
    return wrong(
      `This code belongs to somebody else (…${by.data.slice(-8)}), not to this peer. Make sure that you opened the right peer; if you did, do not trust it.`,
    )
  if (fields.get('pair') !== pairOf(self, peerId))
    return wrong(
      'This code is from the right peer, but about somebody else. They have to open your entry and show that code.',
    )
  return null
}

const wrong = (message: string): KithError => new KithError('InvalidRequest', message)
