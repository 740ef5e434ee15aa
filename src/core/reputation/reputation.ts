/** What is thought of each peer's conduct: told what happened, kept over restarts, and what follows from it (spec §8). */
import type { Deed } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import type { BannedBy } from '../../contract/views.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS, SECOND_MS } from '../../kit/units.ts'
import { createWriteBehind, type WriteBehind } from '../../kit/write-behind.ts'
import { banLengthMs, correctedEndMs, deservesBan } from './ban.policy.ts'
import { type BrakePorts, createBrake } from './brake.ts'
import { rankCandidates } from './candidates.policy.ts'
import { whomToForget } from './memory.policy.ts'
import {
  afterDeed,
  afterPardon,
  afterReset,
  afterRtt,
  afterSight,
  anchored,
  listViewOf,
  newRecord,
  scoreNow,
  settled,
  viewOf,
} from './record.policy.ts'
import type { Reputation, ReputationEvent, ReputationRecord, ReputationStore } from './reputation.types.ts'
import { reliabilityOf, shownScore, tierOf, weightOf } from './score.policy.ts'

/** Peers whose conduct is remembered. */
const MAX_RECORDS = 10_000
/** Room is made for so many at a time: to find out who goes, all are looked at. */
const ROOM = 100
/** How late a deed may be written. What a person decides, and a ban, is written at once. */
const DEEDS_WITHIN_MS = SECOND_MS
/** The same for what is told with every heartbeat and decides nothing. */
const MEASURES_WITHIN_MS = 5 * MINUTE_MS
/** How often is looked at what time alone changes: scores as they are shown, ends of bans, the end of a hold. */
const LOOK_EVERY_MS = MINUTE_MS
/** What the store holds of a detail. */
const MAX_DETAIL_CHARACTERS = 200

export interface ReputationPorts {
  readonly clock: Clock
  readonly store: ReputationStore & BrakePorts['store'] & { transaction<T>(work: () => T): T }
  readonly log: Log
  /** Keeps a peer out until then, in both directions; also makes a ban that is running longer or shorter. */
  readonly ban: (peerId: string, untilMs: number) => void
  readonly unban: (peerId: string) => void
  /** Every ban that is running, by a person and by this node. */
  readonly bans: () => readonly { readonly peerId: string; readonly untilMs: number; readonly by: BannedBy }[]
  readonly bannedUntilMs: (peerId: string) => number | null
  readonly bannedBy: (peerId: string) => BannedBy | null
  /** Peers that are connected now. */
  readonly connected: () => readonly string[]
  /** Smoothed round trip now, `null` when it is not known. */
  readonly rttMs: (peerId: string) => number | null
}

