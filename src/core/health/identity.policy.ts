/** Whether the key of this node is well kept. Pure. */
import type { HealthFinding } from '../../contract/link-views.ts'
import type { KeyStoreKind } from '../../contract/views.ts'
import { degraded, healthy } from './finding.policy.ts'

/** A node that runs has its key open; what is left to say is where it lies. */
export function identityFinding(keptIn: KeyStoreKind): HealthFinding {
  const details = { keptIn }
  switch (keptIn) {
    case 'keychain':
      return healthy('The key is open. It is kept in the keychain of this system.', details)
    case 'sealed-file':
      return healthy('The key is open. It is kept in a file that is sealed with a passphrase.', details)
    case 'insecure-file':
      return degraded(
        'The key lies in a plain file. Whoever can read that file can act as this node.',
        'Let nobody else read the data folder. A node that matters is better begun anew, in another data folder, with --key-store keychain or --key-store sealed-file.',
        details,
      )
  }
}
