/** Wires the identity and the database of one data folder to this machine: its keychain, its files, its clock. */
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '../contract/settings.ts'
import { type Identity, openIdentity } from '../core/identity/index.ts'
import { openStore, type Store } from '../core/storage/index.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import type { PassphraseAnswer } from './host.ts'
import { createInsecureFile, createMarkerFile, createSealedFile } from './key-files.ts'
import { createKeychainStore } from './keychain.ts'

export interface Profile {
  openIdentity(answer: PassphraseAnswer | null): Promise<Identity>
  openStore(identity: Identity): Store
  /** The keychain holds a thread of this process; see `endProcess`. */
  readonly keychainBusy: boolean
}

export interface ProfilePorts {
  readonly clock: Clock
  readonly log: Log
}

export function createProfile(dataFolder: string, settings: Settings, { clock, log }: ProfilePorts): Profile {
  // Named after its folder, so that a second folder of the same person never adopts the identity of the first.
  const keychain = createKeychainStore({ profile: realpathSync(dataFolder), log })
  const files = { folder: dataFolder, log }
  const { keyStore: requested, requirePassphrase } = settings.identity
  return {
    openIdentity: (answer) =>
      openIdentity(
        {
          keychain,
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
  }
}
