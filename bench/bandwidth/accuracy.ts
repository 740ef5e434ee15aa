/** How exactly caps hold, counted by the receiver's meters, and what comes at once after silence. */
import { setTimeout as sleep } from 'node:timers/promises'
import { KIB, MIB, SECOND_MS } from '../../src/kit/units.ts'
import { type LoopbackTransport, loopback } from '../../tests/harness/bulk-node.ts'
import { type BulkPair, type CappedWay, type Holder, setPairCap, startBulkPair } from '../../tests/harness/bulk-pair.ts'
import { machineMs } from '../../tests/harness/bulk-traffic.ts'
import type { BenchOptions } from './options.ts'
import { bytesAt, firstMoveMs, fullestSecond, marksOf, rateBetween, windowsOf, worstOff } from './rates.ts'
import { untilSilent } from './silence.ts'
import { type Part, percent, type Row, rate, size } from './tables.ts'

const CAPS = [64 * KIB, 256 * KIB, MIB, 10 * MIB, 50 * MIB]
/** Below this, cases run beside each other: they cost no processor. */
const ALONE_FROM = 10 * MIB
const SETTLE_MS = 2 * SECOND_MS
const MEAN_MS = 12 * SECOND_MS
const SILENCE_MS = 5 * SECOND_MS
const SILENT_WITHIN_MS = 45 * SECOND_MS
const SAMPLE_MS = 100
const MEAN_OFF = 0.005
/** Spec §9: what may pass at once beside the cap. */
const MAX_BURST = 512 * KIB
/** A cap that is nearer to what the transport does anyway says nothing. */
const HEADROOM = 1.1

interface Case {
  readonly transport: LoopbackTransport
  readonly way: CappedWay
  readonly holder: Holder
  readonly cap: number
}

interface Measured {
  readonly case: Case
  readonly meanOff: number
  readonly payloadMeanOff: number
  readonly windows: readonly number[]
  readonly worstWindowOff: number
  readonly worstSlidingOff: number
  /** Bytes of the fullest of the first seconds. */
  readonly freshSecondBytes: number
  readonly idleSecondBytes: number | null
  readonly errors: readonly string[]
}

async function measure(pair: BulkPair, one: Case): Promise<Measured> {
  const { sender, receiver } = pair
  await setPairCap(pair, one.way, one.holder, one.cap)
  await untilSilent(receiver, sender.peerId, SECOND_MS, SILENT_WITHIN_MS)
  await receiver.order('record', { everyMs: SAMPLE_MS })
  const freshMs = machineMs()
  await sender.send(receiver.peerId)
  await sleep(SETTLE_MS + MEAN_MS + SECOND_MS)
  const { errors } = await sender.order('sending', { peerId: receiver.peerId })
  await sender.stopSending(receiver.peerId, { close: false })
  const silent = await untilSilent(receiver, sender.peerId, SILENCE_MS, SILENT_WITHIN_MS)
  const againMs = machineMs()
  if (silent) {
    await sender.send(receiver.peerId)
    await sleep(3.5 * SECOND_MS)
  }
  await sender.stopSending(receiver.peerId)
  const samples = await receiver.order('recorded', {})
  await setPairCap(pair, one.way, one.holder, 0)

  const wire = marksOf(samples, sender.peerId, 'receivedBytes')
  const payload = marksOf(samples, sender.peerId, 'receivedPayloadBytes')
  const began = firstMoveMs(wire, freshMs) ?? freshMs
  const [from, to] = [began + SETTLE_MS, began + SETTLE_MS + MEAN_MS]
  const windows = windowsOf(wire, from, to)
  const again = silent ? firstMoveMs(wire, againMs) : null
  return {
    case: one,
    meanOff: rateBetween(wire, from, to) / one.cap - 1,
    payloadMeanOff: rateBetween(payload, from, to) / one.cap - 1,
    windows,
    worstWindowOff: worstOff(windows, one.cap),
    worstSlidingOff: worstOff(windowsOf(wire, from, to, { stepMs: SAMPLE_MS }), one.cap),
    freshSecondBytes: fullestSecond(wire, began, SECOND_MS),
    idleSecondBytes: again === null ? null : fullestSecond(wire, again, SECOND_MS),
    errors,
  }
}

