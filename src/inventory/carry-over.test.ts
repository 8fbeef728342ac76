import { expect, test } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { openArchive } from '#support/sample-devices.ts';
import { carryOver } from './carry-over.ts';

const E6: Partial<ScanEndpoint> = { exposure: 'E6', query: 'executed' };
const E5: Partial<ScanEndpoint> = { exposure: 'E5', query: 'offered' };

test.each<[string, Partial<ScanEndpoint>, Partial<ScanEndpoint>, Partial<ScanEndpoint> | null]>([
  ['a handshake asks for no search: the answer stands', E6, { ...E5, asked: 'handshake' }, E6],
  [
    'the same question gets a new answer',
    E6,
    { exposure: 'E4', query: 'refused' },
    { exposure: 'E4', query: 'refused' },
  ],
  [
    'what is offered no longer is not held',
    E6,
    { exposure: 'E4', query: 'not offered', asked: 'handshake' },
    { exposure: 'E4' },
  ],
  ['a refusal stands, too', { exposure: 'E5', query: 'refused' }, { ...E5, asked: 'handshake' }, { query: 'refused' }],
  [
    'who is turned away now is turned away',
    E6,
    { exposure: 'E2', query: 'unknown', asked: 'handshake' },
    { exposure: 'E2' },
  ],
  ['one entry is asked for with full alone', { exposure: 'E7', query: 'executed' }, E6, { exposure: 'E7' }],
  ['and with full it is asked', { exposure: 'E7', query: 'executed' }, { ...E6, asked: 'full' }, { exposure: 'E6' }],
  [
    'the web search stands',
    { exposure: null, web: 'W4' },
    { exposure: null, web: 'W3', asked: 'handshake' },
    { web: 'W4' },
  ],
  ['the web search is answered anew', { exposure: null, web: 'W4' }, { exposure: null, web: 'W3' }, { web: 'W3' }],
  ['a scan that was stopped says nothing against', E6, { ...E5, complete: false }, null],
  ['a scan that was stopped may say more', { exposure: 'E2' }, { ...E6, complete: false }, E6],
])('%s', (_, before, now, after) => {
  const known = carryOver(openArchive(before), openArchive(now));
  if (after === null) expect(known).toBeNull();
  else expect(known?.endpoint).toMatchObject(after);
});

test('the proof of the earlier answer stays beside the newest, and does not pile up', () => {
  const proven = openArchive({ ...E6, transcript: [{ atMs: 1, direction: 'received', summary: 'no match' }] });
  const shorter = openArchive({
    ...E5,
    asked: 'handshake',
    transcript: [{ atMs: 2, direction: 'sent', summary: 'echo' }],
  });
  const once = carryOver(proven, shorter)?.endpoint;
  const twice = once && carryOver(once, shorter);
  expect(once?.transcript.map(({ summary }) => summary)).toEqual([
    'no match',
    expect.stringContaining('earlier'),
    'echo',
  ]);
  expect(twice?.endpoint).toEqual(once);
  expect(twice?.standing).toEqual(['service.answers', 'service.exposure']);
});
