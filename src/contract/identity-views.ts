/** The identity as a person keeps it: sealed or not, and what a backup of it holds. */
import { z } from 'zod'
import { HostView, KeyStoreKind, Name, PeerId, Time } from './views.ts'

/** A backup is text: JSON whose content is sealed. The allowlist is most of it. */
export const MAX_BACKUP_CHARACTERS = 16_000_000

export const IdentityView = z.object({
  peerId: PeerId,
  keptIn: KeyStoreKind,
  /** Whether a passphrase is asked for at every start. */
  sealed: z.boolean(),
})
export type IdentityView = z.infer<typeof IdentityView>

/** What is in a backup that was opened with its passphrase. */
export const BackupView = z.object({
  peerId: PeerId,
  name: Name.nullable(),
  madeAt: Time,
  /** How many peers are on its allowlist. */
  peers: z.int().nonnegative(),
  /** Whether this node has that identity already; `null` while none could be opened. */
  same: z.boolean().nullable(),
})
export type BackupView = z.infer<typeof BackupView>

/** Where the host stands after a restore. */
export const RestoredView = HostView.extend({
  /** The folder that keeps what was here before; `null` when nothing was. */
  aside: z.string().max(4096).nullable(),
})
export type RestoredView = z.infer<typeof RestoredView>
