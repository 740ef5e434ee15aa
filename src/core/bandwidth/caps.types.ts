/** Which caps hold for the whole node, and why. */
import type { CapReason } from '../../contract/bandwidth-views.ts'
import type { Source } from '../../kit/emitter.ts'
import type { CapPair, Way } from './throttle.types.ts'

export interface CapsState {
  readonly profile: string
  /** What chose the profile. */
  readonly reason: Exclude<CapReason, 'dynamic' | 'quota'>
  /** After everything that makes them stricter, except the dynamic mode. */
  readonly caps: CapPair
  /** Why each cap is what it is: `quota` when the month's volume is used up. */
  readonly capReasons: Readonly<Record<Way, Exclude<CapReason, 'dynamic'>>>
  readonly override: { readonly profile: string; readonly untilMs: number | null } | null
  /** When the schedule switches next, epoch milliseconds. */
  readonly next: { readonly atMs: number; readonly profile: string } | null
  readonly metered: boolean | null
  readonly onBattery: boolean
}

export interface Caps extends Disposable {
  /** Follows the clock and the surroundings until disposed; a disposed one may start again. */
  start(): void
  readonly now: CapsState
  /** Something in `now` is another. */
  readonly changed: Source<CapsState>
  /** Settings or the quota changed. */
  reconsider(): void
  /**
   * @param until ISO 8601; `null`: until it is ended. Left out: until the schedule's next boundary.
   * @throws KithError InvalidRequest for a profile that is not there or a time that is over or too far ahead, and what writing
   * the settings throws
   */
  override(profile: string | null, until?: string | null): void
  /** No cap holds for this address: the exemption is on, and it is in one of this machine's own networks. */
  readonly isExempt: (remoteAddress: string) => boolean
}
