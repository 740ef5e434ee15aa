/** `kith stats --watch`: what passes, drawn again each second; or a line per second where there is no screen. */
import type { RateView, TrafficTick } from '../contract/bandwidth-views.ts'
import type { NodeClient } from '../contract/client.ts'
import { KithError } from '../contract/errors.ts'
import type { RateUnit } from '../contract/typed-amount.policy.ts'
import { type Clock, isoTime } from '../kit/clock.ts'
import { SECOND_MS } from '../kit/units.ts'
import { audience } from './audience.ts'
import { createLiveLines } from './live-lines.ts'
import type { Asked } from './run-command.ts'
import { type Names, type SecondRates, SPARK_SECONDS, secondLine, statsLines } from './stats-lines.ts'
import type { Screen } from './terminal.ts'

/** The node tells nothing while nothing passes. A tick that is later than this is one that does not come. */
const PATIENCE_MS = 1.5 * SECOND_MS

export interface WatchOptions {
  readonly peerId: string | null
  readonly unit: RateUnit
  readonly names: Names
}

/** Ends when the person has seen enough. @throws KithError `Unreachable` when the node goes away */
export async function watchStats(asked: Asked<object>, watched: WatchOptions): Promise<void> {
  const { client, options, print, context } = asked
  const { screen } = context.terminal
  using watcher = audience()
  const gone = Promise.withResolvers<never>()
  // Nobody may wait for it yet when the node goes.
  gone.promise.catch(() => {})
  client.onLink((up) => {
    if (!up) gone.reject(new KithError('Unreachable', 'The node has gone away.'))
  })
  const drawing = options.json || screen === undefined ? null : await createDrawing(asked, watched, screen)
  const told = (tick: TrafficTick): void => {
    const one = secondOf(tick, watched.peerId)
    if (drawing) drawing(one).catch(gone.reject)
    else if (options.json) print.json(watched.peerId === null ? tick : { at: tick.at, ...one, peerId: watched.peerId })
    else print.lines([secondLine(one, tick.at, one.throttled.upload || one.throttled.download, watched.unit)])
  }
  const seconds = everySecond(client, context.clock, told)
  try {
    await Promise.race([watcher.leaves, gone.promise])
  } finally {
    seconds[Symbol.dispose]()
  }
}

type Second = RateView & { readonly throttled: TrafficTick['peers'][number]['throttled'] }

/** What a second was for the node, or for one of its peers. */
export function secondOf({ total, peers }: TrafficTick, peerId: string | null): Second {
  if (peerId === null) {
    const some = (way: 'upload' | 'download'): boolean => peers.some(({ throttled }) => throttled[way])
    return { ...total, throttled: { upload: some('upload'), download: some('download') } }
  }
  const { uploadBytesPerSecond, downloadBytesPerSecond, throttled } = peers.find((peer) => peer.peerId === peerId) ?? {
    ...nothing,
    throttled: { upload: false, download: false },
  }
  return { uploadBytesPerSecond, downloadBytesPerSecond, throttled }
}

/** One tick each second: the node's, or while it has nothing to tell one without bytes, in which somebody may wait. */
export function everySecond(
  client: Pick<NodeClient, 'on' | 'call'>,
  clock: Clock,
  tell: (tick: TrafficTick) => void,
): Disposable {
  let isOver = false
  let timer = clock.at(clock.now() + PATIENCE_MS, quiet)
  function next(inMs: number): void {
    timer[Symbol.dispose]()
    timer = clock.at(clock.now() + inMs, quiet)
  }
  function quiet(): void {
    next(SECOND_MS)
    silentSecond(client, clock).then(
      (tick) => {
        if (!isOver) tell(tick)
      },
      // The node is gone, and its link tells that.
      () => {},
    )
  }
  const off = client.on('traffic.ticked', (tick) => {
    next(PATIENCE_MS)
    tell(tick)
  })
  return {
    [Symbol.dispose]() {
      isOver = true
      off()
      timer[Symbol.dispose]()
    },
  }
}

const nothing: RateView = { uploadBytesPerSecond: 0, downloadBytesPerSecond: 0 }

async function silentSecond(client: Pick<NodeClient, 'call'>, clock: Clock): Promise<TrafficTick> {
  const { peers } = await client.call('bandwidth.traffic')
  const waiting = peers.filter(({ throttled }) => throttled.upload || throttled.download)
  return {
    at: isoTime(clock.wallMs()),
    total: nothing,
    peers: waiting.map(({ peerId, throttled }) => ({ ...nothing, peerId, throttled })),
  }
}

/** Draws at once. @returns what draws the next second */
async function createDrawing(
  { client, paint }: Asked<object>,
  { peerId, unit, names }: WatchOptions,
  screen: Screen,
): Promise<(second: SecondRates) => Promise<void>> {
  const live = createLiveLines()
  let minute = await lastMinute(client, peerId)
  let isAsking = false

  async function draw(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      const [traffic, status] = await Promise.all([client.call('bandwidth.traffic'), client.call('bandwidth.status')])
      const lines = [...statsLines({ traffic, status, names, unit, peerId, minute }), '', 'Ctrl-C ends this.']
      const styles: Record<number, (text: string) => string> = { [lines.length - 1]: paint.dim }
      for (const [index, line] of lines.entries()) {
        if (line.includes('throttled')) styles[index] = paint.warn
        else if (/^(PEER| +UP)\b/.test(line)) styles[index] = paint.bold
      }
      screen.write(live.drawn(lines, screen.size(), styles))
    } finally {
      isAsking = false
    }
  }
  await draw()
  return (second) => {
    minute = [...minute, second].slice(-SPARK_SECONDS)
    return draw()
  }
}

/** Of all peers, or of one, oldest first. */
export async function lastMinute(client: Pick<NodeClient, 'call'>, peerId: string | null): Promise<SecondRates[]> {
  const { series, stepMs } = await client.call('bandwidth.history', {
    range: 'minutes',
    ...(peerId === null ? {} : { peerId }),
  })
  const own = peerId === null ? series : series.filter((one) => one.peerId === peerId)
  const slots = Math.max(0, ...own.map(({ sentBytes }) => sentBytes.length))
  const shown = Math.min(SPARK_SECONDS, slots)
  const perSecond = stepMs / SECOND_MS
  return [
    ...Array.from({ length: SPARK_SECONDS - shown }, () => nothing),
    ...Array.from({ length: shown }, (_, index) => {
      const slot = slots - shown + index
      const sum = (key: 'sentBytes' | 'receivedBytes'): number =>
        own.reduce((all, one) => all + (one[key][slot] ?? 0), 0)
      return {
        uploadBytesPerSecond: sum('sentBytes') / perSecond,
        downloadBytesPerSecond: sum('receivedBytes') / perSecond,
      }
    }),
  ]
}
