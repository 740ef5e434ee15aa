/** The ways in which a system or a terminal asks the app to end; and how it is started anew. */
import type { BrowserWindow, PowerMonitor } from 'electron'

export interface SessionParts {
  readonly process: Pick<NodeJS.Process, 'on'>
  readonly power: Pick<PowerMonitor, 'on'>
  readonly window: Pick<BrowserWindow, 'on'>
}

/** @param quit begins to quit; called as often as somebody asks */
export function onEndOfSession({ process, power, window }: SessionParts, quit: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, quit)
  // Linux and macOS wait for whoever says so; the node says goodbye in less than they give. Electron passes an event that
  // its types do not know.
  power.on('shutdown', (...given: readonly unknown[]) => {
    const [event] = given as readonly ({ preventDefault?: () => void } | undefined)[]
    event?.preventDefault?.()
    quit()
  })
  // Windows tells the window, gives some seconds, and does not ask the app itself.
  window.on('session-end', quit)
}

/**
 * What a restart is given: the same command line without the links and files, which were shown already.
 *
 * @param argv of this process, the program first
 */
export function relaunchArguments(
  argv: readonly string[],
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly args: string[]; readonly execPath?: string } {
  const args = argv.slice(1).filter((word) => !words.includes(word))
  const image = env['APPIMAGE']
  // What an AppImage unpacked for this run is gone with it.
  return image ? { args, execPath: image } : { args }
}
