/** `kith peers --watch`: the table of peers, drawn again in its place; or one JSON line per change for a program. */
import { KithError } from '../contract/errors.ts'
import type { PeerView } from '../contract/views.ts'
import { SECOND_MS } from '../kit/units.ts'
import { createLiveLines } from './live-lines.ts'
import { peerTable } from './peer-table.ts'
import type { Asked } from './run-command.ts'
import type { Screen } from './terminal.ts'

/** Goes on until the command is ended. @throws KithError `Unreachable` when the node goes away */
export async function watchPeers(asked: Asked<object>): Promise<never> {
  const { client, options, print, context } = asked
  const { screen } = context.terminal
  const shown = new Map<string, PeerView>()
  const isLive = !options.json && screen !== undefined
  const early: { upserted: readonly PeerView[]; removed: readonly string[] }[] = []
  let isListed = false
  let changed = (): void => {}

  function apply(upserted: readonly PeerView[], removed: readonly string[]): void {
    for (const peer of upserted) {
      const isNews = JSON.stringify(shown.get(peer.peerId)) !== JSON.stringify(peer)
      shown.set(peer.peerId, peer)
      if (!isLive && isNews) print.json(peer)
    }
    for (const peerId of removed) if (shown.delete(peerId) && !isLive) print.json({ peerId, removed: true })
    changed()
  }

  const gone = new Promise<never>((_resolve, reject) => {
    client.onLink((up) => {
      if (!up) reject(new KithError('Unreachable', 'The node has gone away.'))
    })
  })
  // Nobody may wait for it yet when the node goes.
  gone.catch(() => {})
  client.on('peers.changed', (delta) => {
    if (isListed) apply(delta.upserted, delta.removed)
    else early.push(delta)
  })
  apply(await client.call('peers.list'), [])
  isListed = true
  for (const { upserted, removed } of early) apply(upserted, removed)
  if (isLive) changed = draw(asked, screen, shown)
  return gone
}

/** Draws now, every second for what counts down, and when told, each burst of news once. @returns how to tell it */
function draw({ context, paint }: Asked<object>, screen: Screen, shown: ReadonlyMap<string, PeerView>): () => void {
  const { clock } = context
  const live = createLiveLines()
  let timer: Disposable | null = null
  let dueMs = 0
  function plan(inMs: number): void {
    timer?.[Symbol.dispose]()
    dueMs = clock.now() + inMs
    timer = clock.at(dueMs, now)
  }
  function now(): void {
    const [heading = '', ...rows] = peerTable([...shown.values()].sort(byName), clock.wallMs())
    const connected = [...shown.values()].filter(({ state }) => state === 'connected').length
    const lines = [heading, ...rows, '', `${connected} of ${shown.size} connected. Ctrl-C ends this.`]
    screen.write(live.drawn(lines, screen.size(), { 0: paint.bold, [lines.length - 1]: paint.dim }))
    plan(SECOND_MS)
  }
  now()
  return () => {
    if (clock.now() + BURST_MS < dueMs) plan(BURST_MS)
  }
}

/** News come in bursts; an eye sees no more than this. */
const BURST_MS = 100

/** An order that stays while states change: a line is found where it was. */
const byName = (a: PeerView, b: PeerView): number =>
  (a.name ?? '\u{ffff}').localeCompare(b.name ?? '\u{ffff}') || a.peerId.localeCompare(b.peerId)
