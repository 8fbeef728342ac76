// What PostgreSQL's background processes do and the embedded database has none for: checkpoints, without which the
// write-ahead log grows for ever, and VACUUM ANALYZE, without which the planner takes every table for an empty one
// (PostgreSQL 17 documentation, sections 24.1 and 28.5). How much was written is read off the position in the log.

const MB = 1 << 20;
const CHECKPOINT_AFTER = 48 * MB;
/** A small database is tidied soon; a large one after as much was written as it held then. */
const VACUUM_AFTER = 16 * MB;
const LOOK_EVERY_MS = 1_000;

const MEASURE = `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 as written,
  pg_database_size(current_database())::float8 as size`;
const TABLES = `select quote_ident(relname) as name from pg_class
  where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;

type Run = (sql: string) => Promise<readonly unknown[]>;

/** Decides what is due; one statement a step, so that others get their turn in between. */
export class Housekeeping {
  readonly #run: Run;
  readonly #now: () => number;
  #lookedAt = Number.NEGATIVE_INFINITY;
  /** Positions in the log of the last checkpoint and VACUUM; those of the first look until there is one. */
  #checkpointAt: number | undefined;
  #vacuumAt: number | undefined;
  #sizeThen = 0;
  readonly #due: string[] = [];

  constructor(run: Run, now: () => number = () => performance.now()) {
    this.#run = run;
    this.#now = now;
  }

  /** Whether a step would do anything. */
  get isDue(): boolean {
    return this.#due.length > 0 || this.#now() - this.#lookedAt >= LOOK_EVERY_MS;
  }

  /** Whether something was found that is not done yet. */
  get hasMore(): boolean {
    return this.#due.length > 0;
  }

  /** Does the next thing that is due. A failure is left for the next time: nothing depends on it. */
  async step(): Promise<void> {
    try {
      const next = this.#due.shift();
      if (next !== undefined) await this.#run(next);
      else await this.#look();
    } catch {
      this.#due.length = 0;
    }
  }

  async #look(): Promise<void> {
    this.#lookedAt = this.#now();
    const { written, size } = figures(await this.#run(MEASURE));
    this.#checkpointAt ??= written;
    if (this.#vacuumAt === undefined) {
      this.#vacuumAt = written;
      this.#sizeThen = size;
    }
    if (written - this.#vacuumAt >= Math.max(VACUUM_AFTER, this.#sizeThen)) {
      this.#vacuumAt = written;
      this.#sizeThen = size;
      for (const row of await this.#run(TABLES)) this.#due.push(`vacuum (analyze) ${nameOf(row)}`);
    }
    if (written - this.#checkpointAt >= CHECKPOINT_AFTER) {
      this.#checkpointAt = written;
      this.#due.unshift('checkpoint');
    }
  }
}

function figures(rows: readonly unknown[]): { written: number; size: number } {
  const [row] = rows;
  if (typeof row !== 'object' || row === null) throw new TypeError('no figures');
  const { written, size } = { written: 0, size: 0, ...row };
  return { written: Number(written), size: Number(size) };
}

function nameOf(row: unknown): string {
  if (typeof row === 'object' && row !== null && 'name' in row && typeof row.name === 'string') return row.name;
  throw new TypeError('a table has no name');
}
