/** `kith ping`: one line for each answer, and what they come to. */
import { KithError } from '../contract/errors.ts'
import { SECOND_MS } from '../kit/units.ts'
import { type Asked, type Command, runCommand } from './run-command.ts'
import { percent, rtt, shortId } from './text.ts'
import { whichPeer } from './which-peer.ts'

interface PingOptions {
  readonly count: number
  /** Seconds between two of them. */
  readonly interval: number
}

/** Fails when the last one failed, so that a script can wait for a peer. */
export const ping: Command<PingOptions> = runCommand(async (asked) => {
  const { client, args, options, print } = asked
  const { count } = options
  const peerId = await whichPeer(client, args[0] ?? '', 'peers')
  const answers: number[] = []
  let failure: KithError | null = null
  for (let seq = 1; seq <= count; seq += 1) {
    if (seq > 1) await pause(asked)
    try {
      const { rttMs } = await client.call('peers.ping', { peerId })
      failure = null
      answers.push(rttMs)
      if (options.json) print.json({ peerId, seq, rttMs })
      else print.lines([`${shortId(peerId)} answers in ${rtt(rttMs)}`])
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      failure = error
      // A single one that fails is told as the error of the command.
      if (count === 1) break
      const { code, name, message } = error
      if (options.json) print.json({ peerId, seq, rttMs: null, error: { code, name, message } })
      else print.lines([`${shortId(peerId)}: ${message}`])
    }
  }
  if (count > 1) {
    const summary = summaryOf(answers, count)
    if (options.json) print.json({ peerId, ...summary })
    else print.lines([summaryLine(summary)])
  }
  if (failure !== null) throw failure
})

export interface PingSummary {
  readonly sent: number
  readonly received: number
  readonly lossShare: number
  readonly minRttMs: number | null
  readonly meanRttMs: number | null
  readonly maxRttMs: number | null
}

export function summaryOf(answers: readonly number[], sent: number): PingSummary {
  const received = answers.length
  const rounded = (ms: number): number => Math.round(ms * 100) / 100
  const mean = rounded(answers.reduce((sum, ms) => sum + ms, 0) / received)
  return {
    sent,
    received,
    lossShare: (sent - received) / sent,
    minRttMs: received === 0 ? null : Math.min(...answers),
    meanRttMs: received === 0 ? null : mean,
    maxRttMs: received === 0 ? null : Math.max(...answers),
  }
}

export function summaryLine({ sent, received, lossShare, minRttMs, meanRttMs, maxRttMs }: PingSummary): string {
  const counts = `${sent} sent, ${received} answered, ${percent(lossShare)} lost`
  return received === 0 ? counts : `${counts}; min ${rtt(minRttMs)}, avg ${rtt(meanRttMs)}, max ${rtt(maxRttMs)}`
}

const pause = ({ context: { clock }, options }: Asked<PingOptions>): Promise<void> =>
  new Promise((resolve) => void clock.at(clock.now() + options.interval * SECOND_MS, resolve))
