/** Peers kept out for a while, whatever their level: written through, and lifted by themselves when their time is over. */
import type { BannedBy } from '../../contract/views.ts'
import type { Clock } from '../../kit/clock.ts'
import type { Log } from '../../kit/log.ts'
import { MINUTE_MS } from '../../kit/units.ts'
import type { BanRecord, TrustStore } from './trust-store.types.ts'

/** Bans kept at a time; the one that ends first makes room. */
const MAX_BANS = 10_000
/** Timers stand still while a machine sleeps, and the wall clock may be set: it is looked at this often. */
const LOOK_EVERY_MS = MINUTE_MS

export interface Bans {
  /** Until when it is banned, epoch milliseconds; `null` when it is not, or not any more. */
  readonly untilMs: (peerId: string) => number | null
  readonly list: () => readonly BanRecord[]
  readonly by: (peerId: string) => BannedBy | null
  readonly ban: (peerId: string, untilMs: number, by: BannedBy) => void
  readonly unban: (peerId: string) => void
  /** Tells of peers whose time is over, until disposed. One listener. */
  readonly watch: (onEnded: (peerIds: readonly string[]) => void) => Disposable
}

export function createBans(ports: {
  readonly clock: Clock
  readonly store: Pick<TrustStore, 'bans' | 'putBan' | 'removeBan' | 'transaction'>
  readonly log: Log
}): Bans {
  const { clock, store, log } = ports
  const bans = new Map(store.bans().map((record) => [record.peerId, record]))
  let ended: ((peerIds: readonly string[]) => void) | null = null
  let timer: Disposable | null = null

  const firstEndMs = (): number => [...bans.values()].reduce((first, { untilMs }) => Math.min(first, untilMs), Infinity)

  /** One timer, for the ban that ends first. */
  function arm(): void {
    timer?.[Symbol.dispose]()
    timer = null
    if (!ended || bans.size === 0) return
    const waitMs = Math.min(Math.max(0, firstEndMs() - clock.wallMs()), LOOK_EVERY_MS)
    timer = clock.at(clock.now() + waitMs, liftEnded)
  }

  function liftEnded(): void {
    const over = [...bans.values()].filter(({ untilMs }) => untilMs <= clock.wallMs()).map(({ peerId }) => peerId)
    for (const peerId of over) bans.delete(peerId)
    try {
      store.transaction(() => {
        for (const peerId of over) store.removeBan(peerId)
      })
    } catch (error) {
      // It holds no longer all the same: what is written ends in the past.
      log.warn('the end of a ban could not be written', { error })
    }
    arm()
    if (over.length > 0) ended?.(over)
  }

  function running(peerId: string): BanRecord | null {
    const ban = bans.get(peerId)
    return ban && ban.untilMs > clock.wallMs() ? ban : null
  }

  function remove(peerId: string): void {
    if (!bans.has(peerId)) return
    store.removeBan(peerId)
    bans.delete(peerId)
  }

  return {
    untilMs: (peerId) => running(peerId)?.untilMs ?? null,
    list: () => [...bans.values()].filter(({ untilMs }) => untilMs > clock.wallMs()),
    by: (peerId) => running(peerId)?.by ?? null,
    ban(peerId, untilMs, by) {
      const record = { peerId, untilMs, by }
      store.putBan(record)
      bans.set(peerId, record)
      if (bans.size > MAX_BANS) {
        const endMs = firstEndMs()
        const first = [...bans.values()].find((ban) => ban.untilMs === endMs)
        if (first) remove(first.peerId)
      }
      arm()
    },
    unban(peerId) {
      remove(peerId)
      arm()
    },
    watch(onEnded) {
      ended = onEnded
      arm()
      return {
        [Symbol.dispose]() {
          ended = null
          arm()
        },
      }
    },
  }
}
