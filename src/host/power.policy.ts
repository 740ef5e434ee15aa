/** Whether a machine runs on its battery, from what Linux says of each supply. Pure. */

/** One folder of /sys/class/power_supply; a file that is not there is empty. */
export interface PowerSupply {
  /** `Battery`, `Mains`, `USB`, `UPS`. */
  readonly type: string
  /** `Device`: the battery of a mouse or a keyboard. */
  readonly scope: string
  readonly status: string
  readonly online: string
}

/** A battery that feeds the machine empties, and nothing else feeds it. Where nobody can say: no. */
export function runsOnBattery(supplies: readonly PowerSupply[]): boolean {
  const own = supplies.filter(({ scope }) => scope !== 'Device')
  const plugged = own.some(({ type, online }) => type !== 'Battery' && online === '1')
  return !plugged && own.some(({ type, status }) => type === 'Battery' && status === 'Discharging')
}
