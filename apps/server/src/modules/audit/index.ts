/** Who did what that somebody may ask about later. */
export { auditModule } from './module.ts';
export { entriesOf, record, type AuditRecord } from './record.ts';
