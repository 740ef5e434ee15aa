/** The health checks that only a host can make: its keychain, without ever asking it for anything, and its disk. */
import { statfs } from 'node:fs/promises'
import type { HealthFinding } from '../contract/link-views.ts'
import { diskFinding, type HealthCheck } from '../core/health/index.ts'
import type { Breaker } from '../core/resilience/index.ts'
import { type KeychainFacts, keychainFinding } from './keychain-health.policy.ts'

export interface HostCheckPorts {
  readonly dataFolder: string
  readonly keychain: () => Omit<KeychainFacts, 'state'>
  readonly breaker: Pick<Breaker, 'status'> | undefined
}

export function createHostChecks({ dataFolder, keychain, breaker }: HostCheckPorts): readonly HealthCheck[] {
  return [
    {
      name: 'keychain',
      check: () => keychainFinding({ ...keychain(), state: breaker?.status().state ?? 'closed' }),
    },
    { name: 'storage', check: () => checkDisk(dataFolder) },
  ]
}

async function checkDisk(folder: string): Promise<HealthFinding> {
  try {
    const { bavail, bsize, blocks } = await statfs(folder)
    // Some network and virtual file systems have no size at all.
    return diskFinding(blocks === 0 ? null : bavail * bsize)
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    return {
      status: 'unhealthy',
      message: 'The data folder of this node is gone or cannot be read.',
      advice: 'See that its disk is there and that the folder was not moved or removed, and start the node again.',
      details: { error: code },
    }
  }
}
