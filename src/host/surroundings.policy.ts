/** What two looks at the machine, a moment apart, say about what happened between them (spec §6). Pure. */
import type { SurroundingsEvent } from '../core/surroundings.types.ts'
import { SECOND_MS } from '../kit/units.ts'

/** Soon enough that nobody waits for it after waking, seldom enough to cost nothing (a look takes some 0.1 ms). */
export const LOOK_EVERY_MS = 2 * SECOND_MS
/** A busy machine lets a process wait for a second or two; longer than this, peers have begun to doubt it. */
const STOOD_STILL_MS = 4 * SECOND_MS
/** Below this it is a correction by time synchronisation, which nobody needs to know of. */
const CLOCK_SET_MS = 2 * SECOND_MS
/** The system tells of a resume after the late look that found it, or before: one sleep is told once. */
const SAME_SLEEP_MS = 10 * SECOND_MS
/** An interface that comes and goes all the time must not have every peer dialled all the time. */
const NETWORK_WINDOW_MS = 30 * SECOND_MS
const NETWORK_CHANGES_PER_WINDOW = 4

/** What is seen in one look. */
export interface Look {
  /** Monotonic. On Linux it stands still while the machine sleeps. */
  readonly nowMs: number
  readonly wallMs: number
  /** Since the machine was started, sleep included; `null` where the system does not say. */
  readonly upMs: number | null
  /** As `networkKey` says it. */
  readonly network: string
  readonly onBattery: boolean
  /** The system said that it woke. */
  readonly resumed: boolean
}

/** What is remembered from look to look. */
export interface Seen {
  readonly look: Look
  /** Monotonic: when the machine was last found to have slept. */
  readonly wokeMs: number
  /** Monotonic: when network changes were told, of the last window. */
  readonly networkToldMs: readonly number[]
  /** A change that is to be told when the window allows. */
  readonly networkOwed: boolean
}

export const firstSeen = (look: Look): Seen => ({
  look,
  wokeMs: Number.NEGATIVE_INFINITY,
  networkToldMs: [],
  networkOwed: false,
})

/** @returns what to remember, and what happened: a sleep first, because what else changed may follow from it */
export function compareLooks(
  before: Seen,
  look: Look,
): { readonly seen: Seen; readonly events: readonly SurroundingsEvent[] } {
  const events: SurroundingsEvent[] = []
  const { passedMs, setMs } = elapsed(before.look, look)
  const sleptMs = Math.max(0, passedMs - LOOK_EVERY_MS)
  const told = look.nowMs - before.wokeMs < SAME_SLEEP_MS
  const woke = sleptMs >= STOOD_STILL_MS || (look.resumed && !told)
  if (woke) events.push({ type: 'woke', sleptMs: Math.round(sleptMs) })
  if (Math.abs(setMs) > CLOCK_SET_MS) events.push({ type: 'clock-set', byMs: Math.round(setMs) })
  if (look.onBattery !== before.look.onBattery) events.push({ type: 'power-changed' })

  const recent = before.networkToldMs.filter((atMs) => look.nowMs - atMs < NETWORK_WINDOW_MS)
  const owed = before.networkOwed || look.network !== before.look.network
  const tell = owed && recent.length < NETWORK_CHANGES_PER_WINDOW
  if (tell) events.push({ type: 'network-changed' })
  return {
    seen: {
      look,
      wokeMs: woke ? look.nowMs : before.wokeMs,
      networkToldMs: tell ? [...recent, look.nowMs] : recent,
      networkOwed: owed && !tell,
    },
    events,
  }
}

/** How much time really passed, and how far the wall clock moved beside it. */
function elapsed(before: Look, now: Look): { readonly passedMs: number; readonly setMs: number } {
  const ranMs = now.nowMs - before.nowMs
  const wallMs = now.wallMs - before.wallMs
  if (before.upMs !== null && now.upMs !== null) {
    const passedMs = Math.max(ranMs, now.upMs - before.upMs)
    return { passedMs, setMs: wallMs - passedMs }
  }
  // A sleep and a clock that was set forward look alike here; taking both for a sleep costs a few dials.
  const aheadMs = wallMs - ranMs
  return aheadMs >= STOOD_STILL_MS ? { passedMs: wallMs, setMs: 0 } : { passedMs: ranMs, setMs: aheadMs }
}

/** What is used of `os.networkInterfaces()`. */
export type Interfaces = Readonly<
  Record<
    string,
    | readonly { readonly address: string; readonly internal: boolean; readonly cidr?: string | null | undefined }[]
    | undefined
  >
>

/** The networks of a machine's own interfaces, as CIDR, each once and always in the same order. */
export function subnetsOf(interfaces: Interfaces): readonly string[] {
  const subnets = Object.values(interfaces).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ cidr, internal }) => (internal ? [] : (cidr ?? []))),
  )
  return [...new Set(subnets)].sort()
}

/**
 * The networks that this machine is on, as one text to compare.
 *
 * Of IPv6 only the /64: with privacy extensions (RFC 8981) a machine takes new addresses in the same network every day, and
 * lets old ones go, while every way to it and from it stays. Link-local addresses say nothing: nobody announces them.
 */
export function networkKey(interfaces: Interfaces): string {
  const networks = Object.values(interfaces).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ address, internal }) => (internal ? [] : (networkOf(address) ?? []))),
  )
  return [...new Set(networks)].sort().join(' ')
}

function networkOf(address: string): string | null {
  if (!address.includes(':')) return address.startsWith('169.254.') ? null : address
  const [plain = ''] = address.toLowerCase().split('%', 1)
  if (/^fe[89ab]/.test(plain)) return null
  const [head = '', tail = ''] = plain.split('::', 2)
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const zeros = plain.includes('::') ? Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0') : []
  return `${[...front, ...zeros, ...back].slice(0, 4).join(':')}::/64`
}
