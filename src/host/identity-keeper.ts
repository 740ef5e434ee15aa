/** Seals, backs up and restores the identity of a data folder (spec §2). */
import type { IdentityHandlers } from '../contract/contract.ts'
import { KithError } from '../contract/errors.ts'

export function createIdentityKeeper(): IdentityHandlers {
  const later = (): Promise<never> => Promise.reject(new KithError('InvalidRequest', 'This cannot be done yet.'))
  return {
    'identity.status': later,
    'identity.backup': later,
    'identity.check': later,
    'identity.restore': later,
    'identity.passphrase': later,
  }
}
