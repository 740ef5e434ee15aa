export { createAudit } from './audit.ts'
export type { Audit, AuditEvent } from './audit.types.ts'
export type { AuditRecord, AuditRow, AuditStore, AuditWish } from './audit-store.types.ts'
