/** The operating system's keychain as a place for secrets, through keytar (spec §2). */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { KithError } from '../contract/errors.ts'
import type { SecretStore } from '../core/identity/index.ts'
import type { Log } from '../kit/log.ts'
import { explainKeychain, type KeychainReason, keychainMissing } from './keychain.policy.ts'

/** What Kith uses of keytar. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

const SERVICE = 'kith'
/** The account under which a keychain shows that it can be written to. Holds no secret. */
const PROBE = 'write-test'

export interface KeychainOptions {
  /** Account under the service `kith`. */
  readonly profile: string
  readonly log: Log
  /** Where the session bus is looked for, on Linux. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Tests only: another keytar. */
  readonly load?: () => Promise<Keytar>
}

export interface KeychainStore extends SecretStore {
  /**
   * A call that the keychain has not answered. keytar's calls are native and cannot be aborted: one that hangs (an unlock
   * prompt that nobody sees, a bus that is stuck) holds a thread, and `process.exit()` waits for that thread for ever.
   * End the process with `endProcess`.
   */
  readonly busy: boolean
}

/**
 * One for each profile and process: its calls are made one after the other, so that a late answer to an old call never
 * overtakes a newer one, and never overwrites what the newer one wrote.
 *
 * Every failure is a KithError `KeychainUnavailable` with `details.reason`. How long to wait is for the caller to say.
 */
export function createKeychainStore(options: KeychainOptions): KeychainStore {
  const { profile, log, env = process.env, load = loadKeytar } = options
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function inTurn<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    waiting += 1
    const turn = last.then(() => attempt(work)).finally(() => (waiting -= 1))
    last = turn.catch(() => {})
    return turn
  }

  async function attempt<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    // Without a bus, libsecret would start one of its own that nobody ever stops.
    if (!keychainPresent(env)) throw unavailable('no-service', 'no session bus')
    const keytar = await load().catch((cause: unknown) => {
      throw unavailable('no-library', 'keytar could not be loaded', cause)
    })
    try {
      return await work(keytar)
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : 'no reason given'
      const reason = explainKeychain(said)
      log.warn('the keychain failed', { reason, said })
      throw unavailable(reason, said, cause)
    }
  }

  return {
    get busy() {
      return waiting > 0
    },
    load: () =>
      inTurn(async (keytar) => {
        const secret = await keytar.getPassword(SERVICE, profile)
        if (secret !== null) return secret
        // A locked Secret Service also answers `null` for what it has. Only one that can be written to is believed, and
        // being asked to write may have unlocked it.
        await keytar.setPassword(SERVICE, PROBE, 'kith')
        await keytar.deletePassword(SERVICE, PROBE)
        return keytar.getPassword(SERVICE, profile)
      }),
    save: (secret) => inTurn((keytar) => keytar.setPassword(SERVICE, profile, secret)),
  }
}

/** Whether there is a place where a keychain would answer. Asks nobody. */
export const keychainPresent = (env: Readonly<Record<string, string | undefined>>): boolean =>
  process.platform !== 'linux' || hasSessionBus(env)

/** Where GDBus looks, in its order, before it would launch a bus of its own. */
function hasSessionBus(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['DBUS_SESSION_BUS_ADDRESS']) return true
  const runtime = env['XDG_RUNTIME_DIR']
  return runtime !== undefined && runtime !== '' && existsSync(join(runtime, 'bus'))
}

const unavailable = (reason: KeychainReason, said: string, cause?: unknown): KithError =>
  new KithError('KeychainUnavailable', keychainMissing[reason], {
    details: { reason, said },
    ...(cause === undefined ? {} : { cause }),
  })

/** Loaded when first needed: its native library may be missing, and a node with a sealed file never needs it. */
async function loadKeytar(): Promise<Keytar> {
  const module = await import('keytar')
  // A CommonJS module: bundlers and Node disagree on which names they see.
  return 'default' in module ? module.default : module
}

/**
 * Ends the process even while the keychain hangs: `process.exit()` would wait for its thread. Then the process is
 * replaced by a shell that exits with the same code (not on Windows), or else killed.
 *
 * Call it last: nothing runs after it, and nothing is flushed.
 *
 * @param busy the keychain has not answered: `KeychainStore.busy`
 */
export function endProcess(code: number, busy: boolean): never {
  if (!busy) process.exit(code)
  if (process.execve && process.platform !== 'win32') {
    try {
      process.execve('/bin/sh', ['sh', '-c', `exit ${code & 0xff}`], {})
    } catch {
      // No shell: what is left is the hard way.
    }
  }
  process.kill(process.pid, 'SIGKILL')
  throw new Error('unreachable')
}
