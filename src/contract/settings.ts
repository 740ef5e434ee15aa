/** Every setting with its default (spec §3–§7). One schema for the settings file, `--config` and the screens. */
import { z } from 'zod'
import { AdmissionMode, KeyStoreKind, Name, Permission } from './views.ts'

/** IANA has nothing here; chosen once, written in spec §3. */
const DEFAULT_PORT = 4711

const ms = z.int().positive()

const Network = z.strictObject({
  /** Multiaddrs to listen on. A busy port falls back to a free one; `/p2p-circuit` means through a relay. */
  listen: z
    .array(z.string().min(1).max(1024))
    .max(32)
    .default([
      `/ip4/0.0.0.0/tcp/${DEFAULT_PORT}`,
      `/ip6/::/tcp/${DEFAULT_PORT}`,
      `/ip4/0.0.0.0/udp/${DEFAULT_PORT}/webrtc-direct`,
      `/ip6/::/udp/${DEFAULT_PORT}/webrtc-direct`,
    ]),
  /** Peers to keep connected, as `peer_id@multiaddr` or `…/p2p/<id>` lines. */
  bootstrap: z.array(z.string().max(4096)).max(256).default([]),
  /** Announce this node and look for others on the local network. */
  mdns: z.boolean().default(true),
  /** Reserve a place on relays run by trusted peers, so that others reach this node behind a NAT. */
  useRelays: z.boolean().default(true),
  /** Relay for peers that have the permission `use-relay`. */
  serveRelay: z.boolean().default(true),
})

const Heartbeat = z.strictObject({
  intervalMs: ms.default(5_000),
  /** Each interval is drawn within ± this share, so that 300 links do not beat as one. */
  jitter: z.number().min(0).max(0.9).default(0.2),
  timeoutMs: ms.default(5_000),
  /** So many misses in a row and this much silence make a peer unresponsive. */
  misses: z.int().min(1).max(100).default(3),
  silenceMs: ms.default(15_000),
})

const Reconnect = z.strictObject({
  baseMs: ms.default(1_000),
  capMs: ms.default(600_000),
  /** A link must stay up this long before its past failures are forgotten. */
  stableMs: ms.default(60_000),
  maxDials: z.int().min(1).max(256).default(16),
  dialTimeoutMs: ms.default(15_000),
})

/** How much others can make this node do (spec §5). */
const Limits = z
  .strictObject({
    /** All connections together, in both directions. */
    connections: z.int().min(1).max(10_000).default(300),
    /** So many of them are for trusted peers only. */
    reservedForTrusted: z.int().min(0).max(10_000).default(50),
    perIpv4: z.int().min(1).max(10_000).default(10),
    /** Per IPv6 /64, which is what one household or one rented machine has. */
    perIpv6Prefix: z.int().min(1).max(10_000).default(10),
    /** Through one relay. */
    perRelay: z.int().min(1).max(10_000).default(10),
    perPeer: z.int().min(1).max(64).default(8),
    /** Handshakes under way at a time. */
    pendingInbound: z.int().min(1).max(1_000).default(32),
    handshakeMs: ms.max(60_000).default(10_000),
    inboundPerSecondPerAddress: z.int().min(1).max(10_000).default(5),
    /** Open streams of one protocol with one peer. */
    inboundStreamsPerProtocol: z.int().min(1).max(10_000).default(32),
    outboundStreamsPerProtocol: z.int().min(1).max(10_000).default(64),
    inboundStreamsPerSecond: z.int().min(1).max(10_000).default(16),
  })
  .refine(({ connections, reservedForTrusted }) => reservedForTrusted < connections, {
    message: 'must leave room for others: less than limits.connections',
    path: ['reservedForTrusted'],
  })

/** What a peer of each level may do, unless a person chose otherwise for that peer (spec §4). */
const Grants = z.strictObject({
  verified: z.array(Permission).max(16).default(['message', 'offer-files']),
  trusted: z
    .array(Permission)
    .max(16)
    .default(['message', 'offer-files', 'auto-accept-files', 'use-relay', 'introduce']),
})

const Invites = z.strictObject({
  lifetimeMs: ms.max(30 * 86_400_000).default(86_400_000),
  /** Unused ones at a time. */
  maxOpen: z.int().min(1).max(1_000).default(20),
  wrongSecretsPerHourPerAddress: z.int().min(1).max(1_000).default(5),
})

const Audit = z.strictObject({
  maxAgeDays: z.int().min(1).max(3_650).default(90),
  maxBytes: z
    .int()
    .min(1_000_000)
    .max(10_000_000_000)
    .default(50 * 1024 * 1024),
})

const Requests = z.strictObject({
  maxKept: z.int().min(1).max(10_000).default(100),
  newPerMinute: z.int().min(1).max(10_000).default(10),
})

export const Settings = z.strictObject({
  name: Name.optional(),
  network: Network.prefault({}),
  admission: z.strictObject({ mode: AdmissionMode.default('ask') }).prefault({}),
  grants: Grants.prefault({}),
  identity: z
    .strictObject({
      /** Where the key is kept. Left out: the keychain, else a sealed file. */
      keyStore: KeyStoreKind.optional(),
      /** Seal the key with a passphrase inside the keychain too. */
      requirePassphrase: z.boolean().default(false),
    })
    .prefault({}),
  /** Seal names, notes and messages in the database with a key kept beside the identity. */
  privacy: z.strictObject({ encryptionAtRest: z.boolean().default(true) }).prefault({}),
  heartbeat: Heartbeat.prefault({}),
  reconnect: Reconnect.prefault({}),
  limits: Limits.prefault({}),
  requests: Requests.prefault({}),
  invites: Invites.prefault({}),
  audit: Audit.prefault({}),
})
export type Settings = z.infer<typeof Settings>
/** What a file or a screen writes: only what differs from the defaults. */
export type SettingsInput = z.input<typeof Settings>
/** A part of the tree to change; `null` puts a setting (or a whole section) back to its default. Unchecked. */
export type SettingsChange = Readonly<Record<string, unknown>>

/** The first thing that is wrong with some settings: where, and what, in words for a person. */
export function settingsIssue(error: z.ZodError): { readonly path: string; readonly message: string } {
  const issue = error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const path = [...(issue?.path ?? []), ...unknown].map(String).join('.')
  return { path, message: issue ? plainWords(issue) : 'it is not valid' }
}

/** The library's own words are for programmers; ours stay. */
function plainWords(issue: z.core.$ZodIssue): string {
  if (!/^(Too |Invalid |Unrecognized )/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'there is no such setting'
    case 'invalid_value':
      return `it is one of ${issue.values.map(String).join(', ')}`
    case 'invalid_type':
      return `it is ${typeWords[issue.expected] ?? issue.expected}`
    case 'too_small':
      return `it ${sizeWords(issue.origin, 'at least', issue.minimum)}`
    case 'too_big':
      return `it ${sizeWords(issue.origin, 'at most', issue.maximum)}`
    default:
      return issue.message
  }
}

const typeWords: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section with settings under it',
}

function sizeWords(origin: string, bound: string, size: number | bigint): string {
  if (origin === 'array') return `has ${bound} ${size} entries`
  return origin === 'string' ? `has ${bound} ${size} characters` : `is ${bound} ${size}`
}
