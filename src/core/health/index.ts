export { type Checks, createChecks } from './checks.ts'
export { createHealth } from './health.ts'
export type { Health, HealthCheck } from './health.types.ts'
export { diskFinding } from './storage.policy.ts'
