/** Every setting with its default (spec §3–§7). One schema for the settings file, `--config` and the screens. */
import { z } from 'zod'
import { KIB } from '../kit/units.ts'
import { AdmissionMode, KeyStoreKind, MAX_BYTES_PER_SECOND, Name, Permission, Time } from './views.ts'

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

/** An hour: nobody wants to learn later than that that a peer is gone. */
const beatMs = ms.max(3_600_000)

const pulse = (intervalMs: number, timeoutMs: number, silenceMs: number) => ({
  /** So long nothing is heard of a peer before it is pinged. */
  intervalMs: beatMs.default(intervalMs),
  /** Each interval is drawn within ± this share, so that 300 links do not beat as one. */
  jitter: z.number().min(0).max(0.9).default(0.2),
  timeoutMs: beatMs.default(timeoutMs),
  /** So many misses in a row and this much silence make a peer unresponsive. */
  misses: z.int().min(1).max(100).default(3),
  silenceMs: beatMs.default(silenceMs),
})

/** When nobody listens for bytes, a machine may sleep: the radio of a laptop costs more than what it sends. */
const Heartbeat = z.strictObject({
  /** `auto` saves while the machine runs on its battery. */
  profile: z.enum(['auto', 'normal', 'battery-saver']).default('auto'),
  ...pulse(5_000, 5_000, 15_000),
  batterySaver: z.strictObject(pulse(30_000, 10_000, 60_000)).prefault({}),
})

