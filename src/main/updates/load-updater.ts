/** The updater of this build, with Electron's parts; its code is read only when a feed is asked for the first time. */
import { app, net } from 'electron'
import { KithError } from '../../contract/errors.ts'
import type { Log } from '../../kit/log.ts'
import { createElectronUpdater } from './electron-updater-port.ts'
import type { UpdaterPort } from './updater.types.ts'

/** @throws KithError `InvalidRequest` where there is no package that could be replaced */
export async function loadUpdater(log: Log): Promise<UpdaterPort> {
  const { platform, arch, env } = process
  if (!app.isPackaged)
    throw new KithError(
      'InvalidRequest',
      'This Kith runs from a checkout, not from a package. Update the checkout instead.',
    )
  const { autoUpdater, CancellationToken } = await import('electron-updater')
  return createElectronUpdater({
    updater: autoUpdater,
    newToken: () => new CancellationToken(),
    log,
    // An AppImage replaces itself; what the package manager installed, only it may replace.
    managed: platform === 'linux' && env['APPIMAGE'] === undefined,
    fetch: (url, init) => net.fetch(url, init),
    platform,
    arch,
  })
}
