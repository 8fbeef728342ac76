// Takes in the feeds of a folder into a data folder, without a database: the part of an import that a benchmark of feeds measures.
import { collectFeeds, KnowledgeFolder } from '../../src/sensors/feeds/index.ts';

const [stick = '', data = ''] = process.argv.slice(2);
const folder = new KnowledgeFolder(data);
const watch = {
  signal: new AbortController().signal,
  now: '2026-11-26T00:00:00.000Z',
  progress: () => undefined,
  room: folder.room(),
};
using collected = await collectFeeds([stick], watch);
const [landed] = collected.feeds.map((feed) => folder.land(feed, { now: '2026-11-26T00:00:00.000Z', force: false }));
process.stdout.write(JSON.stringify({ rows: landed?.rows ?? 0, outcome: landed?.outcome }));
