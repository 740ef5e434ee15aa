/** Quitting waits for the node to say goodbye, but not for ever. */
import type { Clock } from '../../kit/clock.ts'
import { SECOND_MS } from '../../kit/units.ts'

/** The node promises to stop in under 5 s (spec §3); past that the person's wish to quit counts more. */
const DEADLINE_MS = 5 * SECOND_MS

export interface QuitPorts {
  readonly clock: Clock
  /** Stops whatever has to be stopped. Called once. */
  stop(): Promise<void>
  /** Quits again, this time for good. */
  quit(): void
  readonly onBug: (error: unknown) => void
}

/** @returns what to do with each wish to quit: `preventDefault` it or, once everything has stopped, let it pass */
export function createQuitGuard(ports: QuitPorts): (event: { preventDefault(): void }) => void {
  let phase: 'running' | 'stopping' | 'stopped' = 'running'

  function finish(): void {
    if (phase === 'stopped') return
    phase = 'stopped'
    ports.quit()
  }

  return (event) => {
    if (phase === 'stopped') return
    event.preventDefault()
    if (phase === 'stopping') return
    phase = 'stopping'
    const deadline = ports.clock.at(ports.clock.now() + DEADLINE_MS, finish)
    void ports
      .stop()
      .catch(ports.onBug)
      .finally(() => {
        deadline[Symbol.dispose]()
        finish()
      })
  }
}
