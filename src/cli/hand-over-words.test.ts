// The lines that a take-over prints are pasted into a shell: what came with the archive is one word there, whatever is in it.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { takeOverWords } from './hand-over-command.ts';

test.each(['a@x.example', "o'neil@x.example; echo no", '$(echo no)', '`echo no`', '"; echo no; "'])(
  '%s stays one word to a shell',
  (email) => {
    const words = takeOverWords({
      schema: 'dosimeter.take-over/1',
      site: { id: 'x', name: email },
      from: { id: 'x', name: email, version: '1', madeAt: '2026-11-27T10:00:00.000Z' },
      tables: 1,
      rows: 1,
      people: [{ name: 'Anna', email, role: 'owner' }],
      changed: [],
    });
    const line = words.split('\n').at(-1)?.trim() ?? '';
    const said = execFileSync('sh', ['-c', `printf '%s\\n' ${line.replace(/^dosimeter user add /, '')}`], {
      encoding: 'utf8',
    });
    expect(said.split('\n')).toEqual([email, '--role', 'owner', '--tenant', email, '']);
  },
);
