/**
 * What Electron says of power and sleep, in the form in which a host hears of it.
 *
 * Of networks that come and go Electron tells its main process nothing (`net.isOnline` has no event and knows interfaces
 * only); the host looks at the interfaces every two seconds (`src/host/surroundings.ts`).
 */
import type { PowerMonitor } from 'electron'
import type { PowerEvent, PowerSource } from '../../host/power.ts'
import { createEmitter } from '../../kit/emitter.ts'

/** What is used of Electron's own. */
type Monitor = Pick<PowerMonitor, 'isOnBatteryPower' | 'on'>

export interface DesktopPower extends PowerSource, Disposable {
  /** Electron's monitor may only be asked once the app is ready, which is later than the node begins to start. */
  attach(monitor: Monitor): void
  /** The session ends, and nothing will be said any more. */
  readonly ending: () => void
}

/** @param supplies what the system itself lists: on Linux Electron knows of no battery (its events are macOS's alone) */
export function createDesktopPower(supplies: (PowerSource & Disposable) | null): DesktopPower {
  const events = createEmitter<PowerEvent>()
  let monitor: Monitor | null = null
  const listening = supplies?.events.on((event) => events.emit(event))

  return {
    // Asked every two seconds: Windows tells when the plug is in, and not when it was pulled.
    onBattery: () => (monitor?.isOnBatteryPower() ?? false) || (supplies?.onBattery() ?? false),
    events,
    ending: () => events.emit('suspending'),
    attach(attached) {
      monitor = attached
      attached.on('on-battery', () => events.emit('changed'))
      attached.on('on-ac', () => events.emit('changed'))
      attached.on('suspend', () => events.emit('suspending'))
      // The node is stopped then too, but a system that does not wait has at least what was counted.
      attached.on('shutdown', () => events.emit('suspending'))
      attached.on('resume', () => events.emit('resumed'))
      events.emit('changed')
    },
    [Symbol.dispose]() {
      listening?.[Symbol.dispose]()
      supplies?.[Symbol.dispose]()
    },
  }
}
