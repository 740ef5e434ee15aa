/** Whether the node can be reached, as a screen needs to know it: more than up or down, because a person must act on some. */
import type { NodeBridge } from '../../contract/bridge.ts'

/**
 * `connecting` until the first answer, `lost` while it is tried again, `refused` when the token is wrong and `no-token`
 * when there is none: those two wait for a person.
 */
export interface Link {
  readonly phase: 'connecting' | 'up' | 'lost' | 'refused' | 'no-token'
  /** When the next try is due, in epoch milliseconds; set while `lost` and waiting. */
  readonly retryAtMs: number | null
}

/** A bridge that also says how its line stands. */
export interface LinkedBridge extends NodeBridge, Disposable {
  readonly link: Link
  /** Told after every change of `link`. The answer stops listening. */
  onLinkChange(listener: (link: Link) => void): () => void
  /** Tries now instead of at `retryAtMs`. Does nothing in any other phase. */
  retryNow(): void
}
