/** What crosses the process boundary, free of zod so that the sandboxed preload stays a few lines. */
import type { ErrorJson } from './errors.ts'

export const CALL = 'kith:call'
export const EVENT = 'kith:event'

export type Reply = { readonly ok: true; readonly value?: unknown } | { readonly ok: false; readonly error: ErrorJson }

/** The whole surface between a screen and the node, whichever wire carries it. */
export interface NodeBridge {
  call(name: string, input: unknown): Promise<Reply>
  /** Every event of the node; the answer stops listening. */
  on(listener: (name: string, payload: unknown) => void): () => void
  /** Whether the node can be reached; only a socket ever says no. The answer stops listening. */
  onLink(listener: (up: boolean) => void): () => void
}
