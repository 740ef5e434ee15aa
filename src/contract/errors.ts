/** The one error that crosses a process boundary (spec §7). Its code is stable; its message is for a person. */

/** Every code with its name. Thousands digit: 1 network, 2 rate, 3 breaker, 4 retry, 5 trust, 6 keys, 7 storage, 8 input, 9 bug. */
export const errorCodes = {
  Timeout: 1001,
  ConnectionFailed: 1002,
  Refused: 1003,
  Unreachable: 1004,
  ProtocolMismatch: 1005,
  LimitReached: 1006,
  RateLimited: 2001,
  QuotaExhausted: 2002,
  BreakerOpen: 3001,
  BreakerProbing: 3002,
  RetriesExhausted: 4001,
  Aborted: 4002,
  Blocked: 5001,
  NotApproved: 5002,
  PermissionDenied: 5003,
  InviteInvalid: 5004,
  KeychainUnavailable: 6001,
  WrongPassphrase: 6002,
  IdentityMissing: 6003,
  DiskFull: 7001,
  Integrity: 7002,
  StoreDamaged: 7003,
  InvalidAddress: 8001,
  InvalidConfig: 8002,
  InvalidRequest: 8003,
  /** A bug of ours. Its message never leaves the node; the log has it. */
  Internal: 9001,
} as const

export type ErrorName = keyof typeof errorCodes
export type ErrorCode = (typeof errorCodes)[ErrorName]

/** What a later try may mend by itself. Everything else wants a person or another input first. */
const retryableNames: ReadonlySet<ErrorName> = new Set([
  'Timeout',
  'ConnectionFailed',
  'Unreachable',
  'LimitReached',
  'RateLimited',
  'BreakerOpen',
  'BreakerProbing',
  'KeychainUnavailable',
  'DiskFull',
])

/** The shape in which an error crosses a boundary or is printed with `--json`. */
export interface ErrorJson {
  readonly code: number
  readonly name: string
  readonly message: string
  readonly retryable: boolean
  readonly details: Readonly<Record<string, unknown>>
}

export interface KithErrorOptions {
  readonly cause?: unknown
  /** Plain values that help to act on it. Never a secret. */
  readonly details?: Readonly<Record<string, unknown>>
}

export class KithError extends Error {
  override readonly name: ErrorName
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  /**
   * @param name which error, by its name in `errorCodes`
   * @param message what happened, what it means and what to do, in one or two plain sentences
   */
  constructor(name: ErrorName, message: string, options: KithErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = name
    this.code = errorCodes[name]
    this.details = options.details ?? {}
  }

  get retryable(): boolean {
    return retryableNames.has(this.name)
  }

  toJSON(): ErrorJson {
    return {
      code: this.code,
      name: this.name,
      message: this.message,
      retryable: this.retryable,
      details: this.details,
    }
  }

  /** Rebuilds an error that crossed a boundary. An unknown name becomes `Internal`, so that old and new nodes can talk. */
  static fromJson(json: Pick<ErrorJson, 'name' | 'message'> & Partial<ErrorJson>): KithError {
    const name = Object.hasOwn(errorCodes, json.name) ? (json.name as ErrorName) : 'Internal'
    return new KithError(name, json.message, json.details ? { details: json.details } : {})
  }
}
