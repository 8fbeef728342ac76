// `doctor`: what is wrong with an installation, each check with what to do.
import { existsSync, statfsSync, statSync } from 'node:fs';
import { Fault } from '#kit/index.ts';
import { openStore } from '#store/index.ts';
import { answers, type Place, serverSocket } from './session.ts';

export interface Check {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

const ENOUGH_BYTES = 2 ** 30;

/** Looks at folder, database and server; changes nothing but a missing migration. */
export async function doctor(place: Place): Promise<Check[]> {
  const checks: Check[] = [];
  const add = (check: string, ok: boolean, detail: string) => checks.push({ check, ok, detail });
  add('Node', Number(process.versions.node.split('.')[0]) >= 24, process.version);
  if (!existsSync(place.dataDir)) {
    add('data folder', true, `${place.dataDir} is not there yet; the first start makes it`);
    return checks;
  }
  const mode = statSync(place.dataDir).mode & 0o777;
  add(
    'data folder',
    (mode & 0o077) === 0,
    `${place.dataDir}, mode ${mode.toString(8)}${mode & 0o077 ? '; run chmod 700 on it' : ''}`,
  );
  const disk = statfsSync(place.dataDir);
  const free = disk.bavail * disk.bsize;
  add('disk', free > ENOUGH_BYTES, `${(free / 2 ** 30).toFixed(1)} GB free${free > ENOUGH_BYTES ? '' : '; make room'}`);
  const socket = serverSocket(place);
  const running = socket !== null && (await answers(socket));
  add('server', true, running ? 'runs on this data folder' : 'does not run');
  if (running && place.databaseUrl === undefined) {
    add('database', true, 'in use by the server');
    return checks;
  }
  try {
    await using store = await openStore(place);
    await store.system(({ db }) => db.selectFrom('tenants').select('id').limit(1).execute());
    add('database', true, `${store.kind}, schema is current, tenants are walled off`);
  } catch (error) {
    add('database', false, error instanceof Fault ? error.message : String(error));
  }
  return checks;
}
