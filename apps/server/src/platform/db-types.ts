import type { ColumnType } from 'kysely';

export type { Generated, GeneratedAlways } from 'kysely';
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** Written as JSON text, read as a parsed value. */
export type Json = ColumnType<unknown, string, string>;

/**
 * All tables of the database. The platform knows no module: each module's generated tables.ts adds its own tables
 * here by declaration merging.
 */
export interface Tables {}
