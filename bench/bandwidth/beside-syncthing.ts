/** The same caps held by Debian's Syncthing and by Kith, in one run: how exactly, what bursts through after silence, and what has to wait. */
import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { KIB, MIB, SECOND_MS } from '../../src/kit/units.ts'
import { type BulkPair, type CappedWay, setPairCap, startBulkPair } from '../../tests/harness/bulk-pair.ts'
import { machineMs } from '../../tests/harness/bulk-traffic.ts'
import { quantile } from '../figures.ts'
import type { BenchOptions } from './options.ts'
import { firstMoveMs, fullestSecond, type Mark, marksOf, rateBetween, windowsOf, worstOff } from './rates.ts'
import { untilSilent } from './silence.ts'
import { kibPerSecond, type SyncthingPair, startSyncthingPair, until } from './syncthing.ts'
import { ms, type Part, percent, type Row, rate } from './tables.ts'

const SETTLE_MS = 2 * SECOND_MS
const MEAN_MS = 12 * SECOND_MS
const SILENCE_MS = 5 * SECOND_MS
const SAMPLE_MS = 100
const SMALL_BYTES = KIB
const SMALL_FILES = 20
/** The big file lasts longer than its small one may wait. */
const BIG_FILE_SECONDS = 70
const WAIT_AT_MOST_MS = 200 * SECOND_MS
const LINK_BYTES = 4 * KIB

interface Measured {
  readonly who: string
  readonly way: CappedWay
  readonly cap: number
  readonly meanOff: number
  readonly worstWindowOff: number
  readonly windows: readonly number[]
  readonly burst: number
  /** How long a new small file took while the big one went on; `null`: not measured, or not within the time. */
  readonly smallFileMs: readonly number[] | null
  readonly messageMs: readonly number[] | null
}

function steadiness(marks: readonly Mark[], began: number, cap: number) {
  const [from, to] = [began + SETTLE_MS, began + SETTLE_MS + MEAN_MS]
  const windows = windowsOf(marks, from, to)
  return { meanOff: rateBetween(marks, from, to) / cap - 1, worstWindowOff: worstOff(windows, cap), windows }
}

async function syncthing(pair: SyncthingPair, way: CappedWay, cap: number, waits: boolean): Promise<Measured> {
  const { sender, receiver } = pair
  const limit = kibPerSecond(cap)
  await sender.setLimits({ maxSendKbps: way === 'up' ? limit : 0, maxRecvKbps: 0 })
  await receiver.setLimits({ maxSendKbps: 0, maxRecvKbps: way === 'down' ? limit : 0 })
  await sleep(SILENCE_MS)
  const marks: Mark[] = []
  const name = `${way}-${cap}`
  writeFileSync(join(sender.folder, name), randomBytes(cap * (waits ? BIG_FILE_SECONDS : 18)))
  const stopAt = new AbortController()
  const sampling = (async () => {
    while (!stopAt.signal.aborted) {
      const { bytes } = await receiver.received()
      marks.push({ atMs: machineMs(), bytes })
      await sleep(SAMPLE_MS)
    }
  })()
  const askedMs = machineMs()
  await sender.scan()
  await sleep(SETTLE_MS + MEAN_MS + 3 * SECOND_MS)
  let smallFileMs: number[] | null = null
  if (waits) {
    writeFileSync(join(sender.folder, `${name}-small`), randomBytes(SMALL_BYTES))
    const beganMs = machineMs()
    await sender.scan()
    const came = until(() => Promise.resolve(existsSync(join(receiver.folder, `${name}-small`))), WAIT_AT_MOST_MS, 20)
    smallFileMs = await came.then(
      () => [machineMs() - beganMs],
      () => null,
    )
  }
  stopAt.abort()
  await sampling
  const beganMs = firstMoveMs(marks, askedMs, 32 * KIB) ?? askedMs
  const burst = fullestSecond(marks, beganMs, SECOND_MS) / cap - 1
  // What is left of the big file goes fast, and the next round begins in silence.
  await sender.setLimits({ maxSendKbps: 0, maxRecvKbps: 0 })
  await receiver.setLimits({ maxSendKbps: 0, maxRecvKbps: 0 })
  await until(() => Promise.resolve(existsSync(join(receiver.folder, name))), 60 * SECOND_MS)
  return { who: 'Syncthing', way, cap, ...steadiness(marks, beganMs, cap), burst, smallFileMs, messageMs: null }
}

