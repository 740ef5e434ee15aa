/** Notices what happens to the machine around the node: sleep, networks that come and go, what they cost, a battery, a clock that is set. */
import { networkInterfaces, uptime } from 'node:os'
import type { Surroundings, SurroundingsEvent } from '../core/surroundings.types.ts'
import type { Clock } from '../kit/clock.ts'
import { createEmitter } from '../kit/emitter.ts'
import type { Log } from '../kit/log.ts'
import { SECOND_MS } from '../kit/units.ts'
import type { NetworkCost } from './network-cost.ts'
import type { Every, PowerSource } from './power.ts'
import {
  compareLooks,
  firstSeen,
  type Interfaces,
  LOOK_EVERY_MS,
  type Look,
  networkKey,
  subnetsOf,
} from './surroundings.policy.ts'

export interface SurroundingsPorts {
  readonly clock: Pick<Clock, 'now' | 'wallMs'>
  readonly log: Log
  readonly power: PowerSource
  readonly cost: NetworkCost
  readonly every: Every
  /** Milliseconds since the machine was started, sleep included; `null` where the system does not say. */
  readonly upMs: () => number | null
  readonly interfaces: () => Interfaces
}

/** Looks at once and then again and again, without keeping the process alive, until disposed. */
export function createSurroundings(ports: SurroundingsPorts): Surroundings & Disposable {
  const { clock, log, power, cost } = ports
  const events = createEmitter<SurroundingsEvent>((error) =>
    log.error('a listener to the surroundings threw', { error }),
  )

  /** The same list for as long as it says the same: who has read it needs not read it again. */
  let subnets: readonly string[] = []
  let seen = firstSeen(see(false))

  function see(resumed: boolean): Look {
    const interfaces = ports.interfaces()
    const mine = subnetsOf(interfaces)
    if (mine.join(' ') !== subnets.join(' ')) subnets = mine
    return {
      nowMs: clock.now(),
      wallMs: clock.wallMs(),
      upMs: ports.upMs(),
      network: networkKey(interfaces),
      onBattery: power.onBattery(),
      resumed,
    }
  }

  function look(resumed: boolean): void {
    const before = seen.look.network
    const compared = compareLooks(seen, see(resumed))
    seen = compared.seen
    for (const event of compared.events) {
      if (event.type === 'network-changed') cost.networkChanged()
      tell(event, event.type === 'network-changed' ? { before, after: seen.look.network } : {})
    }
  }

  function tell(event: SurroundingsEvent, more: object): void {
    log.info('the surroundings changed', { ...event, ...more })
    events.emit(event)
  }

  const looking = ports.every(LOOK_EVERY_MS, () => look(false))
  const listening = [
    power.events.on((what) => (what === 'suspending' ? tell({ type: 'suspending' }, {}) : look(what === 'resumed'))),
    cost.changed.on((metered) => tell({ type: 'metered-changed' }, { metered })),
  ]
  return {
    events,
    onBattery: () => power.onBattery(),
    onMetered: () => cost.onMetered(),
    subnets: () => subnets,
    utcOffsetMinutes: (wallMs) => -new Date(wallMs).getTimezoneOffset(),
    [Symbol.dispose]() {
      looking[Symbol.dispose]()
      for (const each of listening) each[Symbol.dispose]()
    },
  }
}

/** The machine itself. */
export const machine: Pick<SurroundingsPorts, 'every' | 'upMs' | 'interfaces'> = {
  every(ms, task) {
    const timer = setInterval(task, ms).unref()
    return { [Symbol.dispose]: () => clearInterval(timer) }
  },
  upMs() {
    try {
      return uptime() * SECOND_MS
    } catch {
      // Some sandboxes hide it.
      return null
    }
  },
  interfaces() {
    try {
      return networkInterfaces()
    } catch {
      return {}
    }
  },
}
