/** What a failed dial through a relay, or a failed reservation, says about relays. Pure. */
import { MINUTE_MS } from '../../kit/units.ts'

/**
 * How far it came: `reaching` the relay itself, `asking` it to connect, `through` it and talking to the other end; or `reserving` a
 * place on a relay that is connected.
 */
export type RelayStage = 'reaching' | 'asking' | 'through' | 'reserving'

/** `nothing`: it says nothing about relays. */
export type RelayOutcome = 'works' | 'failed' | 'nothing'

/** While another relay worked within this time, one that fails is that relay's trouble and not that of all. */
const LATELY_MS = 2 * MINUTE_MS

/** What stands for nobody there, or nobody that answers. Names from @libp2p/interface and libp2p, codes of Node. */
const silence: ReadonlySet<string> = new Set([
  'TimeoutError',
  'AbortError',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
])

/** @param calledOff somebody gave the dial up before it could have ended by itself */
export function relayOutcome(error: unknown, stage: RelayStage, calledOff: boolean): RelayOutcome {
  if (calledOff) return 'nothing'
  // The relay did what it is there for; what came then is between the two ends.
  if (stage === 'through') return 'works'
  // It answers, if only to say that the peer is not there or that this node may not.
  if (/with status \w+/.test(messageOf(error)) && stage !== 'reaching') return 'works'
  const names = namesOf(error, 0)
  if (names.has('DialDeniedError') || names.has('ConnectionDeniedError')) return 'nothing'
  // A relay that hangs up does not relay for this node; one that is silent is broken, or its network is.
  return [...names].some((name) => silence.has(name)) ? 'failed' : 'nothing'
}

/** @param workedMs when each relay worked last */
export const worksElsewhere = (workedMs: ReadonlyMap<string, number>, relay: string, nowMs: number): boolean =>
  [...workedMs].some(([other, atMs]) => other !== relay && nowMs - atMs < LATELY_MS)

interface ErrorShape {
  readonly name?: unknown
  readonly code?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
}

function namesOf(error: unknown, depth: number): Set<string> {
  const names = new Set<string>()
  if (typeof error !== 'object' || error === null || depth > 4) return names
  const { name, code, cause, errors } = error as ErrorShape
  for (const word of [name, code]) if (typeof word === 'string') names.add(word)
  for (const inner of [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])])
    for (const word of namesOf(inner, depth + 1)) names.add(word)
  return names
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')
