/** What Electron says of power and sleep, in the form in which a host hears of it. */
import type { PowerMonitor } from 'electron'
import type { PowerSource } from '../../host/power.ts'
import { createEmitter } from '../../kit/emitter.ts'

/** What is used of Electron's own. */
type Monitor = Pick<PowerMonitor, 'isOnBatteryPower' | 'on'>

export interface DesktopPower extends PowerSource {
  /** Electron's monitor may only be asked once the app is ready, which is later than the node begins to start. */
  attach(monitor: Monitor): void
}

export function createDesktopPower(): DesktopPower {
  const events = createEmitter<'changed' | 'resumed'>()
  let onBattery = false

  function become(now: boolean): void {
    if (now === onBattery) return
    onBattery = now
    events.emit('changed')
  }

  return {
    onBattery: () => onBattery,
    events,
    attach(monitor) {
      monitor.on('on-battery', () => become(true))
      monitor.on('on-ac', () => become(false))
      monitor.on('resume', () => events.emit('resumed'))
      become(monitor.isOnBatteryPower())
    },
  }
}
