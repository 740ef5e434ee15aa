/** What the reputation of peers is to the rest of the node (spec §8). */
import type {
  Deed,
  ReputationListView,
  ReputationSummary,
  ReputationView,
  StandingView,
} from '../../contract/link-views.ts'
import type { Source } from '../../kit/emitter.ts'

/** Everything that is remembered of one peer's conduct. Times are epoch milliseconds. */
export interface ReputationRecord {
  readonly peerId: string
  /** As it was at `scoredAtMs`; it decays towards 50 from then on. */
  readonly score: number
  readonly scoredAtMs: number
  /** Automatic bans so far. */
  readonly bans: number
  /** Newest first, few. */
  readonly moves: readonly {
    readonly atMs: number
    readonly why: Deed | 'reset' | 'unbanned'
    readonly by: number
    readonly detail: string | null
  }[]
  readonly successfulTransfers: number
  readonly failedTransfers: number
  readonly successfulMessages: number
  readonly failedMessages: number
  readonly latencyMs: number | null
  readonly receivedBytes: number
  readonly sentBytes: number
  readonly firstSeenAtMs: number | null
  readonly lastSeenAtMs: number | null
}

export interface ReputationStore {
  reputations(): readonly ReputationRecord[]
  putReputation(record: ReputationRecord): void
  removeReputation(peerId: string): void
}

export type ReputationEvent =
  /** Its score or what is known of it changed. */
  | { readonly type: 'changed'; readonly peerId: string }
  /** It is out for a while. The ban is in force already. */
  | {
      readonly type: 'banned'
      readonly peerId: string
      readonly untilMs: number
      readonly deed: Deed
      /** Automatic bans of this peer so far, this one among them. */
      readonly bans: number
    }
  /** Too many at once: from now on nobody is banned automatically, until then or until a person says go on. */
  | { readonly type: 'held'; readonly untilMs: number }
  | { readonly type: 'released'; readonly by: 'person' | 'time' }

export interface Reputation extends Disposable {
  /** Writes down now what waits. */
  flush(): void
  readonly events: Source<ReputationEvent>
  /** Follows what time alone changes, until disposed. May follow a dispose. */
  start(): void
  /**
   * An authenticated peer provably did this. Callers tell what happened, never a number.
   *
   * @param detail what a log line would say of it, without anything that the peer chose
   */
  report(peerId: string, deed: Deed, detail?: string): void
  /** A round trip to it. */
  measured(peerId: string, rttMs: number): void
  /** Bytes that went to and fro since the last time. */
  carried(peerId: string, bytes: { readonly received: number; readonly sent: number }): void
  /** It was connected just now. */
  seen(peerId: string): void
  standing(peerId: string): StandingView
  view(peerId: string): ReputationView
  /** The same without what moved it. */
  listed(peerId: string): ReputationListView
  summary(): ReputationSummary
  /** Back to the start, by a person; lifts an automatic ban. */
  reset(peerId: string): void
  /** A person lifted its ban. */
  pardoned(peerId: string): void
  /** A person looked into it: automatic bans go on. */
  release(): void
  /** Connected peers that may take part, best first: by tier, reliability, round trip (spec §8). */
  transferCandidates(limit: number): readonly string[]
}
