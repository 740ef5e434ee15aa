/** What the program around the node is, what it can do on this machine, and where its updates stand. */
import { z } from 'zod'
import { Problem, Time } from './views.ts'

/** `off`: no feed is configured. `ready`: staged, checked, and waiting for a person or for the next quit. */
export const UpdateView = z.object({
  state: z.enum(['off', 'idle', 'checking', 'available', 'downloading', 'ready', 'failed']),
  /** Of the newer one, once it is known. */
  version: z.string().max(64).nullable(),
  /** Plain text: what the feed says of it. */
  notes: z.string().max(20_000).nullable(),
  /** 0 to 100 while `downloading`. */
  percent: z.number().min(0).max(100).nullable(),
  checkedAt: Time.nullable(),
  problem: Problem.nullable(),
})
export type UpdateView = z.infer<typeof UpdateView>

export const DesktopView = z.object({
  /** `server`: there is no window of its own, and what only a desktop can do is not there. */
  kind: z.enum(['desktop', 'server']),
  /** As Node names it: `linux`, `darwin`, `win32`. */
  platform: z.string().max(32),
  /** Whether there is an icon in the tray (GNOME shows none by itself): without one a closed window would be gone. */
  tray: z.boolean(),
  /** What the system says; `null` where this build cannot be registered with it. */
  startsAtLogin: z.boolean().nullable(),
  /** Whether `kith://` links are opened by this program; `null` where that cannot be known. */
  opensLinks: z.boolean().nullable(),
  /** Where the log is written. */
  logFolder: z.string().max(4096),
  update: UpdateView,
})
export type DesktopView = z.infer<typeof DesktopView>

/** The most text that a file may have which was handed to the app; the same bound as an import has. */
export const OpenedFile = z.object({ name: z.string().max(256), text: z.string().max(16_000_000) })
export type OpenedFile = z.infer<typeof OpenedFile>
