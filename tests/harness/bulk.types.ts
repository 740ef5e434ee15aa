/** What `bulk-process.ts` is told to do and what it answers; `bulk-node.ts` speaks it for the tests and benches. */
import type { ErrorJson } from '../../src/contract/errors.ts'
import type { SettingsInput } from '../../src/contract/settings.ts'
import type { PeerState } from '../../src/contract/views.ts'

export const BULK_PROTOCOL = '/kith-test/bulk/1.0.0'
export const MESSAGE_PROTOCOL = '/kith-test/message/1.0.0'
/** As the message protocol, but treated as a transfer: what a small file behind a large one would meet. */
export const SMALL_FILE_PROTOCOL = '/kith-test/small-file/1.0.0'
/** The longest frame of the bulk protocol, and of the message protocol. */
export const BULK_FRAME_BYTES = 65_536
export const MESSAGE_FRAME_BYTES = 4_096

export interface BulkProcessOptions {
  readonly dataDir: string
  readonly settings: SettingsInput
  /** Port of the screens; 0 takes a free one. */
  readonly uiPort: number | 'off'
  readonly name: string
  /** `held`: the node's own throttle and meters. `free`: nothing is held back and nothing but a sum is counted. */
  readonly traffic: 'held' | 'free'
}

export interface BulkReady {
  readonly peerId: string
  readonly addresses: readonly string[]
  readonly uiUrl: string | null
  readonly pid: number
}

/** What the meters had counted with one peer since the start, and what the sink had read (payload). */
export interface BulkVolume {
  readonly sentBytes: number
  readonly receivedBytes: number
  readonly sentPayloadBytes: number
  readonly receivedPayloadBytes: number
  readonly sunkBytes: number
}

export interface BulkSample {
  /** Milliseconds of the machine's monotonic clock: comparable between processes. */
  readonly atMs: number
  readonly peers: Readonly<Record<string, BulkVolume>>
}

export interface BulkUsage {
  readonly atMs: number
  /** User and system time so far. */
  readonly cpuMicroseconds: number
  readonly rssBytes: number
  readonly heapUsedBytes: number
  readonly externalBytes: number
  readonly arrayBuffersBytes: number
}

/** One message there and back. */
export interface MessageTimes {
  /** From the call to write until the other process had read it. */
  readonly arrivalMs: number
  readonly roundTripMs: number
}

export interface StateChange {
  readonly atMs: number
  readonly peerId: string
  readonly state: PeerState
}

/** Each order and its answer. */
export interface BulkOrders {
  /** Any call of the contract. */
  call: { readonly order: { readonly name: string; readonly input?: unknown }; readonly answer: unknown }
  /** Opens so many streams and writes random bytes as fast as they are taken, until stopped. */
  send: {
    readonly order: { readonly peerId: string; readonly streams: number; readonly frameBytes: number }
    readonly answer: null
  }
  /** Opens streams on which nothing is sent before `send` uses them. */
  open: { readonly order: { readonly peerId: string; readonly streams: number }; readonly answer: null }
  /** Ends every bulk stream towards the peer (`close: false` leaves them open and silent). */
  stopSending: { readonly order: { readonly peerId: string; readonly close: boolean }; readonly answer: null }
  /** How many bulk streams towards the peer are being written to, and why others ended. */
  sending: {
    readonly order: { readonly peerId: string }
    readonly answer: { readonly streams: number; readonly errors: readonly string[] }
  }
  /** Sends so many messages one after the other, each with its time there and back. */
  message: {
    readonly order: {
      readonly peerId: string
      readonly bytes: number
      readonly count: number
      readonly everyMs: number
      /** A new stream for each message, opened before the clock starts. */
      readonly fresh: boolean
      /** Treated as a message, or as a small file. */
      readonly kind: 'message' | 'bulk'
    }
    readonly answer: readonly MessageTimes[]
  }
  /** Heartbeats' round trips by `peers.ping`, one after the other. */
  ping: {
    readonly order: { readonly peerId: string; readonly count: number; readonly everyMs: number }
    readonly answer: readonly number[]
  }
  /** Stops reading what comes on bulk streams, or goes on. */
  sink: { readonly order: { readonly reads: boolean }; readonly answer: null }
  /** Payload that the sink has read from this peer so far. */
  sunk: { readonly order: { readonly peerId: string }; readonly answer: number }
  /** Begins to take samples. */
  record: { readonly order: { readonly everyMs: number }; readonly answer: null }
  /** Ends it and answers them. */
  recorded: { readonly order: object; readonly answer: readonly BulkSample[] }
  /** @param collect collects garbage before it looks */
  usage: { readonly order: { readonly collect: boolean }; readonly answer: BulkUsage }
  /** Every change of a peer's state since the start. */
  states: { readonly order: object; readonly answer: readonly StateChange[] }
}

export type BulkOrderName = keyof BulkOrders
export type BulkOrder = {
  [K in BulkOrderName]: { readonly id: number; readonly kind: K; readonly order: BulkOrders[K]['order'] }
}[BulkOrderName]

export type BulkReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorJson }
