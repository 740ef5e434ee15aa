/** Wires the identity and the database of one data folder to this machine: its keychain, its files, its clock. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../contract/settings.ts'
import { type Identity, openIdentity } from '../core/identity/index.ts'
import { type Breaker, createBreaker, serviceWords } from '../core/resilience/index.ts'
import { openStore, type Store } from '../core/storage/index.ts'
import type { Clock, Random } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { writeFileAtomic } from './atomic-file.ts'
import type { PassphraseAnswer } from './host.ts'
import { createInsecureFile, createMarkerFile, createSealedFile } from './key-files.ts'
import { createKeychainStore } from './keychain.ts'
import { guardKeychain } from './keychain-guard.ts'

export interface Profile extends Disposable {
  /** @param byHand a person asked to try again: the keychain is tried whatever came before */
  openIdentity(answer: PassphraseAnswer | null, byHand: boolean): Promise<Identity>
  openStore(identity: Identity): Store
  /** The keychain holds a thread of this process; see `endProcess`. */
  readonly keychainBusy: boolean
  /** Of the keychain, for the node to show. */
  readonly keychainBreaker: Breaker
}

export interface ProfilePorts {
  readonly clock: Clock
  readonly log: Log
  readonly random: Random
}

export function createProfile(dataFolder: string, settings: Settings, { clock, log, random }: ProfilePorts): Profile {
  const keychain = createKeychainStore({ profile: profileName(dataFolder), log })
  const breaker = createBreaker({ clock, log }, 'keychain', () => settings.breakers.keychain, serviceWords.keychain)
  const guard = guardKeychain({ clock, random, keychain, breaker }, settings.retry)
  const files = { folder: dataFolder, log }
  const { keyStore: requested, requirePassphrase } = settings.identity
  return {
    openIdentity: (answer, byHand) =>
      openIdentity(
        {
          keychain: guard.forStart(byHand),
          sealedFile: createSealedFile(files),
          insecureFile: createInsecureFile(files),
          marker: createMarkerFile(files),
          clock,
          log,
        },
        {
          requested,
          requirePassphrase,
          // What was typed to open a key never silently seals a new one, nor the other way round.
          passphrase: (purpose) =>
            Promise.resolve(answer && answer.isNew === (purpose === 'create') ? answer.passphrase : null),
        },
      ),
    openStore: ({ dataKey }) =>
      openStore({
        path: join(dataFolder, 'kith.db'),
        dataKey,
        sealing: settings.privacy.encryptionAtRest,
        clock,
        log,
      }),
    get keychainBusy() {
      return keychain.busy
    },
    keychainBreaker: breaker,
    [Symbol.dispose]: () => breaker[Symbol.dispose](),
  }
}

/**
 * The account under which the keychain keeps this folder's key. A name of its own, kept in the folder, so that a second
 * folder never adopts the identity of the first, and a folder that was moved or renamed still finds its own.
 */
export function profileName(dataFolder: string): string {
  const path = join(dataFolder, 'profile')
  try {
    const name = readFileSync(path, 'utf8').trim()
    if (/^[\w-]{1,64}$/.test(name)) return name
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const name = `profile-${randomBytes(6).toString('hex')}`
  writeFileAtomic(path, `${name}\n`)
  return name
}