const Reconnect = z.strictObject({
  baseMs: ms.default(1_000),
  capMs: ms.default(600_000),
  /** After so many failures in a row a peer is dormant: tried now and then, for ever. */
  dormantAfter: z.int().min(1).max(1_000).default(10),
  dormantMs: ms.default(600_000),
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

const breaker = (failures: number, windowMs: number) =>
  z
    .strictObject({
      /** So many failures within the window open it. */
      failures: z.int().min(1).max(1_000).default(failures),
      windowMs: ms.max(86_400_000).default(windowMs),
      /** How long an open one lets nothing through. */
      openMs: ms.max(86_400_000).default(30_000),
      /** So many successes of probes close it again. */
      successes: z.int().min(1).max(100).default(2),
    })
    .prefault({})

/** When the node stops leaning on what keeps failing (spec §7). */
const Breakers = z.strictObject({
  peer: breaker(5, 60_000),
  keychain: breaker(5, 60_000),
  storage: breaker(3, 30_000),
  relay: breaker(4, 120_000),
  mdns: breaker(5, 60_000),
  updates: breaker(3, 300_000),
})

const Retry = z.strictObject({
  attempts: z.int().min(1).max(100).default(3),
  baseMs: ms.max(3_600_000).default(1_000),
  factor: z.number().min(1).max(10).default(2),
  capMs: ms.max(86_400_000).default(60_000),
})

const points = z.number().min(-100).max(100)

/** What a peer's conduct does to its score, and when a score becomes a ban (spec §8). */
const Reputation = z.strictObject({
  weights: z
    .strictObject({
      transferSucceeded: points.default(2),
      transferFailed: points.default(-5),
      message: points.default(0.5),
      badMessage: points.default(-1),
      protocolViolation: points.default(-10),
      ignoredRateLimit: points.default(-5),
    })
    .prefault({}),
  /** What is left of the distance from 50 after an hour. */
  hourlyFactor: z.number().min(0).max(1).default(0.9),
  /** The first ban; each later one lasts twice as long, up to `maxBanMs`. */
  banMs: ms.max(30 * 86_400_000).default(3_600_000),
  maxBanMs: ms.max(30 * 86_400_000).default(86_400_000),
  /** A ban is over once the score has come back to this. */
  liftAtScore: z.number().min(1).max(50).default(25),
  /** Automatic bans: no more than these, or something is wrong on this side. */
  maxBansPerMinute: z.int().min(0).max(1_000).default(5),
  /** Of the connected peers. One may always be banned. */
  maxBannedShare: z.number().min(0).max(1).default(0.2),
})

const Health = z.strictObject({
  intervalMs: ms.min(1_000).max(3_600_000).default(30_000),
  deadlineMs: ms.max(60_000).default(5_000),
})

/** Bytes per second on the wire; 0 is unlimited (spec §9). */
const rate = z.int().min(0).max(MAX_BYTES_PER_SECOND)
const caps = (upload: number, download: number) =>
  z.strictObject({ uploadBytesPerSecond: rate.default(upload), downloadBytesPerSecond: rate.default(download) })
/** Lets control traffic pass and nothing else; it is always there and has no caps to set. */
export const PAUSED = 'paused'
const ProfileName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'a profile’s name has up to 24 small letters, digits and hyphens, a letter first')
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is written 00:00 to 23:59')

export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
export type Weekday = z.infer<typeof Weekday>

/** `to` at or before `from` is on the day after. Where rules overlap the later one holds. */
export const ScheduleRule = z.strictObject({
  days: z.array(Weekday).min(1).max(7),
  from: TimeOfDay,
  to: TimeOfDay,
  profile: ProfileName,
})
export type ScheduleRule = z.infer<typeof ScheduleRule>

/** What becomes of the caps while the machine is in that situation. */
const WhenScarce = z.enum(['ignore', 'quiet', PAUSED])

const Bandwidth = z
  .strictObject({
    /** The unit in which people are shown rates. */
    unit: z.enum(['KiB/s', 'MiB/s', 'Mbit/s']).default('MiB/s'),
    /** `normal` holds when nothing else does. A person may add more of them. */
    profiles: z
      .object({ normal: caps(0, 0).prefault({}), quiet: caps(128 * KIB, 512 * KIB).prefault({}) })
      .catchall(caps(0, 0))
      .refine((profiles) => Object.keys(profiles).every((name) => ProfileName.safeParse(name).success), {
        message: 'a profile’s name has up to 24 small letters, digits and hyphens, a letter first',
      })
      .refine((profiles) => !(PAUSED in profiles), { message: 'paused is always there and has no caps to set' })
      .refine((profiles) => Object.keys(profiles).length <= 16, { message: 'there are at most 16 profiles' })
      .prefault({}),
    schedule: z
      .strictObject({ enabled: z.boolean().default(false), rules: z.array(ScheduleRule).max(128).default([]) })
      .prefault({}),
    /** What a person switched by hand, for a while; `until` is the boundary of the schedule at which it ends by itself. */
    override: z
      .strictObject({ profile: ProfileName, until: Time.nullable().default(null) })
      .nullable()
      .default(null),
    /** Peers in this machine's own networks are not capped. */
    lanExempt: z.boolean().default(false),
    onMetered: WhenScarce.default('quiet'),
    onBattery: WhenScarce.default('ignore'),
    /** Trusted peers get so many times the share of others when all want more than there is. */
    trustedWeight: z.int().min(1).max(16).default(1),
    /** Yields to the rest of the household: keeps what it adds to the delay near the target (RFC 6817 allows 100 ms). */
    dynamic: z
      .strictObject({ enabled: z.boolean().default(false), targetMs: z.int().min(5).max(1_000).default(60) })
      .prefault({}),
    quota: z
      .strictObject({
        /** Both directions together; 0 is none. */
        monthlyBytes: z.int().min(0).default(0),
        /** The day of the month on which counting begins anew. */
        startDay: z.int().min(1).max(28).default(1),
        warnPercent: z.int().min(1).max(100).default(80),
        /** `pause` lets control traffic pass and nothing else, until the month is over. */
        whenReached: z.enum(['warn', 'pause']).default('warn'),
      })
      .prefault({}),
  })
  // An override is not asked: who deletes its profile ends it, and what nobody remembers must not keep a node from starting.
  .superRefine(({ profiles, schedule }, context) => {
    for (const [at, { profile }] of schedule.rules.entries())
      if (profile !== PAUSED && !Object.hasOwn(profiles, profile))
        context.addIssue({
          code: 'custom',
          path: ['schedule', 'rules', at, 'profile'],
          message: `there is no profile called ${profile}, which this rule switches to`,
        })
  })

/** What only the desktop app has: its window, its tray, its start. */
const Desktop = z.strictObject({
  startAtLogin: z.boolean().default(false),
  /** In the tray, without a window; as a minimised window where there is no tray. */
  startMinimised: z.boolean().default(false),
  /** The node goes on when its window is closed. Where there is no tray a closed window ends the app. */
  closeToTray: z.boolean().default(true),
  notifications: z.boolean().default(true),
})

const ThemeChoice = z.enum(['system', 'light', 'dark'])
const LanguageChoice = z.enum(['system', 'en', 'de'])

const Appearance = z.strictObject({
  theme: ThemeChoice.default('system'),
  /** `system` takes the first language of the system that Kith speaks. */
  language: LanguageChoice.default('system'),
  /** `reduced` moves as little as possible whatever the system says. */
  motion: z.enum(['system', 'reduced']).default('system'),
})

const Updates = z.strictObject({
  /**
   * Where newer versions are announced: a folder with `latest*.yml` and `latest*.yml.sig`, and at the end of its address the key
   * that signs them (`https://…/kith#key=…`). Nobody is asked while it is empty.
   */
  feed: z
    .url({ protocol: /^https$/, error: 'the address of an update feed begins with https://' })
    .max(2048)
    .nullable()
    .default(null),
  /** Asks the feed by itself, at the start and once a day. Installing always waits for a person or the next quit. */
  automatic: z.boolean().default(true),
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
  breakers: Breakers.prefault({}),
  retry: Retry.prefault({}),
  reputation: Reputation.prefault({}),
  health: Health.prefault({}),
  bandwidth: Bandwidth.prefault({}),
  desktop: Desktop.prefault({}),
  appearance: Appearance.prefault({}),
  updates: Updates.prefault({}),
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
    case 'invalid_format':
      return issue.format === 'datetime' ? 'it is a time such as 2026-12-31T18:00:00Z' : issue.message
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
