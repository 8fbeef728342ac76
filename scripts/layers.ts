// Holds the order of the rooms (ARCHITECTURE.md): a room imports only from rooms above it, through their doors.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Top to bottom: a room may import from those before it. */
export const ROOMS: readonly string[] = [
  'kit',
  'wire',
  'contracts',
  'charts',
  'knowledge',
  'store',
  'people',
  'evidence',
  'inventory',
  'sensors',
  'findings',
  'risk',
  'watch',
  'program',
  'report',
  'jobs',
  'api',
  'cli',
  'main',
];

/** Rooms of pure functions: at run time no store, network, files or clock, not even through another room. */
const PURE = ['wire', 'findings', 'risk', 'charts', 'contracts'];
const IMPURE_MODULES = /^node:(fs|net|tls|http|https|http2|dgram|dns|child_process|worker_threads|cluster)(\/|$)/;
const SOCKETS =
  /^node:(net|tls|http|https|http2|dgram|dns)(\/|$)|^(undici|pg|fastify|nodemailer|openid-client|ldapts)$/;
/** Rooms that may open sockets, and single files that may. */
const SOCKET_ROOMS = ['sensors', 'store', 'watch', 'api'];
const SOCKET_FILES = /^src\/(cli|people)\//;
const STORE_DOORS = /^#(store|people|evidence|inventory)\/index\.ts$/;

export interface Violation {
  readonly file: string;
  readonly imported: string;
  readonly rule: string;
}

interface Import {
  readonly name: string;
  readonly typeOnly: boolean;
}

/** The modules that a source file imports or re-exports. */
export function importsOf(source: string): Import[] {
  const found: Import[] = [];
  const statement = /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\s+from\s+)?['"]([^'"]+)['"]/g;
  for (const match of source.matchAll(statement)) {
    if (match[3]) found.push({ name: match[3], typeOnly: match[2] !== undefined });
  }
  for (const match of source.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) {
    if (match[1]) found.push({ name: match[1], typeOnly: false });
  }
  return found;
}

function roomOf(file: string): string {
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '');
}

/** Every breach in the given files; `read` gives a file's text. */
export function violations(files: readonly string[], read: (file: string) => string): Violation[] {
  const found: Violation[] = [];
  for (const file of files) {
    const isTest = /\.test\.tsx?$/.test(file);
    const source = read(file);
    const report = (imported: string, rule: string) => found.push({ file, imported, rule });
    for (const { name, typeOnly } of importsOf(source)) {
      if (file.startsWith('web/')) {
        if (name.startsWith('#') && !/^#(contracts|charts)\/index\.ts$/.test(name)) {
          report(name, 'web imports contracts and charts alone');
        }
        if (name.startsWith('node:') && !isTest && !/vite\.config\.ts$|^web\/test-support\//.test(file))
          report(name, 'web has no Node modules');
        continue;
      }
      if (!file.startsWith('src/')) continue;
      const room = roomOf(file);
      if (name.startsWith('#')) {
        const target = name.slice(1).split('/')[0] ?? '';
        if (target === 'demo' && (isTest || room === 'main')) continue;
        if (target === 'support' && isTest) continue;
        if (target !== room) {
          if (!/\/(index|model)\.ts$/.test(name)) report(name, 'other rooms are entered by their door');
          if (ROOMS.indexOf(target) < 0 || ROOMS.indexOf(target) > ROOMS.indexOf(room)) {
            report(name, `${room} stands above ${target}`);
          }
          if (PURE.includes(room) && !typeOnly && !isTest && STORE_DOORS.test(name)) {
            report(name, 'a pure room imports model.ts of a room that touches the store');
          }
        }
      } else if (name.startsWith('.')) {
        const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), name));
        if (roomOf(target) !== room) report(name, 'a relative import stays in its room');
      }
      if (isTest || typeOnly) continue;
      if (PURE.includes(room) && IMPURE_MODULES.test(name)) report(name, `${room} is pure`);
      if (SOCKETS.test(name) && !SOCKET_ROOMS.includes(room) && !SOCKET_FILES.test(file)) {
        report(name, `${room} opens no sockets`);
      }
      if (name === 'kysely' && room !== 'store' && !file.endsWith('.store.ts')) {
        report(name, 'only store and *.store.ts know SQL');
      }
    }
    if (!isTest && source.split('\n').length > 600 && !/\/data\/|\.data\.ts$/.test(file)) {
      report('', 'a file over 600 lines holds more than one idea');
    }
  }
  return found;
}

/** TypeScript sources below the project root that the rules hold for. */
export function sources(root: string): string[] {
  return ['src', 'web', 'demo'].flatMap((top) =>
    readdirSync(path.join(root, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .filter((file) => !file.includes('node_modules') && !file.includes('/dist/')),
  );
}

/** All breaches of the checkout at `root`. */
export function checkLayers(root: string): Violation[] {
  return violations(sources(root), (file) => readFileSync(path.join(root, file), 'utf8'));
}