function row({ case: one, ...measured }: Measured, unlimited: number): Row {
  const { transport, way, holder, cap } = one
  const reachable = unlimited > cap * HEADROOM
  const windowOff = cap < MIB ? 0.1 : 0.05
  const mostAtOnce = cap + Math.min(cap, MAX_BURST)
  const { meanOff, worstWindowOff, freshSecondBytes, idleSecondBytes, errors } = measured
  return {
    cells: [
      `${transport} ${way} ${holder}`,
      rate(cap),
      percent(meanOff),
      percent(measured.payloadMeanOff),
      percent(worstWindowOff, 1),
      percent(measured.worstSlidingOff, 1),
      percent(freshSecondBytes / cap - 1, 0),
      idleSecondBytes === null ? 'never silent' : percent(idleSecondBytes / cap - 1, 0),
      reachable ? '' : 'beyond the transport',
    ],
    aims: [
      ...(reachable
        ? [
            { aim: `mean ±${MEAN_OFF * 100} %`, kept: Math.abs(meanOff) <= MEAN_OFF },
            { aim: `1 s ±${windowOff * 100} %`, kept: Math.abs(worstWindowOff) <= windowOff },
          ]
        : []),
      { aim: `first second ≤ ${size(mostAtOnce)}`, kept: freshSecondBytes <= mostAtOnce },
      { aim: 'after idle the same', kept: idleSecondBytes !== null && idleSecondBytes <= mostAtOnce },
      { aim: `streams last (${errors[0] ?? ''})`, kept: errors.length === 0 },
    ],
  }
}

/** Payload per second of one stream with nothing in its way: the sink's own count. */
async function unlimitedOf({ sender, receiver }: BulkPair): Promise<number> {
  await receiver.order('record', { everyMs: SAMPLE_MS })
  const began = machineMs()
  await sender.send(receiver.peerId)
  await sleep(5 * SECOND_MS)
  await sender.stopSending(receiver.peerId)
  const marks = marksOf(await receiver.order('recorded', {}), sender.peerId, 'sunkBytes')
  return (bytesAt(marks, began + 5 * SECOND_MS) - bytesAt(marks, began + SECOND_MS)) / 4
}

export async function accuracy({ quick, transports, caps, ways, holders }: BenchOptions): Promise<Part> {
  const chosen = caps.length > 0 ? caps : quick ? CAPS.slice(1, 4) : CAPS
  const unlimited = new Map<LoopbackTransport, number>()
  const measured: Measured[] = []
  for (const transport of transports) {
    await using pair = await startBulkPair({ transport })
    unlimited.set(transport, await unlimitedOf(pair))
    process.stderr.write(`${transport} without a cap: ${rate(unlimited.get(transport) ?? 0)}\n`)
  }
  const cases = transports.flatMap((transport) =>
    ways.flatMap((way) => holders.flatMap((holder) => chosen.map((cap): Case => ({ transport, way, holder, cap })))),
  )
  const told = (one: Measured): void => {
    measured.push(one)
    const { cells, aims } = row(one, unlimited.get(one.case.transport) ?? 0)
    process.stderr.write(
      `${cells.join('  ')}  ${aims
        .filter(({ kept }) => !kept)
        .map(({ aim }) => aim)
        .join(', ')}\n`,
    )
  }
  const low = cases.filter(({ cap }) => cap < ALONE_FROM)
  // One pair for each transport, way and holder; its caps follow each other.
  const lanes = Map.groupBy(low, ({ transport, way, holder }) => `${transport} ${way} ${holder}`)
  const waiting = [...lanes.values()]
  const lane = async (): Promise<void> => {
    for (let mine = waiting.shift(); mine; mine = waiting.shift()) {
      await using pair = await startBulkPair({ transport: mine[0]?.transport ?? 'tcp' })
      for (const one of mine) told(await measure(pair, one))
    }
  }
  await Promise.all([lane(), lane(), lane(), lane()])
  for (const transport of transports) {
    const high = cases.filter((one) => one.transport === transport && one.cap >= ALONE_FROM)
    if (high.length === 0) continue
    await using pair = await startBulkPair({ transport })
    for (const one of high) told(await measure(pair, one))
  }
  const ordered = measured.toSorted((a, b) => cases.indexOf(a.case) - cases.indexOf(b.case))
  return {
    name: 'accuracy',
    columns: ['cap of', 'cap', 'mean', 'payload', 'worst 1 s', 'sliding 1 s', 'first second', 'after idle', ''],
    rows: ordered.map((one) => row(one, unlimited.get(one.case.transport) ?? 0)),
    figures: { unlimited: Object.fromEntries(unlimited), listens: loopback, measured: ordered },
    notes: transports.map(
      (transport) => `${transport} without a cap: ${rate(unlimited.get(transport) ?? 0)} of payload`,
    ),
  }
}
