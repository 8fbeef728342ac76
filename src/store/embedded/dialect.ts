// Kysely over the one session of the embedded database: transactions take turns, interactive ones before background ones.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { Unavailable } from '#kit/index.ts';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { Housekeeping } from './housekeeping.ts';

export type Priority = 'interactive' | 'background';

/** Says how urgent the work is that asks for the session; interactive when nothing is said. */
export const priorityOfWork = new AsyncLocalStorage<Priority>();

class Session implements DatabaseConnection {
  readonly #database: EmbeddedPostgres;
  /** The session in which the open transaction began; 0 when none is open. */
  #transactionOf = 0;

  constructor(database: EmbeddedPostgres) {
    this.#database = database;
  }

  async begin(): Promise<void> {
    await this.#database.query('begin');
    this.#transactionOf = this.#database.generation;
  }

  async end(how: 'commit' | 'rollback'): Promise<void> {
    const began = this.#transactionOf;
    this.#transactionOf = 0;
    if (began !== this.#database.generation) {
      if (how === 'commit') throw lost();
      return;
    }
    await this.#database.query(how);
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#transactionOf !== 0 && this.#transactionOf !== this.#database.generation) throw lost();
    const reply = await this.#database.query(query.sql, query.parameters);
    // PostgreSQL gave the rows; their shape is the caller's claim, as with every Kysely driver.
    return { rows: (reply.rows ?? []) as R[], numAffectedRows: BigInt(reply.affected ?? 0) };
  }

  /** Rows are read page by page, so that a slow reader never holds the one session. */
  streamQuery(): never {
    throw new Error('The store reads in pages, not in streams.');
  }
}

function lost(): Unavailable {
  return new Unavailable(
    'The database started again in the middle of this work; nothing of it was saved. Try once more.',
  );
}

class TurnTaking implements Driver {
  readonly #session: Session;
  readonly #housekeeping: Housekeeping;
  #tidying: Promise<void> | undefined;
  readonly #waiting: Record<Priority, (() => void)[]> = { interactive: [], background: [] };
  #busy = false;

  constructor(database: EmbeddedPostgres) {
    this.#session = new Session(database);
    this.#housekeeping = new Housekeeping(async (statement) => (await database.query(statement)).rows ?? []);
  }

  async init(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#tidying;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#busy) {
      const queue = this.#waiting[priorityOfWork.getStore() ?? 'interactive'];
      await new Promise<void>((resolve) => queue.push(resolve));
    }
    this.#busy = true;
    return this.#session;
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.interactive.shift();
    if (next) next();
    else if (this.#housekeeping.isDue) this.#tidying = this.#tidy();
    else this.#handOver();
  }

  /** Housekeeping step by step, until somebody waits. */
  async #tidy(): Promise<void> {
    const { interactive, background } = this.#waiting;
    do await this.#housekeeping.step();
    while (this.#housekeeping.hasMore && interactive.length + background.length === 0);
    this.#handOver();
  }

  #handOver(): void {
    const next = this.#waiting.interactive.shift() ?? this.#waiting.background.shift();
    if (next) next();
    else this.#busy = false;
  }

  async beginTransaction(): Promise<void> {
    await this.#session.begin();
  }

  async commitTransaction(): Promise<void> {
    await this.#session.end('commit');
  }

  async rollbackTransaction(): Promise<void> {
    await this.#session.end('rollback');
  }
}

/** The dialect for an open embedded database. */
export function embeddedDialect(database: EmbeddedPostgres): Dialect {
  return {
    createDriver: () => new TurnTaking(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
}
