// `tenant export` and `tenant take-over`: everything of a site into one archive, and out of one into a new site.
import { open, rename, rm } from 'node:fs/promises';
import type { HandOver, TakeOver } from '#contracts/index.ts';
import { takeOver, writeHandOver } from '#jobs/index.ts';
import { Invalid, inertText, systemClock } from '#kit/index.ts';
import type { Store } from '#store/index.ts';
import type { Terminal } from './remote.ts';
import type { Opened } from './session.ts';

interface Typed {
  readonly terminal: Pick<Terminal, 'output' | 'signal'>;
  /** A name as it was typed, as a path. */
  readonly file: (name: string) => string;
}

export interface HandOverAsked extends Typed {
  readonly opened: Opened;
  readonly version: string;
}

export interface TakeOverAsked extends Typed {
  readonly archive: string;
  readonly name: string | undefined;
}

/** Writes the archive of the site, whole or not at all, readable by its owner alone. */
export async function exportSite({ opened, terminal, version, file }: HandOverAsked, out: string): Promise<HandOver> {
  const { output, signal } = terminal;
  const place = file(out);
  const draft = `${place}.part`;
  const handle = await open(draft, 'w', 0o600).catch((cause: unknown) => {
    throw new Invalid(`${inertText(out, 200)} cannot be written. Name another place.`, {}, cause);
  });
  try {
    const written = await writeHandOver(
      { store: opened.store, clock: systemClock },
      {
        site: opened.tenant,
        by: 'local',
        version,
        signal,
        write: (chunk) => handle.writeFile(chunk),
        progress: (done, of, rows) => output.progress(done / of, `${rows} rows written`),
      },
    );
    await handle.sync();
    await handle.close();
    await rename(draft, place);
    return written;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  }
}

/** Makes a new site of an archive. */
export function takeSiteOver(store: Store, { terminal, file, archive, name }: TakeOverAsked): Promise<TakeOver> {
  const { output, signal } = terminal;
  return takeOver(
    { store, clock: systemClock },
    {
      file: file(archive),
      name,
      by: 'local',
      signal,
      progress: (done, of, rows) => output.progress(done / of, `${rows} rows taken over`),
    },
  );
}

/** What was exported, for a person. */
export function exportWords({ site, tables }: HandOver, out: string): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `Everything of ${site.name} is in ${inertText(out, 200)}: ${rows} rows in ${tables.length} tables.`,
    'It shows how the site can be attacked: keep it encrypted, and hand it to few.',
  ].join('\n');
}

/** What was taken over, and what is left to do. */
export function takeOverWords({ site, from, tables, rows, people, changed }: TakeOver): string {
  const accounts = people.map(
    ({ email, role }) => `  dosimeter user add ${quoted(email)} --role ${role} --tenant ${quoted(site.name)}`,
  );
  return [
    `${site.name} is here: ${rows} rows in ${tables} tables, as of ${from.madeAt.slice(0, 10)}.`,
    ...changed,
    ...(accounts.length === 0 ? [] : ['These people had an account there. Add those who go on:', ...accounts]),
  ].join('\n');
}

/** One word to a POSIX shell, whatever is in it: the line is there to be pasted. */
function quoted(text: string): string {
  return `'${inertText(text, 200).replaceAll("'", "'\\''")}'`;
}
