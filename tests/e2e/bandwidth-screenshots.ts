/** Pictures of the screen Bandwidth: real nodes that send random bytes under real caps, and a past that would take ten minutes to live through. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { BandwidthView, TrafficHistoryView, TrafficView, Volume } from '../../src/contract/bandwidth-views.ts'
import { KIB, MIB } from '../../src/kit/units.ts'
import type { TestBrowser } from '../harness/browser.ts'
import { type BulkNode, startBulkNode } from '../harness/bulk-node.ts'

const GIB = 1_024 * MIB
const SECONDS = 600
const HOURS = 720
/** So long the nodes run before the first picture: enough for the caps to settle. */
const RUN_MS = 12_000

const schedule = {
  enabled: true,
  rules: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '18:00', to: '23:00', profile: 'quiet' },
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '12:00', profile: 'guests' },
    { days: ['sat', 'sun'], from: '22:15', to: '07:00', profile: 'quiet' },
    { days: ['sun'], from: '12:00', to: '15:00', profile: 'paused' },
  ],
}

/** Rates of a peer in one second of the past: turns of a few minutes, each a little unsteady. */
const past = (share: number, turn: number, second: number): number =>
  Math.sin(second / 95 + turn) > -0.35 ? share * (1 + 0.03 * Math.sin(second * 1.7 + turn)) : 0

/** Puts a past before what the node tells, and a month's volume upon it, for peers in the order of their share. */
async function withPast(page: Page, peerIds: readonly string[], cap: number): Promise<void> {
  const shares = [0.55, 0.33, 0.12]
  const secondsOf = (history: TrafficHistoryView): TrafficHistoryView => {
    const from = Math.floor(Date.now() / 1_000) - SECONDS
    const known = new Map(history.series.map((one) => [one.peerId, one]))
    const series = peerIds.map((peerId, at) => {
      const mine = known.get(peerId)
      const make = (top: number, turn: number, real: readonly number[] | undefined): number[] =>
        Array.from({ length: SECONDS }, (_, slot) => {
          const seen = real?.at(slot - SECONDS) ?? 0
          const old = slot < SECONDS - 2 - RUN_MS / 1_000
          return Math.round(old ? past(top * (shares[at] ?? 0), turn, slot) : seen)
        })
      return {
        peerId,
        sentBytes: make(cap * 0.98, at * 1.6, mine?.sentBytes),
        receivedBytes: make(3.9 * MIB, at * 2.1 + 1, mine?.receivedBytes),
      }
    })
    return { range: 'minutes', from: new Date(from * 1_000).toISOString(), stepMs: 1_000, series }
  }
  const daysOf = (): TrafficHistoryView => ({
    range: 'days',
    from: new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - (HOURS - 1) * 3_600_000).toISOString(),
    stepMs: 3_600_000,
    series: peerIds.map((peerId, at) => {
      const hours = (top: number, turn: number): number[] =>
        Array.from({ length: HOURS }, (_, hour) =>
          Math.round(top * (shares[at] ?? 0) * (1 + Math.sin(hour / 37 + turn + at * 2)) * (hour % 24 > 7 ? 1 : 0.1)),
        )
      return { peerId, sentBytes: hours(110 * MIB, 0), receivedBytes: hours(240 * MIB, 1) }
    }),
  })
  const more = (volume: Volume, bytes: number): Volume => ({
    sentBytes: volume.sentBytes + bytes,
    receivedBytes: volume.receivedBytes + 2.2 * bytes,
    sentPayloadBytes: volume.sentPayloadBytes + 0.97 * bytes,
    receivedPayloadBytes: volume.receivedPayloadBytes + 2.1 * bytes,
  })
  const trafficOf = (view: TrafficView): TrafficView => {
    const grown = <T extends Pick<TrafficView['total'], 'session' | 'day' | 'month'>>(one: T, share: number): T => ({
      ...one,
      session: more(one.session, 3.1 * GIB * share),
      day: more(one.day, 1.2 * GIB * share),
      month: more(one.month, 38 * GIB * share),
    })
    return {
      ...view,
      total: grown(view.total, 1),
      peers: view.peers.map((peer) => grown(peer, shares[peerIds.indexOf(peer.peerId)] ?? 0)),
    }
  }
  const statusOf = (view: BandwidthView): BandwidthView => ({
    ...view,
    quota: { ...view.quota, usedBytes: view.quota.usedBytes + 3.2 * 38 * GIB },
  })
  await page.routeWebSocket(/\/bridge$/, (socket) => {
    const server = socket.connectToServer()
    const calls = new Map<number, { readonly name: string; readonly range: unknown }>()
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { type: string; id: number; name: string; input?: { range?: unknown } }
      if (frame.type === 'call') calls.set(frame.id, { name: frame.name, range: frame.input?.range })
      server.send(text)
    })
    server.onMessage((text) => {
      const frame = JSON.parse(String(text)) as {
        readonly type: string
        readonly id: number
        readonly name: string
        readonly reply: { readonly ok: boolean; readonly value: never }
        readonly payload: never
      }
      if (frame.type === 'event' && frame.name === 'bandwidth.changed') {
        socket.send(JSON.stringify({ ...frame, payload: statusOf(frame.payload) }))
        return
      }
      const call = frame.type === 'reply' && frame.reply.ok ? calls.get(frame.id) : undefined
      const value =
        call?.name === 'bandwidth.status'
          ? statusOf(frame.reply.value)
          : call?.name === 'bandwidth.traffic'
            ? trafficOf(frame.reply.value)
            : call?.name === 'bandwidth.history'
              ? call.range === 'days'
                ? daysOf()
                : secondsOf(frame.reply.value)
              : null
      socket.send(value === null ? text : JSON.stringify({ ...frame, reply: { ok: true, value } }))
    })
  })
}

