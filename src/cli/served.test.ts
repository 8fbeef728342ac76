// Which command lines go to a server without the commands being loaded.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { socketOfWords } from './served.ts';

const at = (folder: string) => path.join(path.resolve(folder), 'command.sock');

describe('a command line for the server', () => {
  test.each<[argv: string[], given: string | undefined, socket: string | null]>([
    [['import', 'list.csv'], undefined, at('.dosimeter')],
    [['import', 'list.csv'], '/srv/data', at('/srv/data')],
    [['import', 'list.csv', '--data', 'here'], '/srv/data', at('here')],
    [['import', 'list.csv', '--data=here', '--json'], undefined, at('here')],
    [['report', '--json', '--data', 'here'], undefined, at('here')],
    [['assess', '--network', '10.0.0.0/24', '--data', 'here'], undefined, at('here')],
    // Of commands that are no server's matter.
    [['scan', '10.0.0.1'], undefined, null],
    [['serve'], undefined, null],
    [['--json', 'import'], undefined, null],
    [[], undefined, null],
    // Of what is said here.
    [['import', '--help'], undefined, null],
    [['import', '-h'], undefined, null],
    [['import', '-V'], undefined, null],
    [['sensor', 'run', '--hub', 'https://hub.example.org'], undefined, null],
    [['sensor', 'run', '--hub=https://hub.example.org'], undefined, null],
    // Of what only the commands can read.
    [['import', '--', '--data', 'here'], undefined, null],
    [['clearance', 'add', '10.0.0.1', '--note', '--data', 'here'], undefined, null],
    [['import', '--data', 'here', '--data', 'there'], undefined, null],
    [['import', '--data'], undefined, null],
    [['import', '--data', '--json'], undefined, null],
    // No socket has so long a name.
    [['import', '--data', `/${'x'.repeat(120)}`], undefined, null],
  ])('%j with DOSIMETER_DATA %j goes to %j', (argv, given, socket) => {
    expect(socketOfWords(argv, given)).toBe(socket);
  });
});
