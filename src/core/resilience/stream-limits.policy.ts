/** How many streams a peer may have, and how fast it may open them (spec §5). */
import type { Settings } from '../../contract/settings.ts'
import type { Direction } from '../../contract/views.ts'

/** Why a stream is turned away: the metric label and the word in the audit log. */
export type StreamLimit = 'limit-streams' | 'limit-stream-rate'

export type StreamLimits = Pick<
  Settings['limits'],
  'inboundStreamsPerProtocol' | 'outboundStreamsPerProtocol' | 'inboundStreamsPerSecond'
>

export interface StreamAttempt {
  readonly direction: Direction
  /** Open streams of the same protocol and direction with the same peer, over all its connections. */
  readonly open: number
  /** Streams of any protocol that the peer opened within the last second. */
  readonly lastSecond: number
}

/** What this node opens by itself has no rate: it knows what it does. */
export function decideStream(attempt: StreamAttempt, limits: StreamLimits): StreamLimit | null {
  if (attempt.direction === 'outbound')
    return attempt.open >= limits.outboundStreamsPerProtocol ? 'limit-streams' : null
  if (attempt.lastSecond >= limits.inboundStreamsPerSecond) return 'limit-stream-rate'
  return attempt.open >= limits.inboundStreamsPerProtocol ? 'limit-streams' : null
}