export function createReputation(ports: ReputationPorts, settings: () => Settings['reputation']): Reputation {
  const { clock, store, log } = ports
  const events = createEmitter<ReputationEvent>((error) => log.error('a reputation listener threw', { error }))
  const records = new Map(store.reputations().map((record) => [record.peerId, anchored(record, nowMs())]))
  const late = (delayMs: number): WriteBehind =>
    createWriteBehind(
      clock,
      delayMs,
      (work) => store.transaction(work),
      (error) => log.warn('what peers did could not be written', { error }),
    )
  const deeds = late(DEEDS_WITHIN_MS)
  const measures = late(MEASURES_WITHIN_MS)
  const bannedHere = () => ports.bans().filter(({ by }) => by === 'node')
  const brake = createBrake(
    { clock, store, log, connected: ports.connected, out: () => bannedHere().map(({ peerId }) => peerId) },
    settings,
  )
  let timer: Disposable | null = null

  /** Whole milliseconds, as the store keeps them. */
  function nowMs(): number {
    return Math.round(clock.wallMs())
  }

  const recordOf = (peerId: string): ReputationRecord =>
    settled(records.get(peerId) ?? newRecord(peerId, nowMs()), nowMs(), settings())

  function write(peerId: string): void {
    const record = records.get(peerId)
    if (record) store.putReputation(record)
    else store.removeReputation(peerId)
  }

  function keep(record: ReputationRecord, when: WriteBehind): void {
    const { peerId } = record
    const isNew = !records.has(peerId)
    records.set(peerId, record)
    when.later(peerId, () => write(peerId))
    if (isNew && records.size > MAX_RECORDS) makeRoom(peerId)
  }

  /** On the disk before it is believed. */
  function keepNow(record: ReputationRecord, alongside: () => void = () => {}): void {
    const { peerId } = record
    store.transaction(() => {
      store.putReputation(record)
      alongside()
    })
    records.set(peerId, record)
    deeds.drop(peerId)
    measures.drop(peerId)
  }

  function makeRoom(newcomer: string): void {
    const all = [...records.values()]
      .filter(({ peerId }) => peerId !== newcomer)
      .map((record) => ({
        ...record,
        score: scoreNow(record, nowMs(), settings()),
        banned: ports.bannedUntilMs(record.peerId) !== null,
      }))
    for (const peerId of whomToForget(all, records.size - MAX_RECORDS + ROOM)) drop(peerId)
  }

  function drop(peerId: string): void {
    records.delete(peerId)
    measures.drop(peerId)
    deeds.later(peerId, () => write(peerId))
  }

  /** It has nothing left: out it goes, unless too many do. */
  function considerBan(record: ReputationRecord, deed: Deed): void {
    const { peerId } = record
    const decision = brake.ask(peerId)
    if (decision === 'hold' && brake.heldUntilMs !== null) events.emit({ type: 'held', untilMs: brake.heldUntilMs })
    if (decision !== 'ban') return
    const untilMs = nowMs() + banLengthMs(record.score, record.bans, settings())
    const bans = record.bans + 1
    try {
      keepNow({ ...record, bans }, () => ports.ban(peerId, untilMs))
    } catch (error) {
      // A full disk, for one. Its score stays where it is, and its next bad deed asks again.
      log.warn('a ban could not be written', { peerId, error })
      return
    }
    brake.banned()
    events.emit({ type: 'banned', peerId, untilMs, deed, bans })
  }

  function schedule(): void {
    timer?.[Symbol.dispose]()
    const waitMs = Math.min(LOOK_EVERY_MS, (brake.heldUntilMs ?? Number.POSITIVE_INFINITY) - clock.wallMs())
    timer = clock.at(clock.now() + Math.max(0, waitMs), look)
  }

  function look(): void {
    if (brake.look()) events.emit({ type: 'released', by: 'time' })
    correctBans()
    for (const record of records.values()) {
      if (record.scoredAtMs > nowMs()) records.set(record.peerId, anchored(record, nowMs()))
      const before = shownScore(scoreNow(record, nowMs() - LOOK_EVERY_MS, settings()))
      if (shownScore(scoreNow(record, nowMs(), settings())) !== before)
        events.emit({ type: 'changed', peerId: record.peerId })
    }
    schedule()
  }

  function correctBans(): void {
    for (const { peerId, untilMs } of bannedHere()) {
      const { score, bans } = recordOf(peerId)
      const endMs = correctedEndMs({ untilMs, score, bans }, nowMs(), settings())
      if (endMs === null) continue
      try {
        ports.ban(peerId, endMs)
        events.emit({ type: 'changed', peerId })
      } catch (error) {
        log.warn('the end of a ban could not be written', { peerId, error })
      }
    }
  }

  return {
    events,
    start: schedule,
    report(peerId, deed, detail) {
      const record = afterDeed(
        recordOf(peerId),
        deed,
        detail?.slice(0, MAX_DETAIL_CHARACTERS).toWellFormed() ?? null,
        settings(),
      )
      keep(record, deeds)
      events.emit({ type: 'changed', peerId })
      const isOut = ports.bannedUntilMs(peerId) !== null
      if (deservesBan(weightOf(deed, settings().weights), record.score, isOut)) considerBan(record, deed)
    },
    measured: (peerId, rttMs) => keep(afterRtt(recordOf(peerId), rttMs, nowMs()), measures),
    carried(peerId, { received, sent }) {
      const record = recordOf(peerId)
      const receivedBytes = record.receivedBytes + Math.round(received)
      keep({ ...record, receivedBytes, sentBytes: record.sentBytes + Math.round(sent) }, measures)
    },
    seen: (peerId) => keep(afterSight(recordOf(peerId), nowMs()), measures),
    standing(peerId) {
      const { score } = recordOf(peerId)
      return { score: shownScore(score), tier: tierOf(score) }
    },
    view: (peerId) => viewOf(recordOf(peerId), ports.bannedUntilMs(peerId), isoTime),
    listed: (peerId) => listViewOf(recordOf(peerId), ports.bannedUntilMs(peerId), isoTime),
    summary() {
      const all = [...records.values()]
      const { heldUntilMs, heldBack } = brake
      const meanScore = mean(all.map((record) => scoreNow(record, nowMs(), settings())))
      return {
        peers: all.length,
        banned: ports.bans().length,
        meanScore: meanScore === null ? null : shownScore(meanScore),
        meanReliability: mean(all.flatMap((record) => reliabilityOf(record) ?? [])),
        bansHeldUntil: heldUntilMs === null ? null : isoTime(heldUntilMs),
        bansHeldBack: heldBack,
      }
    },
    reset(peerId) {
      const lift = (): void => {
        if (ports.bannedBy(peerId) === 'node') ports.unban(peerId)
      }
      if (records.has(peerId)) keepNow(afterReset(recordOf(peerId)), lift)
      else lift()
      events.emit({ type: 'changed', peerId })
    },
    pardoned(peerId) {
      if (!records.has(peerId)) return
      keepNow(afterPardon(recordOf(peerId), settings()))
      events.emit({ type: 'changed', peerId })
    },
    release() {
      if (brake.release()) events.emit({ type: 'released', by: 'person' })
    },
    transferCandidates(limit) {
      const candidates = ports
        .connected()
        .filter((peerId) => ports.bannedUntilMs(peerId) === null)
        .map((peerId) => {
          const record = recordOf(peerId)
          const rttMs = ports.rttMs(peerId) ?? record.latencyMs
          return { peerId, tier: tierOf(record.score), reliability: reliabilityOf(record), rttMs }
        })
      return rankCandidates(candidates, limit)
    },
    flush() {
      deeds.flush()
      measures.flush()
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      timer = null
      deeds[Symbol.dispose]()
      measures[Symbol.dispose]()
    },
  }
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
