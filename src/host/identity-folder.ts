/** The identity of a data folder that no node uses at the moment: a backup put into its place, its passphrase changed. */
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { KithError } from '../contract/errors.ts'
import type { Settings } from '../contract/settings.ts'
import { Time } from '../contract/views.ts'
import {
  type Backup,
  changePassphrase,
  type IdentityMarker,
  type Kept,
  keepSecret,
  open,
  publicKeyHex,
  type ScryptCost,
  type Secret,
  seal,
} from '../core/identity/index.ts'
import { type Clock, isoTime } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { settingsChangeFor } from './backup-settings.ts'
import { folderFiles } from './folder-files.ts'
import { createMarkerFile } from './key-files.ts'
import { newProfileName, type Profile } from './profile.ts'
import { asideName, commitRestore, dropStaging, type OnStep, openStaging } from './restore-plan.ts'
import { loadSettings, saveSettings } from './settings-file.ts'

export interface IdentityFolderPorts {
  readonly dataFolder: string
  readonly clock: Clock
  readonly log: Log
  readonly profile: Pick<Profile, 'keyStores' | 'openStore'>
  /** Tests only: makes sealing cheap. */
  readonly cost?: ScryptCost | undefined
  /** Tests only. */
  readonly onStep?: OnStep | undefined
}

export interface PreparedRestore extends Kept {
  readonly publicKeyHex: string
  /** The folder that keeps what was here, once the restore was finished; `null` when nothing was. */
  aside(): string | null
  /**
   * From here on it counts. The node must not run.
   *
   * @param opened the secret of the identity that ran here until now, if one did
   */
  commit(opened: Secret | null): void
}

/** What a restore leaves for the node to bring in once it runs. */
const Pending = z.strictObject({ madeAt: Time, aside: z.string().max(4096), allowlist: z.string() })
export type PendingAllowlist = z.infer<typeof Pending>

export interface IdentityFolder {
  /** Whose folder it is; `null` when it is nobody's, or nobody can tell any more. */
  marker(): Promise<IdentityMarker | null>
  /**
   * Lays out everything that a restore brings, beside what is here. Nothing that counts is changed; whoever does not commit it
   * calls `drop`.
   *
   * @param settings those of this run
   * @throws KithError what `keepSecret` says; `InvalidConfig` when a setting of the backup is none of this version
   */
  prepare(backup: Backup, newPassphrase: string | null, settings: Settings): Promise<PreparedRestore>
  drop(): void
  /** @throws KithError see `changePassphrase` */
  changePassphrase(keptIn: Kept['keptIn'], from: string | null, to: string | null): Promise<void>
  /** What a restore left to be brought in; `null` when there is nothing, or nothing that this key opens. */
  pendingAllowlist(secret: Secret): Promise<PendingAllowlist | null>
  dropPendingAllowlist(): void
}

/** What seals it is a key of 256 random bits: nothing is won by making guesses slow. */
const NO_STRETCHING: ScryptCost = { N: 2, r: 1, p: 1 }

export function createIdentityFolder(ports: IdentityFolderPorts): IdentityFolder {
  const { dataFolder, clock, log, profile, cost, onStep = () => {} } = ports
  const markerFile = createMarkerFile({ folder: dataFolder })
  const pendingPath = join(dataFolder, folderFiles.restoredAllowlist)

  /** A marker that cannot be read says nothing, and is put aside like everything else. */
  const marker = (): Promise<IdentityMarker | null> => markerFile.load().catch(() => null)

  async function prepare(backup: Backup, newPassphrase: string | null, settings: Settings): Promise<PreparedRestore> {
    const before = await marker()
    const { secret } = backup
    const key = publicKeyHex(secret.seed)
    onStep('begin')
    const staging = openStaging(dataFolder)
    try {
      // The keychain keeps the key that was there under the account that it had.
      const account = newProfileName(staging)
      layOutSettings(staging, backup)
      onStep('keep the key')
      const { requirePassphrase, keyStore: requested } = settings.identity
      const kept = await keepSecret(
        { ...profile.keyStores({ account, folder: staging }), clock },
        { secret, passphrase: newPassphrase, requested, requirePassphrase, before: before?.keptIn ?? null },
        cost,
      )
      onStep('write the marker')
      const wallMs = clock.wallMs()
      const written: IdentityMarker = { publicKeyHex: key, keptIn: kept.keptIn, createdAt: isoTime(wallMs) }
      await createMarkerFile({ folder: staging }).save(written)
      const aside = asideName(dataFolder, wallMs)
      await layOutAllowlist(staging, backup, aside)
      const asidePath = join(dataFolder, aside)
      return { ...kept, publicKeyHex: key, aside: () => (existsSync(asidePath) ? asidePath : null), commit }

      function commit(opened: Secret | null): void {
        const keepsDatabase = before?.publicKeyHex === key && opensDatabase(secret, opened, settings)
        commitRestore(dataFolder, { aside, keepsDatabase }, onStep)
      }
    } catch (error) {
      dropStaging(dataFolder)
      throw error
    }
  }

  function layOutSettings(staging: string, backup: Backup): void {
    const path = join(dataFolder, folderFiles.settings)
    if (existsSync(path)) copyFileSync(path, join(staging, folderFiles.settings))
    const { settings } = loadSettings({ dataFolder })
    try {
      saveSettings(staging, settingsChangeFor(settings, backup.settings))
    } catch (error) {
      if (!(error instanceof KithError) || error.name !== 'InvalidConfig') throw error
      const reason = typeof error.details['reason'] === 'string' ? error.details['reason'] : error.message
      throw new KithError(
        'InvalidConfig',
        `This version of Kith does not understand a setting in the backup (${reason}). Update Kith, then restore it. Nothing was changed.`,
        { cause: error },
      )
    }
  }

  async function layOutAllowlist(staging: string, backup: Backup, aside: string): Promise<void> {
    const pending: PendingAllowlist = { madeAt: backup.madeAt, aside, allowlist: backup.allowlist }
    const sealed = await seal(JSON.stringify(pending), keyText(backup.secret), NO_STRETCHING)
    onStep('write the allowlist')
    writeFileAtomic(join(staging, folderFiles.restoredAllowlist), sealed)
  }

  /** Whether the database that is here can be used with this key. One that is damaged cannot, and is put aside too. */
  function opensDatabase(secret: Secret, opened: Secret | null, settings: Settings): boolean {
    if (opened) return Buffer.from(opened.dataKey).equals(secret.dataKey)
    try {
      profile.openStore(secret, settings).close()
      return true
    } catch (error) {
      if (error instanceof KithError && error.name === 'StoreDamaged') return false
      throw error
    }
  }

  return {
    marker,
    prepare,
    drop: () => dropStaging(dataFolder),
    changePassphrase: (keptIn, from, to) =>
      changePassphrase({ ...profile.keyStores(), clock }, { keptIn, from, to }, cost),
    async pendingAllowlist(secret) {
      if (!existsSync(pendingPath)) return null
      try {
        return Pending.parse(JSON.parse(await open(readFileSync(pendingPath, 'utf8'), keyText(secret))))
      } catch (error) {
        log.error('the allowlist of a restore cannot be read; import it from the backup again', { error })
        return null
      }
    },
    dropPendingAllowlist: () => rmSync(pendingPath, { force: true }),
  }
}

const keyText = ({ dataKey }: Secret): string => Buffer.from(dataKey).toString('base64')
