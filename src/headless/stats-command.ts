/** `kith stats`: what passed, in all and by peer: now, today, this month, and before. */
import type { HistoryRange } from '../contract/bandwidth-views.ts'
import { bandwidthSettings } from './limits-commands.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { historyCsv, historyLines } from './stats-history.ts'
import { busiestFirst, type Names, statsLines } from './stats-lines.ts'
import { lastMinute, watchStats } from './stats-watch.ts'
import { whichPeer } from './which-peer.ts'

interface StatsOptions {
  readonly peer?: string
  readonly watch?: boolean
  readonly history?: HistoryRange
  readonly csv?: boolean
}

/** With `--json` one value: the traffic as the contract has it, with the names of the peers. */
export const stats: Command<StatsOptions> = runCommand(async (asked) => {
  const { client, options, print } = asked
  const peerId = options.peer === undefined ? null : await whichPeer(client, options.peer, 'peers')
  if (options.history !== undefined) return history(asked, options.history, peerId)
  const [{ unit }, peers] = await Promise.all([bandwidthSettings(client), client.call('peers.list')])
  const names: Names = new Map(peers.map((peer) => [peer.peerId, peer.name]))
  if (options.watch) return watchStats(asked, { peerId, unit, names })
  const [traffic, status] = await Promise.all([client.call('bandwidth.traffic'), client.call('bandwidth.status')])
  if (options.json) {
    const shown = traffic.peers
      .filter((peer) => peerId === null || peer.peerId === peerId)
      .toSorted(busiestFirst)
      .map((peer) => ({ ...peer, name: names.get(peer.peerId) ?? null }))
    print.json({ ...traffic, peers: shown })
    return
  }
  const minute = await lastMinute(client, peerId)
  const isQuiet = minute.every((second) => second.uploadBytesPerSecond + second.downloadBytesPerSecond === 0)
  print.lines(statsLines({ traffic, status, names, unit, peerId, minute: isQuiet ? null : minute }))
})

async function history(
  { client, options, print }: Asked<StatsOptions>,
  range: HistoryRange,
  peerId: string | null,
): Promise<void> {
  const view = await client.call('bandwidth.history', { range, ...(peerId === null ? {} : { peerId }) })
  if (options.json) print.json(view)
  else if (options.csv) print.lines(historyCsv(view))
  else print.lines(historyLines(view, (await bandwidthSettings(client)).unit))
}
