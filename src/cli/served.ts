// Which command lines a server that has the data runs, told from the words alone: to load every command only to send what was typed
// on would take a second.
import path from 'node:path';
import { COMMAND_SOCKET } from './remote.ts';

/** Commands that go to the server that has the data, when one runs; `scan` goes there as a job. */
export const SERVED = [
  'assess',
  'import',
  'capture',
  'images',
  'report',
  'backup',
  'user',
  'tenant',
  'clearance',
  'sensor',
  'feeds',
  'controls',
  'purchase',
  'decision',
  'decision-log',
  'benchmark',
  'segment',
  'risk',
  'plan',
  'replay',
];

/** The longest path that a socket may have. */
const LONGEST = 103;

/** Where a server for this command line would listen; null when the words alone do not tell, and the commands must be asked. */
export function socketOfWords(argv: readonly string[], given: string | undefined): string | null {
  const [command = ''] = argv;
  if (!SERVED.includes(command)) return null;
  // Help and version are said here, a sensor of another hub keeps to itself, and after '--' nothing is an option.
  if (argv.some((word) => /^(?:-[hV]|--help|--version|--hub|--$)/.test(word))) return null;
  const places = argv.flatMap((word, n) => (/^--data(?:=|$)/.test(word) ? [n] : []));
  const [at] = places;
  let folder = given ?? '.dosimeter';
  if (at !== undefined) {
    const [before = '', word = '', after = ''] = argv.slice(at - 1);
    // Behind another option it may be that one's value.
    if (places.length > 1 || (before.startsWith('-') && before !== '--json')) return null;
    folder = word === '--data' ? after : word.slice('--data='.length);
    if (folder === '' || folder.startsWith('-')) return null;
  }
  const file = path.join(path.resolve(folder), COMMAND_SOCKET);
  return Buffer.byteLength(file) <= LONGEST ? file : null;
}
