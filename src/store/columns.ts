// Kinds of columns, as Kysely sees them.
import type { ColumnType } from 'kysely';

/** A jsonb column: read as a value (parse it with zod), written as JSON text. */
export type Json = ColumnType<unknown, string, string>;
export type NullableJson = ColumnType<unknown, string | null, string | null>;
/** A timestamptz column: read as Date, written as Date or ISO text. */
export type Time = ColumnType<Date, Date | string, Date | string>;
export type NullableTime = ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;

export interface OfTenant {
  tenantId: string;
}
