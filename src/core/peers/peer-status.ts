/** Puts together what the manager answers about one peer: its life, the connection in use, its breaker. */
import type { Breaker } from '../resilience/index.ts'
import type { Links } from './links.types.ts'
import { isLinked } from './lives.ts'
import type { PeerManagerOptions, PeerStatus } from './peer-manager.types.ts'
import { failuresNow, isDormant, type Life } from './peer-state.policy.ts'

export function peerStatus(
  life: Life,
  best: ReturnType<Links['best']>,
  now: {
    readonly nowMs: number
    readonly p95RttMs: number | null
    readonly breaker: Breaker
    readonly options: PeerManagerOptions
  },
): PeerStatus {
  const { state, failure, reason, upSinceMs, nextTryMs } = life
  const linked = isLinked(life)
  return {
    state,
    failure,
    reason,
    transport: best?.info.transport ?? null,
    direction: best?.info.direction ?? null,
    remoteAddress: best?.info.remoteAddress ?? null,
    rttMs: best?.link.rttMs ?? null,
    lastRttMs: best?.link.lastRttMs ?? null,
    p95RttMs: now.p95RttMs,
    failures: failuresNow(life, now.nowMs, now.options),
    dormant: isDormant(life, now.options),
    // Whoever is connected passes no breaker.
    breakerRetryMs: linked ? null : now.breaker.status().retryMs,
    silentSinceMs: state === 'suspect' ? (best?.link.quietSinceMs ?? null) : null,
    connectedSinceMs: upSinceMs,
    nextTryMs,
  }
}
