/** Notices what happens to the machine around the node: sleep, networks that come and go, a battery, a clock that is set. */
import type { Surroundings, SurroundingsEvent } from '../core/surroundings.types.ts'
import { createEmitter } from '../kit/emitter.ts'

/** TO BE BUILT. */
export function createSurroundings(): Surroundings & Disposable {
  return { events: createEmitter<SurroundingsEvent>(), onBattery: () => false, [Symbol.dispose]: () => {} }
}
