/** The named checks of a node (spec §12): each gathers plain values and asks its policy what they mean. */
import type { HealthCheck } from './health.types.ts'

/** What the checks look at. */
export interface CheckPorts {
  readonly hosts: readonly HealthCheck[]
}

/** TO BE BUILT. */
export const createChecks = (ports: CheckPorts): readonly HealthCheck[] => ports.hosts
