/** What a host tells a node when nothing happens around it. */
import type { NodePorts } from '../../src/core/node.types.ts'
import type { SurroundingsEvent } from '../../src/core/surroundings.types.ts'
import { createEmitter } from '../../src/kit/emitter.ts'

export const quietSurroundings = (): NodePorts['surroundings'] => ({
  events: createEmitter<SurroundingsEvent>(),
  onBattery: () => false,
  onMetered: () => null,
  subnets: () => [],
  utcOffsetMinutes: () => 0,
})

export const quietHost = (): Pick<NodePorts, 'surroundings' | 'checks' | 'breakers'> => ({
  surroundings: quietSurroundings(),
  checks: [],
  breakers: {},
})
