/** Opens an address in the system's browser, where there is one. */
import { spawn } from 'node:child_process'

interface Opener {
  readonly command: string
  readonly args: readonly string[]
}

/** `null` when this machine has no screen to open a browser on. Pure. */
export function openerFor(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  address: string,
): Opener | null {
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [address] }
    case 'win32':
      // `start` is the shell's own word; its first quoted argument would be a window title.
      return { command: 'cmd', args: ['/c', 'start', '""', address] }
    default:
      return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? { command: 'xdg-open', args: [address] } : null
  }
}

/**
 * @param address one that is safe in a process list: other users of this machine can read it there
 * @returns whether a browser was asked; the system does not say whether it came
 */
export function openScreens(address: string): Promise<boolean> {
  const opener = openerFor(process.platform, process.env, address)
  if (!opener) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(opener.command, opener.args, { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
