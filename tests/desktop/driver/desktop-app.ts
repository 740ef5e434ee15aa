/** Starts the desktop app as built, with whichever driver this machine can run, and says which. */
import type { DesktopApp, LaunchOptions } from './desktop-app.types.ts'

export type { DesktopApp, DesktopState, ElectronModule, LaunchOptions, StandIn } from './desktop-app.types.ts'

/** @throws when the app ends before its main process can be reached, with what it printed */
export async function launchDesktop(_options: LaunchOptions = {}): Promise<DesktopApp> {
  await Promise.reject(new Error('The driver of the desktop suite is not here yet.'))
  throw new Error('unreachable')
}
