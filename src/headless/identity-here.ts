/** Works on the identity of a data folder on which no node runs. Read only for that: other commands are to answer at once. */
import { KithError } from '../contract/errors.ts'
import type { KeyStoreKind } from '../contract/views.ts'
import { admittedIn, openBackup, peerIdOfKey, publicKeyHex } from '../core/identity/index.ts'
import { lockDataFolder } from '../host/data-folder.ts'
import { createIdentityFolder, type IdentityFolder } from '../host/identity-folder.ts'
import { refuseImpossible } from '../host/identity-keeper.ts'
import { endProcess } from '../host/keychain.ts'
import { createProfile } from '../host/profile.ts'
import { finishRestore } from '../host/restore-plan.ts'
import { loadSettings, saveSettings } from '../host/settings-file.ts'
import { silentLog } from '../kit/log.ts'
import { systemRandom } from '../kit/system.ts'
import type { RestoreWay } from './backup-commands.ts'
import { type Context, dataFolderOf, type GlobalOptions } from './context.ts'

interface Here {
  readonly dataFolder: string
  readonly folder: IdentityFolder
  readonly settings: ReturnType<typeof loadSettings>['settings']
}

/** So long the last words have to leave the process while the keychain holds it. */
const LAST_WORDS_MS = 200

/** @throws KithError `InvalidRequest` when a node uses the folder */
export async function restoreHere(
  context: Context,
  options: GlobalOptions & { readonly keyStore?: KeyStoreKind },
  work: (way: RestoreWay) => Promise<void>,
): Promise<void> {
  await onFolder(context, options, ({ dataFolder, folder, settings }) =>
    work({
      async check({ text, passphrase }) {
        const backup = await openBackup(text, passphrase)
        const key = publicKeyHex(backup.secret.seed)
        const here = (await folder.marker())?.publicKeyHex ?? null
        const { name, madeAt } = backup
        return {
          peerId: peerIdOfKey(key),
          name,
          madeAt,
          peers: admittedIn(backup),
          same: here === null ? null : here === key,
        }
      },
      async restore({ text, passphrase, newPassphrase }) {
        const prepared = await folder.prepare(await openBackup(text, passphrase), newPassphrase, settings)
        try {
          prepared.commit(null)
        } catch (error) {
          folder.drop()
          throw error
        }
        finishRestore(dataFolder)
        return { phase: null, problem: null, aside: prepared.aside() }
      },
    }),
  )
}

/** @returns where the key is kept */
export async function changePassphraseHere(
  context: Context,
  options: GlobalOptions,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): Promise<KeyStoreKind> {
  return onFolder(context, options, async ({ dataFolder, folder, settings }) => {
    const marker = await folder.marker()
    if (!marker) throw new KithError('IdentityMissing', `There is no identity in ${dataFolder}.`)
    refuseImpossible(marker.keptIn, to)
    if (to === null && settings.identity.requirePassphrase)
      saveSettings(dataFolder, { identity: { requirePassphrase: null } })
    await folder.changePassphrase(marker.keptIn, from, to)
    return marker.keptIn
  })
}

async function onFolder<T>(
  context: Context,
  options: GlobalOptions & { readonly keyStore?: KeyStoreKind },
  work: (here: Here) => Promise<T>,
): Promise<T> {
  process.umask(0o077)
  const dataFolder = dataFolderOf(options, context.env)
  const { clock } = context
  using held = new DisposableStack()
  held.use(lockDataFolder(dataFolder, process.pid))
  finishRestore(dataFolder)
  const flags = options.keyStore === undefined ? {} : { identity: { keyStore: options.keyStore } }
  const { settings } = loadSettings({ dataFolder, flags })
  const log = silentLog
  const profile = held.use(createProfile(dataFolder, settings, { clock, log, random: systemRandom }))
  try {
    return await work({ dataFolder, settings, folder: createIdentityFolder({ dataFolder, clock, log, profile }) })
  } finally {
    // A keychain that never answers holds a thread, and with it the process.
    if (profile.keychainBusy)
      clock.at(clock.now() + LAST_WORDS_MS, () => endProcess(Number(process.exitCode ?? 0), true))
  }
}
