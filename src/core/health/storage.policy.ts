/** Whether what this node decides can be written down, and for how long yet. Pure. */
import type { ErrorName } from '../../contract/errors.ts'
import type { HealthFinding } from '../../contract/link-views.ts'
import { MIB } from '../../kit/units.ts'
import { degraded, healthy, unhealthy } from './finding.policy.ts'

export interface StorageFacts {
  /** What a write and a read came to; `null` when they worked. */
  readonly failure: { readonly name: ErrorName; readonly message: string } | null
  /** What does not work while the database is left alone; `null` while it is not. */
  readonly leftAlone: string | null
  readonly retryAt: string | null
}

export function storageFinding({ failure, leftAlone, retryAt }: StorageFacts): HealthFinding {
  if (leftAlone !== null)
    return unhealthy(
      leftAlone,
      'See that the disk of the data folder has room and can be written to. Kith tries again by itself.',
      { retryAt },
    )
  if (failure) return unhealthy(failure.message, adviceFor(failure.name), { error: failure.name })
  return healthy('The database can be written and read.')
}

function adviceFor(name: ErrorName): string {
  switch (name) {
    case 'DiskFull':
      return 'Make room on the disk of the data folder. Kith goes on by itself.'
    case 'StoreDamaged':
      return 'Stop the node, and restore a backup or start with a new data folder. A copy of the damaged file is kept.'
    default:
      return 'See that the data folder can be written to. The log of the node says more.'
  }
}

/** Enough for the log and the database for a long time, and for the system itself to breathe. */
const LITTLE_BYTES = 500 * MIB
/** A database that cannot grow its journal fails. */
const NONE_BYTES = 50 * MIB

/** @param freeBytes that this user may write; `null` where the system does not say */
export function diskFinding(freeBytes: number | null): HealthFinding {
  if (freeBytes === null) return healthy('How full the disk is cannot be told here.')
  const details = { freeBytes }
  const advice = 'Make room on the disk of the data folder.'
  if (freeBytes < NONE_BYTES)
    return unhealthy('The disk is as good as full: less than 50 MiB are left.', advice, details)
  if (freeBytes < LITTLE_BYTES) return degraded('The disk is nearly full: less than 500 MiB are left.', advice, details)
  return healthy('There is room on the disk.', details)
}
