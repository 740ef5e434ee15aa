/** What a host does about an error that kept its node from starting. Pure. */
import type { ErrorName } from '../contract/errors.ts'
import type { HostView } from '../contract/views.ts'

type Choice = HostView['choices'][number]

export interface Standing {
  /** `locked` waits for a person's key, `failed` for a person's repair. */
  readonly phase: Extract<HostView['phase'], 'locked' | 'failed'>
  readonly choices: HostView['choices']
}

const isChoice = (value: unknown): value is Choice =>
  value === 'retry' || value === 'passphrase' || value === 'new-passphrase' || value === 'restore'

/** What a backup helps against: the key is lost, locked away or damaged, or the database is. */
const mendedByBackup: ReadonlySet<ErrorName> = new Set([
  'IdentityMissing',
  'WrongPassphrase',
  'KeychainUnavailable',
  'Integrity',
  'StoreDamaged',
])

/**
 * Whoever throws says what a person can do (`details.choices`); trying again is always possible, and where it helps so is a
 * backup. What asks for a passphrase is locked, and so is a keychain that may be open by now.
 */
export function standingOf(error: {
  readonly name: ErrorName
  readonly details: { readonly [key: string]: unknown }
}): Standing {
  const offered: unknown = error.details['choices']
  const said = Array.isArray(offered) ? offered.filter(isChoice) : []
  const restore: readonly Choice[] = mendedByBackup.has(error.name) ? ['restore'] : []
  const choices: Choice[] = [...new Set<Choice>([...said, 'retry', ...restore])]
  const locked = said.some((choice) => choice !== 'restore') || error.name === 'KeychainUnavailable'
  return { phase: locked ? 'locked' : 'failed', choices }
}

/** Why the node cannot answer, for whoever calls it meanwhile. */
export function notRunningMessage(view: HostView): string {
  switch (view.phase) {
    case 'starting':
      return 'The node is starting. Try again in a moment.'
    case 'locked':
      return `The node is locked. ${view.problem?.message ?? 'Open the screens to unlock it.'}`
    case 'failed':
      return `The node could not start. ${view.problem?.message ?? 'Its log says why.'}`
    case 'stopping':
      return 'The node is stopping.'
    case 'running':
      return 'The node is not reachable.'
  }
}
