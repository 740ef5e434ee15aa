/** Runs the health checks, each within its deadline, and adds them up to the worst (spec §12). */
import type { HealthView } from '../../contract/link-views.ts'
import type { Settings } from '../../contract/settings.ts'
import { type Clock, isoTime } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { Log } from '../../kit/log.ts'
import type { Health, HealthCheck } from './health.types.ts'

export interface HealthPorts {
  readonly clock: Clock
  readonly log: Log
  readonly uptimeMs: () => number
}

/** TO BE BUILT. */
export function createHealth(
  ports: HealthPorts,
  _checks: readonly HealthCheck[],
  _settings: () => Settings['health'],
): Health {
  return {
    start: () => {},
    run: () =>
      Promise.resolve({
        status: 'healthy',
        checks: [],
        uptimeMs: ports.uptimeMs(),
        checkedAt: isoTime(ports.clock.wallMs()),
      }),
    changed: createEmitter<HealthView>(),
    [Symbol.dispose]: () => {},
  }
}
