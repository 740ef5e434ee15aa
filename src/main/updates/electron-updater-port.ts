/**
 * electron-updater behind Kith's port. What is the newest version, Kith asks and checks itself (`ask-feed.ts`): so the hash of
 * every installer comes from what the feed's key signed. electron-updater fetches it, compares the hash, checks the code
 * signature where the system has one (Windows: the publisher of this build; macOS: Squirrel), stages and installs it.
 */
import type { AppUpdater, CancellationToken, ProgressInfo, UpdateInfo } from 'electron-updater'
import { KithError } from '../../contract/errors.ts'
import type { Log } from '../../kit/log.ts'
import { type AskPorts, askFeed } from './ask-feed.ts'
import type { Feed } from './feed.policy.ts'
import type { Manifest } from './manifest.ts'
import type { UpdaterPort } from './updater.types.ts'

/** As in package.json, which names every installer. */
const PRODUCT = 'kith'

export interface UpdaterParts extends AskPorts {
  readonly updater: AppUpdater
  readonly newToken: () => CancellationToken
  readonly log: Log
  /** Installed by the system's package manager (deb, rpm): it asks for a password. */
  readonly managed: boolean
}

export function createElectronUpdater(parts: UpdaterParts): UpdaterPort {
  const { updater, log, managed } = parts
  let manifest: Manifest | null = null
  let feed: Feed | null = null

  updater.autoDownload = false
  updater.allowDowngrade = false
  updater.disableWebInstaller = true
  // A difference is put together by a plan that nobody signed. The whole file is what the hash is of.
  updater.disableDifferentialDownload = true
  updater.isUserWithinRollout = () => true
  updater.logger = {
    info: (message?: unknown) => log.debug('updater', { message }),
    warn: (message?: unknown) => log.debug('updater', { message }),
    error: (message?: unknown) => log.warn('updater', { message }),
  }

  /** Instead of electron-updater's own way to ask: it only hears what was checked already. */
  const CheckedProvider = class {
    readonly isUseMultipleRangeRequest = false
    readonly fileExtraDownloadHeaders = null
    setRequestHeaders(): void {
      // It would send a number of this installation along. Nobody needs it.
    }
    getLatestVersion(): Promise<UpdateInfo> {
      const { version, files } = checked()
      const [first] = files
      return Promise.resolve({
        version,
        files: files.map(({ url, sha512, size }) => ({ url, sha512, size })),
        path: first?.url ?? '',
        sha512: first?.sha512 ?? '',
        releaseDate: '',
      })
    }
    resolveFiles(info: UpdateInfo) {
      return info.files.map((file) => ({ url: new URL(file.url, feed?.url), info: file }))
    }
  }
  updater.setFeedURL({ provider: 'custom', updateProvider: CheckedProvider })

  function checked(): Manifest {
    if (!manifest) throw new KithError('InvalidRequest', 'No newer version is known. Look for one first.')
    return manifest
  }

  return {
    startsAtOnce: !managed,
    async check(asked, signal) {
      manifest = await askFeed(parts, asked, PRODUCT, signal)
      feed = asked
      const result = await updater.checkForUpdates()
      if (result === null)
        throw new KithError(
          'InvalidRequest',
          'This Kith was not installed from a package that can be replaced by itself. Update it the way it was installed.',
        )
      return result.isUpdateAvailable ? { version: manifest.version, notes: manifest.notes } : null
    },
    async download(onPercent, signal) {
      const largest = Math.max(...checked().files.map(({ size }) => size))
      const token = parts.newToken()
      const stop = (): void => token.cancel()
      const onProgress = ({ percent, transferred }: ProgressInfo): void => {
        onPercent(percent)
        // More than was announced cannot end in the right hash; the disk is not filled to find that out.
        if (transferred > largest) stop()
      }
      signal.addEventListener('abort', stop, { once: true })
      updater.on('download-progress', onProgress)
      // A package manager would ask for a password while the person is leaving.
      updater.autoInstallOnAppQuit = !managed
      try {
        await updater.downloadUpdate(token)
      } catch (error) {
        throw explained(error, feed?.host ?? 'The feed', signal.aborted)
      } finally {
        updater.off('download-progress', onProgress)
        signal.removeEventListener('abort', stop)
      }
    },
    install() {
      const failures: Error[] = []
      const onError = (error: Error): void => void failures.push(error)
      updater.on('error', onError)
      try {
        updater.quitAndInstall(false, true)
      } finally {
        updater.off('error', onError)
      }
      if (failures[0]) throw failures[0]
    },
    forget() {
      manifest = null
      updater.autoInstallOnAppQuit = false
    },
  }
}

/** electron-updater's own errors have codes and words for programmers. */
function explained(error: unknown, host: string, aborted: boolean): KithError {
  const options = { cause: error }
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
  if (aborted) return new KithError('Timeout', 'The newer version was not downloaded in time. Try again.', options)
  if (code === 'ENOSPC')
    return new KithError(
      'DiskFull',
      'There is no room on the disk for the newer version. Make some, then try again.',
      options,
    )
  if (code === 'ERR_CHECKSUM_MISMATCH')
    return new KithError(
      'Integrity',
      `What ${host} sent is not what its signed description says, so Kith threw it away. Try again; if it stays, tell who publishes the feed.`,
      options,
    )
  if (code === 'ERR_UPDATER_INVALID_SIGNATURE')
    return new KithError(
      'Integrity',
      'The newer version is not signed by whoever signed this one, so Kith threw it away.',
      options,
    )
  if (code === 'ERR_UPDATER_NO_FILES_PROVIDED' || /fileInfo|reading 'url'/.test(String(message)))
    return new KithError(
      'Integrity',
      `${host} has no package of the newer version for the way in which this Kith was installed.`,
      options,
    )
  return new KithError(
    'ConnectionFailed',
    `The newer version could not be downloaded from ${host}. Try again later.`,
    options,
  )
}
