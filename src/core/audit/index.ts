export { createAudit } from './audit.ts'
export type { Audit, AuditEvent } from './audit.types.ts'
