/** What a health check is, and what they add up to (spec §12). */
import type { HealthCheckName, HealthFinding, HealthView } from '../../contract/link-views.ts'
import type { Source } from '../../kit/emitter.ts'

export interface HealthCheck {
  readonly name: HealthCheckName
  /** At once or later; a check that throws, or does not answer in time, is unhealthy. */
  readonly check: () => HealthFinding | Promise<HealthFinding>
}

export interface Health extends Disposable {
  /** Checks again and again, until disposed. */
  start(): void
  /** Checks now; checks that already run are waited for, not begun twice. */
  run(): Promise<HealthView>
  /** Told when the status or the message of a check changed. */
  readonly changed: Source<HealthView>
}
