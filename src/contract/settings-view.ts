/** The settings as a screen shows them: what holds now, and what a restart would change. */
import { z } from 'zod'
import { Settings } from './settings.ts'

export const SettingsView = z.object({
  /** What holds, defaults filled in. */
  settings: Settings,
  /** Paths (`limits.perPeer`) that were changed and take effect at the next start. */
  needRestart: z.array(z.string()),
  /** Paths that the command line or `--config` decides for this run: a change is written but holds only without them. */
  overridden: z.array(z.string()),
})
export type SettingsView = z.infer<typeof SettingsView>
