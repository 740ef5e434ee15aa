/** What a file says about peers, before anybody believes it. */
import type { KithError } from '../../contract/errors.ts'
import type { PeerLimits, Permission } from '../../contract/views.ts'
import type { Result } from '../../kit/result.ts'
import type { LimitsChange } from './decision.policy.ts'
import type { PeerRecord } from './trust-store.types.ts'

/** What one line says. What it leaves out stays as it is, or follows the level. */
export interface AllowlistEntry {
  readonly peerId: string
  readonly level?: PeerRecord['level'] | undefined
  /** `null`, here and below: none, or the default. */
  readonly name?: string | null | undefined
  readonly note?: string | null | undefined
  readonly kept?: boolean | undefined
  readonly permissions?: readonly Permission[] | null | undefined
  readonly limits?: LimitsChange | undefined
  readonly addresses: readonly string[]
}

/** One line of a text, or one entry of a JSON list. */
export type AllowlistLine = {
  /** From 1. */
  readonly line: number
  /** As it was written, cut when it is long. */
  readonly text: string
} & (
  | { readonly ok: true; readonly entry: AllowlistEntry }
  | {
      readonly ok: false
      /** Whom it is about, if that much could be read. */
      readonly peerId: string | null
      readonly problem: string
    }
)

export interface ReadAllowlist {
  readonly format: 'text' | 'json'
  readonly lines: readonly AllowlistLine[]
  /** Everything was read: whoever is not in `lines` is not in the file. */
  readonly whole: boolean
}

/** Understands a peer ID, alone or with an address. */
export type ReadAddress = (
  text: string,
) => Result<{ readonly peerId: string; readonly address: string | null }, KithError>

/** A peer as it is written into a file: everything said, so that reading it back gives the same. */
export interface AllowlistPeer {
  readonly peerId: string
  readonly level: PeerRecord['level']
  readonly name: string | null
  readonly note: string | null
  readonly kept: boolean
  readonly permissions: readonly Permission[] | null
  readonly limits: PeerLimits
  readonly addresses: readonly string[]
}

/** What a written file says of itself. */
export interface AllowlistHeader {
  readonly nodeName: string
  readonly peerId: string
  /** ISO 8601. */
  readonly time: string
}
