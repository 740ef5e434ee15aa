/** What a host gives a node and what it gets back. */
import type { Announcement, NodeHandlers } from '../contract/contract.ts'
import type { ServiceName } from '../contract/link-views.ts'
import type { Settings, SettingsChange } from '../contract/settings.ts'
import type { Warning } from '../contract/views.ts'
import type { Clock, Random } from '../kit/clock.ts'
import type { Source } from '../kit/emitter.ts'
import type { Log } from '../kit/log.ts'
import type { HealthCheck } from './health/index.ts'
import type { Identity } from './identity/index.ts'
import type { Notification } from './notification.types.ts'
import type { Breaker } from './resilience/index.ts'
import type { Store } from './storage/index.ts'
import type { Surroundings } from './surroundings.types.ts'

export interface PeerNode {
  readonly handlers: NodeHandlers
  readonly events: Source<Announcement>
  /** @throws KithError when it cannot listen anywhere or is being stopped; it can be started again */
  start(): Promise<void>
  /**
   * Writes into the audit log what a person did with the key of this node: `backed-up`, `restored`, `passphrase-changed`.
   *
   * @param details plain values, never a secret
   */
  noteKey(reason: string, details?: Readonly<Record<string, unknown>>): void
  /** Tells connected peers, closes everything and answers in under 5 s, in any state, twice. */
  stop(): Promise<void>
}

export interface NodePorts {
  readonly clock: Clock
  readonly random: Random
  readonly store: Store
  readonly log: Log
  /** Writes settings that a person changed, so that the next start has them; `null` takes one out. @throws KithError InvalidConfig */
  saveSettings(change: SettingsChange): void
  /**
   * Reads the settings file again, and says which paths the command line decides.
   *
   * @throws KithError InvalidConfig
   */
  loadSettings(): { readonly settings: Settings; readonly overridden: readonly string[] }
  /** What the host notices of the machine. */
  readonly surroundings: Surroundings
  /** What only the host can check, such as the keychain. */
  readonly checks: readonly HealthCheck[]
  /** Breakers of services that the host uses itself. */
  readonly breakers: Readonly<Partial<Record<ServiceName, Breaker>>>
  /** Draws a person's attention, where the host can. */
  notify(notification: Notification): void
}

export interface NodeConfig {
  readonly identity: Identity
  readonly settings: Settings
  /** What this node calls itself. */
  readonly name: string
  readonly version: string
  readonly pid: number
  /** What the host already has to say, such as a key kept in a plain file. */
  readonly warnings: readonly Warning[]
}
