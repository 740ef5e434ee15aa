/** Shapes around links that last: how a link fared, what is thought of a peer, breakers, and the node's health (spec §6–§8, §12). */
import { z } from 'zod'
import { PeerId, PeerReason, PeerState, Time } from './views.ts'

/** So many round trips are kept for a plot. */
export const MAX_RTT_SAMPLES = 120
/** So many spells are kept of one peer. */
export const MAX_SPELLS = 100

/** A stretch of time in which a peer stayed as it was. */
export const SpellView = z.object({
  from: Time,
  /** `null`: it goes on. */
  until: Time.nullable(),
  /** `offline`: this node itself did not run. */
  state: z.enum([...PeerState.options, 'offline']),
  /** Why it began. */
  reason: PeerReason.nullable(),
})
export type SpellView = z.infer<typeof SpellView>

export const LinkHistoryView = z.object({
  peerId: PeerId,
  /** Round trips as measured, oldest first; `null` where the peer did not answer. */
  rtts: z.array(z.object({ at: Time, rttMs: z.number().nonnegative().nullable() })).max(MAX_RTT_SAMPLES),
  /** Oldest first. */
  spells: z.array(SpellView).max(MAX_SPELLS),
  /** Share of the last 24 h, of the part in which this node ran and knew the peer, in which it was connected: 0 to 1. */
  uptime: z.number().min(0).max(1).nullable(),
})
export type LinkHistoryView = z.infer<typeof LinkHistoryView>

export const BreakerState = z.enum(['closed', 'open', 'half-open'])
export type BreakerState = z.infer<typeof BreakerState>

/** What the node leans on, each behind a breaker of its own (spec §7). */
export const ServiceName = z.enum(['keychain', 'storage', 'relay', 'mdns', 'updates'])
export type ServiceName = z.infer<typeof ServiceName>

const BreakerView = z.object({
  state: BreakerState,
  /** Within the window that counts. */
  failures: z.int().nonnegative(),
  /** When an open one lets a probe through. */
  retryAt: Time.nullable(),
})

export const ServiceView = BreakerView.extend({
  name: ServiceName,
  /** What does not work meanwhile, in a sentence; `null` while it works. */
  degraded: z.string().nullable(),
})
export type ServiceView = z.infer<typeof ServiceView>

/** What a peer provably did (spec §8). Never a network failure. */
export const Deed = z.enum([
  'transfer-succeeded',
  'transfer-failed',
  'message',
  'bad-message',
  'protocol-violation',
  'ignored-rate-limit',
])
export type Deed = z.infer<typeof Deed>

export const Tier = z.enum(['excellent', 'good', 'neutral', 'poor', 'bad'])
export type Tier = z.infer<typeof Tier>

export const StandingView = z.object({
  /** 0–100, one decimal. */
  score: z.number().min(0).max(100),
  tier: Tier,
})
export type StandingView = z.infer<typeof StandingView>

/** So many of the latest moves are kept of one peer. */
export const MAX_MOVES = 20

export const ReputationView = StandingView.extend({
  peerId: PeerId,
  /** What moved the score lately, newest first. */
  moves: z
    .array(
      z.object({
        at: Time,
        /** `reset`: a person put it back to the start; `unbanned`: a person lifted a ban. */
        why: z.enum([...Deed.options, 'reset', 'unbanned']),
        /** How far it moved, after clamping. */
        by: z.number(),
        /** What a log line would say of it. */
        detail: z.string().nullable(),
      }),
    )
    .max(MAX_MOVES),
  successfulTransfers: z.int().nonnegative(),
  failedTransfers: z.int().nonnegative(),
  successfulMessages: z.int().nonnegative(),
  failedMessages: z.int().nonnegative(),
  /** Share of successes among transfers and messages, 0 to 1; `null` before the first. */
  reliability: z.number().min(0).max(1).nullable(),
  /** Rolling mean round trip. */
  latencyMs: z.number().nonnegative().nullable(),
  receivedBytes: z.number().nonnegative(),
  sentBytes: z.number().nonnegative(),
  /** Automatic bans so far; each lasts twice as long as the one before. */
  bans: z.int().nonnegative(),
  bannedUntil: Time.nullable(),
  firstSeen: Time.nullable(),
  lastSeen: Time.nullable(),
})
export type ReputationView = z.infer<typeof ReputationView>

/** The same in a list of many. */
export const ReputationListView = ReputationView.omit({ moves: true })
export type ReputationListView = z.infer<typeof ReputationListView>

/** How the node stands with all its peers. */
export const ReputationSummary = z.object({
  peers: z.int().nonnegative(),
  banned: z.int().nonnegative(),
  meanScore: z.number().min(0).max(100).nullable(),
  meanReliability: z.number().min(0).max(1).nullable(),
  /** Automatic bans are held back until then, because there were too many at once; `null` while they are not. */
  bansHeldUntil: Time.nullable(),
  /** How many peers would have been banned since. */
  bansHeldBack: z.int().nonnegative(),
})
export type ReputationSummary = z.infer<typeof ReputationSummary>

export const HealthStatus = z.enum(['healthy', 'degraded', 'unhealthy'])
export type HealthStatus = z.infer<typeof HealthStatus>

export const HealthCheckName = z.enum([
  'identity',
  'keychain',
  'listening',
  'storage',
  'kept-peers',
  'reachability',
  'bandwidth',
  'clock',
])
export type HealthCheckName = z.infer<typeof HealthCheckName>

export const HealthFinding = z.object({
  status: HealthStatus,
  /** What was found, in a sentence. */
  message: z.string(),
  /** What a person can do about it; `null` when there is nothing to do. */
  advice: z.string().nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type HealthFinding = z.infer<typeof HealthFinding>

export const HealthView = z.object({
  /** The worst of the checks. */
  status: HealthStatus,
  checks: z.array(
    HealthFinding.extend({
      name: HealthCheckName,
      checkedAt: Time,
      tookMs: z.number().nonnegative(),
      /** Since when it has this status. */
      since: Time,
    }),
  ),
  uptimeMs: z.number().nonnegative(),
  checkedAt: Time,
})
export type HealthView = z.infer<typeof HealthView>
