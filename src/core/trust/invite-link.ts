/**
 * Invite links: `kith://join#` and everything that the other side needs to find this node once and to prove that it was asked.
 * The secret stands behind the `#`, which no program sends to a server when the link is opened by mistake.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { KithError } from '../../contract/errors.ts'
import { PeerId } from '../../contract/views.ts'
import { err, ok, type Result } from '../../kit/result.ts'
import { SECOND_MS } from '../../kit/units.ts'
import { cleanText } from '../hello-text.ts'
import { parsePeerAddress } from '../net/index.ts'

/** What a link says. */
export interface InviteLink {
  readonly peerId: string
  /** What the inviter calls itself: a claim. */
  readonly name: string | null
  /** Where to dial it, best first, without the trailing `/p2p/<peer ID>`. */
  readonly addresses: readonly string[]
  /** Epoch milliseconds, in whole seconds. */
  readonly expiresAtMs: number
  readonly secret: Uint8Array
}

/** 128 bits: nobody guesses it, however often they may try. */
export const SECRET_BYTES = 16
/** As many as a node of two networks has; more would make the QR code too dense for a camera. */
export const MAX_LINK_ADDRESSES = 6
/** A QR code of this many characters (version 22, 105 modules a side) is still read from a screen by any phone. */
const MAX_LINK_CHARACTERS = 900
const MAX_NAME_CHARACTERS = 64

const PREFIX = 'kith://join#'
/** Systems that hand a link on may put a slash before the `#`. */
const BEGIN = /^kith:\/\/join\/?#/i
const VERSION = '1'
/** Notices a link that was cut or changed on its way; what proves anything is the secret. */
const CHECK_BYTES = 3

/** The hash of the node's certificate is the same in all its addresses, and as long as all the rest of one: told once. */
const CERTHASH = /\/certhash\/([\w-]+)/
const HASH_HERE = '/certhash/*'

const Base64url = z.string().regex(/^[\w-]+$/)
const Payload = z.tuple([
  PeerId,
  /** Seconds since the epoch. */
  z.int().nonnegative().max(8_000_000_000),
  Base64url.length(Math.ceil((SECRET_BYTES * 4) / 3)),
  z.string().max(256),
  z.string().max(256),
  z.array(z.string().max(1024)).max(MAX_LINK_ADDRESSES),
])

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

const checkOf = (payload: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(payload).digest().subarray(0, CHECK_BYTES))

/** Addresses that do not fit, the last ones first, are left out. */
export function encodeInviteLink(link: InviteLink): string {
  const addresses = link.addresses.slice(0, MAX_LINK_ADDRESSES)
  for (;;) {
    const text = encodeWhole({ ...link, addresses })
    if (text.length <= MAX_LINK_CHARACTERS || addresses.length <= 1) return text
    addresses.pop()
  }
}

function encodeWhole({ peerId, name, addresses, expiresAtMs, secret }: InviteLink): string {
  const hash = addresses.flatMap((address) => CERTHASH.exec(address)?.[1] ?? [])[0] ?? ''
  const short = addresses.map((address) => (hash === '' ? address : address.replace(`/certhash/${hash}`, HASH_HERE)))
  const payload = encoder.encode(
    JSON.stringify([
      peerId,
      Math.floor(expiresAtMs / SECOND_MS),
      Buffer.from(secret).toString('base64url'),
      cleanText(name ?? '', MAX_NAME_CHARACTERS) ?? '',
      hash,
      short,
    ] satisfies z.input<typeof Payload>),
  )
  return `${PREFIX}${VERSION}.${Buffer.concat([checkOf(payload), payload]).toString('base64url')}`
}

const invalid = (message: string): Result<never, KithError> => err(new KithError('InviteInvalid', message))
const damaged = () =>
  invalid(
    'This invite link is damaged: a part of it is missing or was changed. Copy the whole link, or ask for it again.',
  )

/**
 * Reads a link as it was pasted: white space and line breaks anywhere, and the `<…>` of mails, do no harm. Never throws;
 * whether it has expired or is this node's own is for the caller to say (`whyNotUsable`).
 */
export function parseInviteLink(text: string): Result<InviteLink, KithError> {
  const clean = text.replace(/[\s\p{Cc}\p{Cf}]+/gu, '').replace(/^[<("'“]+|[^\w#-]+$/g, '')
  if (clean === '') return invalid('There is no invite link here. It begins with kith://join#.')
  const [begin] = BEGIN.exec(clean) ?? []
  if (begin === undefined)
    return invalid(
      parsePeerAddress(clean).ok
        ? 'This is a peer’s address, not an invite link. Add the peer by its address instead.'
        : 'This is not an invite link. It begins with kith://join#.',
    )
  const [, version, body] = /^(\w{1,8})\.([\w-]+)$/.exec(clean.slice(begin.length)) ?? []
  if (version === undefined || body === undefined) return damaged()
  if (version !== VERSION)
    return invalid('This invite link was made by a newer version of Kith. Update Kith here, then open it again.')
  return parseBody(body)
}

function parseBody(body: string): Result<InviteLink, KithError> {
  const bytes = new Uint8Array(Buffer.from(body, 'base64url'))
  const payload = bytes.subarray(CHECK_BYTES)
  if (Buffer.compare(bytes.subarray(0, CHECK_BYTES), checkOf(payload)) !== 0) return damaged()
  let json: unknown
  try {
    json = JSON.parse(decoder.decode(payload))
  } catch {
    return damaged()
  }
  const parsed = Payload.safeParse(json)
  if (!parsed.success) return damaged()
  const [peerId, expiresAtSeconds, secret, name, hash, short] = parsed.data
  const secretBytes = new Uint8Array(Buffer.from(secret, 'base64url'))
  if (secretBytes.byteLength !== SECRET_BYTES) return damaged()
  return ok({
    peerId,
    name: cleanText(name, MAX_NAME_CHARACTERS),
    addresses: short.flatMap((address) => dialable(peerId, address.replace(HASH_HERE, `/certhash/${hash}`))),
    expiresAtMs: expiresAtSeconds * SECOND_MS,
    secret: secretBytes,
  })
}

/** An address that this version cannot dial does not spoil the others. */
function dialable(peerId: string, address: string): string | [] {
  const parsed = parsePeerAddress(`${peerId}@${address}`)
  return (parsed.ok && parsed.value.address) || []
}

/** Why a link that could be read cannot be redeemed here; `null` when it can. */
export function whyNotUsable(link: InviteLink, self: string, nowMs: number): KithError | null {
  if (link.peerId === self)
    return new KithError(
      'InviteInvalid',
      'This is your own invite. Send it to the person whom you invite: it is opened on their device.',
    )
  if (link.expiresAtMs <= nowMs) return new KithError('InviteInvalid', 'This invite has expired. Ask for a new one.')
  return null
}