/** @param shoot takes the picture in both themes, under its name */
export async function shootBandwidth(
  browser: TestBrowser,
  shoot: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const nodes = await Promise.all(
    ['Anna’s desktop', 'Bob’s laptop', 'Attic server', 'Carol'].map((name) => startBulkNode({ name, uiPort: 0 })),
  )
  try {
    const [anna, ...others] = nodes as [BulkNode, ...BulkNode[]]
    for (const other of others) await anna.connect(other)
    await anna.call('settings.set', {
      change: {
        bandwidth: {
          profiles: {
            normal: { uploadBytesPerSecond: 2 * MIB, downloadBytesPerSecond: 4 * MIB },
            guests: { uploadBytesPerSecond: 512 * KIB, downloadBytesPerSecond: 4 * MIB },
          },
          quota: { monthlyBytes: 200 * GIB },
        },
      },
    })
    const peerIds = others.map(({ peerId }) => peerId)
    const [bob = '', attic = '', carol = ''] = peerIds
    await anna.setPeerCaps(carol, { up: 256 * KIB })
    for (const peerId of [bob, attic, carol]) await anna.send(peerId)
    await others[0]?.send(anna.peerId)
    await sleep(RUN_MS)
    const { page } = await browser.open({ height: 860 })
    await withPast(page, peerIds, 2 * MIB)
    await page.goto(anna.uiUrl ?? '')
    await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('b')
    await page.getByText('Throttled now').first().waitFor()
    await page.getByText('Waits now').first().waitFor()
    await sleep(2_500)
    await shoot(page, 'bandwidth')
    await anna.call('settings.set', { change: { bandwidth: { schedule } } })
    await page.getByRole('grid', { name: 'Week' }).scrollIntoViewIfNeeded()
    await page.getByText(/^Kept to the minute/).scrollIntoViewIfNeeded()
    await shoot(page, 'schedule')
  } finally {
    await Promise.all(nodes.map((node) => node.stop()))
  }
}
