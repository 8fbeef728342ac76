import { expect, test } from 'vitest';
import { compareRelations, type Peer, type Talk } from './compare-relations.ts';

const ct = { id: 'ct', name: 'CT' };
const pacs = { id: 'pacs', name: 'PACS' };
const toPacs: Peer = { device: ct, title: 'PACS1', address: '10.0.0.10', port: 104, fact: 'row' };
const talk = (change: Partial<Talk> = {}): Talk => ({
  client: '10.0.0.5',
  server: '10.0.0.10',
  port: 104,
  calling: 'CT1',
  called: 'PACS1',
  outcome: 'accepted',
  clientDevice: ct,
  serverDevice: pacs,
  lastSeenAt: '2026-11-23T09:00:00.000Z',
  fact: 'talk',
  ...change,
});

test.each<[what: string, peers: Peer[], talks: Talk[], states: string[]]>([
  ['configured and used', [toPacs], [talk()], ['used']],
  ['configured and never seen', [toPacs], [], ['unused']],
  ['used, and the table of the caller does not name it', [toPacs], [talk({ called: 'OTHER' })], ['unused', 'unlisted']],
  ['used, and no table is known', [], [talk()], ['untold']],
  [
    'the table of the called end foresees the caller',
    [{ ...toPacs, device: pacs, title: 'CT1', address: null, port: null }],
    [talk()],
    ['used'],
  ],
  [
    'the right title at another address is another machine',
    [toPacs],
    [talk({ server: '10.0.0.11' })],
    ['unused', 'unlisted'],
  ],
  ['another port is another service', [toPacs], [talk({ port: 11112 })], ['unused', 'unlisted']],
  ['a title that was not seen counts by its address', [toPacs], [talk({ called: null })], ['used']],
  ['who was only turned away does not use it', [toPacs], [talk({ outcome: 'rejected' })], ['unused']],
  [
    'one that was taken in outweighs one turned away',
    [toPacs],
    [talk({ outcome: 'rejected' }), talk({ fact: 't2' })],
    ['used'],
  ],
])('%s', (_, peers, talks, states) => {
  const found = compareRelations(peers, talks);
  expect(found.map(({ state }) => state).sort()).toEqual([...states].sort());
  expect(found.every(({ facts }) => facts.length > 0)).toBe(true);
  expect(compareRelations(peers.toReversed(), talks.toReversed())).toEqual(found);
});

test('a relation that is used cites the line and the conversation, the newest first', () => {
  const [found] = compareRelations([toPacs], [talk(), talk({ fact: 'later', lastSeenAt: '2026-11-24T09:00:00.000Z' })]);
  expect(found).toMatchObject({ facts: ['row', 'later', 'talk'], lastSeenAt: '2026-11-24T09:00:00.000Z' });
  expect(found?.to.device).toEqual(pacs);
});
