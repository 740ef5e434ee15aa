/** What is thought of each peer's conduct: told what happened, kept over restarts, and what follows from it (spec §8). */
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import type { Reputation, ReputationEvent, ReputationStore } from './reputation.types.ts'

export interface ReputationPorts {
  readonly clock: Clock
  readonly store: ReputationStore & { transaction<T>(work: () => T): T }
  readonly log: Log
  /** Keeps a peer out until then, in both directions. */
  readonly ban: (peerId: string, untilMs: number) => void
  readonly unban: (peerId: string) => void
  readonly bannedUntilMs: (peerId: string) => number | null
  /** Peers that are connected now. */
  readonly connected: () => readonly string[]
  /** Smoothed round trip now, `null` when it is not known. */
  readonly rttMs: (peerId: string) => number | null
}

/** TO BE BUILT. */
export function createReputation(_ports: ReputationPorts, _settings: () => Settings['reputation']): Reputation {
  const neutral = { score: 50, tier: 'neutral' } as const
  const nothing = {
    peers: 0,
    banned: 0,
    meanScore: null,
    meanReliability: null,
    bansHeldUntil: null,
    bansHeldBack: 0,
  }
  return {
    events: createEmitter<ReputationEvent>(),
    report: () => {},
    measured: () => {},
    carried: () => {},
    seen: () => {},
    standing: () => neutral,
    view: (peerId) => ({
      ...neutral,
      peerId,
      moves: [],
      successfulTransfers: 0,
      failedTransfers: 0,
      successfulMessages: 0,
      failedMessages: 0,
      reliability: null,
      latencyMs: null,
      receivedBytes: 0,
      sentBytes: 0,
      bans: 0,
      bannedUntil: null,
      firstSeen: null,
      lastSeen: null,
    }),
    summary: () => nothing,
    reset: () => {},
    pardoned: () => {},
    release: () => {},
    transferCandidates: () => [],
    forget: () => {},
    [Symbol.dispose]: () => {},
  }
}
