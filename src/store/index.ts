// The door of store: the database and its transactions.
export type { BackupReport } from './backup.ts';
export { backup, deleteTenant, restore } from './backup.ts';
export type { Priority } from './embedded/dialect.ts';
export { lockFolder, socketPath } from './embedded/folder-lock.ts';
export type { HandedColumn, TenantPerson } from './hand-over.ts';
export {
  asTenant,
  fillingsAfter,
  handedColumns,
  handedTable,
  type OneMoment,
  type ReadTenant,
  takeRows,
  tenantAtOneMoment,
} from './hand-over.ts';
export type { TenantTable } from './hand-over-tables.ts';
export { COLUMNS_STAY, DECIDED, HANDED_OVER, SAID_OF_ANEW, SET_ANEW, STAYING } from './hand-over-tables.ts';
export type { JobContext, JobHandler, JobRunnerOptions } from './jobs.ts';
export { enqueueJob, getJob, JobRunner, openJobs } from './jobs.ts';
export type { Migration } from './migrate.ts';
export { APP_ROLE, MIGRATIONS } from './migrate.ts';
export type { Schema } from './schema.ts';
export { TENANT_TABLES } from './schema.ts';
export type { Store, StoreOptions, WorkOptions } from './store.ts';
export { openStore } from './store.ts';
export type { System, Tenant, TenantId } from './tenant.ts';
export { tenantIdOf } from './tenant.ts';
export type { TestStore } from './test-store.ts';
export { addTestTenant, bareDevice, openMemoryStore, testStores } from './test-store.ts';