async function kith(pair: BulkPair, way: CappedWay, cap: number): Promise<Measured> {
  const { sender, receiver } = pair
  await setPairCap(pair, way, 'node', cap)
  await untilSilent(receiver, sender.peerId, SILENCE_MS, 60 * SECOND_MS)
  await receiver.order('record', { everyMs: SAMPLE_MS })
  const askedMs = machineMs()
  await sender.send(receiver.peerId)
  await sleep(SETTLE_MS + MEAN_MS + 3 * SECOND_MS)
  const samples = await receiver.order('recorded', {})
  const small = { bytes: SMALL_BYTES, count: SMALL_FILES, everyMs: 100, fresh: true }
  const files = await sender.message(receiver.peerId, { ...small, kind: 'bulk' })
  const messages = await sender.message(receiver.peerId, small)
  await sender.stopSending(receiver.peerId)
  await setPairCap(pair, way, 'node', 0)
  const marks = marksOf(samples, sender.peerId, 'receivedBytes')
  const beganMs = firstMoveMs(marks, askedMs, LINK_BYTES) ?? askedMs
  return {
    who: 'Kith',
    way,
    cap,
    ...steadiness(marks, beganMs, cap),
    burst: fullestSecond(marks, beganMs, SECOND_MS) / cap - 1,
    smallFileMs: files.map(({ arrivalMs }) => arrivalMs),
    messageMs: messages.map(({ arrivalMs }) => arrivalMs),
  }
}

const waited = (times: readonly number[] | null): string => {
  if (times === null) return ''
  const longest = quantile(times, 1)
  return longest >= SECOND_MS ? `${(longest / SECOND_MS).toFixed(1)} s` : ms(longest)
}

function row(one: Measured, all: readonly Measured[]): Row {
  const { who, way, cap, meanOff, worstWindowOff, burst, smallFileMs, messageMs } = one
  const theirs = all.find((other) => other.who !== who && other.way === way && other.cap === cap)
  const theirWait = theirs?.smallFileMs?.[0]
  return {
    cells: [
      `${rate(cap)} ${way}`,
      who,
      percent(meanOff),
      percent(worstWindowOff, 1),
      percent(burst, 0),
      waited(smallFileMs),
      waited(messageMs),
    ],
    aims:
      who === 'Kith' && theirs
        ? [
            { aim: 'as steady', kept: Math.abs(worstWindowOff) <= Math.max(0.05, Math.abs(theirs.worstWindowOff)) },
            { aim: 'smaller burst', kept: burst < theirs.burst },
            ...(theirWait === undefined || smallFileMs === null
              ? []
              : [{ aim: 'waits 100 × less', kept: quantile(smallFileMs, 0.5) * 100 <= theirWait }]),
          ]
        : [],
  }
}

export async function besideSyncthing({ ways, caps }: BenchOptions): Promise<Part> {
  const measured: Measured[] = []
  const chosen = caps.length > 0 ? caps : [256 * KIB, MIB]
  await using theirs = await startSyncthingPair()
  await using ours = await startBulkPair()
  for (const cap of chosen)
    for (const way of ways) {
      // At 256 KiB/s the wait takes minutes: only when asked for that cap alone.
      const waits = way === 'up' && (cap >= MIB || caps.length > 0)
      measured.push(await syncthing(theirs, way, cap, waits))
      measured.push(await kith(ours, way, cap))
    }
  return {
    name: 'syncthing',
    columns: ['cap', '', 'mean', 'worst 1 s', 'first second', 'a new 1 KiB file waits', 'a message'],
    rows: measured.map((one) => row(one, measured)),
    figures: { version: theirs.version, measured },
    notes: [
      `${theirs.version}, limitBandwidthInLan; a file of 1 KiB behind one of ${BIG_FILE_SECONDS} s, from the scan until it is there`,
      `Kith: 1 KiB on a new stream of a transfer, and as a message, ${SMALL_FILES} times, the longest; no files yet`,
    ],
  }
}
