/** Wires the identity and the database of one data folder to this machine: its keychain, its files, its clock. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../contract/settings.ts'
import { type Identity, type KeyStores, type OpenedIdentity, openIdentity } from '../core/identity/index.ts'
import { type Breaker, createBreaker, serviceWords } from '../core/resilience/index.ts'
import { openStore, type Store } from '../core/storage/index.ts'
import type { Clock, Random } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { folderFiles } from './folder-files.ts'
import type { PassphraseAnswer } from './host.ts'
import { createInsecureFile, createMarkerFile, createSealedFile } from './key-files.ts'
import { createKeychainStore, type KeychainStore } from './keychain.ts'
import { guardKeychain } from './keychain-guard.ts'

/** Whose key it is: an account of the keychain, and a folder for what is kept in files. */
export interface KeyPlace {
  readonly account: string
  readonly folder: string
}

export interface Profile extends Disposable {
  /** @param byHand a person asked to try again: the keychain is tried whatever came before */
  openIdentity(answer: PassphraseAnswer | null, byHand: boolean, settings: Settings): Promise<OpenedIdentity>
  openStore(identity: Pick<Identity, 'dataKey'>, settings: Settings): Store
  /** Where keys are kept, asked by a person. Left out: where the key of this folder is. */
  keyStores(place?: KeyPlace): KeyStores
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

/** @param settings of the keychain's breaker and its retries, for as long as this process lives */
export function createProfile(dataFolder: string, settings: Settings, { clock, log, random }: ProfilePorts): Profile {
  const breaker = createBreaker({ clock, log }, 'keychain', () => settings.breakers.keychain, serviceWords.keychain)
  /** One for each account, so that calls about the same secret follow each other. */
  const keychains = new Map<string, KeychainStore>()

  function keychainOf(account: string): KeychainStore {
    const known = keychains.get(account)
    if (known) return known
    const made = createKeychainStore({ profile: account, log })
    keychains.set(account, made)
    return made
  }

  function keyStores({ account, folder }: KeyPlace, byHand: boolean): KeyStores {
    const files = { folder, log }
    return {
      keychain: guardKeychain({ clock, random, keychain: keychainOf(account), breaker }, settings.retry).forStart(
        byHand,
      ),
      sealedFile: createSealedFile(files),
      insecureFile: createInsecureFile(files),
    }
  }

  /** Asked for anew: a restore gives the folder another account. */
  const ownPlace = (): KeyPlace => ({ account: profileName(dataFolder), folder: dataFolder })

  return {
    openIdentity: (answer, byHand, { identity: { keyStore: requested, requirePassphrase } }) =>
      openIdentity(
        { ...keyStores(ownPlace(), byHand), marker: createMarkerFile({ folder: dataFolder }), clock, log },
        {
          requested,
          requirePassphrase,
          // What was typed to open a key never silently seals a new one, nor the other way round.
          passphrase: (purpose) =>
            Promise.resolve(answer && answer.isNew === (purpose === 'create') ? answer.passphrase : null),
        },
      ),
    openStore: ({ dataKey }, { privacy }) =>
      openStore({
        path: join(dataFolder, folderFiles.database),
        dataKey,
        sealing: privacy.encryptionAtRest,
        clock,
        log,
      }),
    keyStores: (place = ownPlace()) => keyStores(place, true),
    get keychainBusy() {
      return [...keychains.values()].some(({ busy }) => busy)
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
  try {
    const name = readFileSync(join(dataFolder, folderFiles.profile), 'utf8').trim()
    if (/^[\w-]{1,64}$/.test(name)) return name
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return newProfileName(dataFolder)
}

/** Gives a folder an account that no other has, whatever it had before. */
export function newProfileName(folder: string): string {
  const name = `profile-${randomBytes(6).toString('hex')}`
  writeFileAtomic(join(folder, folderFiles.profile), `${name}\n`)
  return name
}
