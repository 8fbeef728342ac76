// Claims about the risk of a site as jobs: a plan and a replay are stopped in the midst of their work.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalJson } from '#kit/index.ts';
import { keepRisk } from '#program/index.ts';
import { assessRisk } from '#risk/index.ts';
import { addTestTenant, openMemoryStore, type Store, type TenantId } from '#store/index.ts';
import { planOf, replayRisk } from '../src/jobs/risk.ts';
import { sampleInputs } from '../src/risk/assessment/sample-site.ts';

let store: Store;
let site: TenantId;
beforeAll(async () => {
  store = await openMemoryStore();
  site = await addTestTenant(store);
  const inputs = sampleInputs();
  const document = assessRisk(inputs);
  const kept = { document, inputs: canonicalJson(inputs), text: canonicalJson(document), by: 'ana' };
  await store.tenant(site, (tx) => keepRisk(tx, kept));
});
afterAll(() => store.close());

test.each<[what: string, run: (watch: Parameters<typeof replayRisk>[3]) => Promise<unknown>]>([
  ['a plan', (watch) => planOf(store, site, {}, watch)],
  ['a replay', (watch) => replayRisk(store, site, undefined, watch)],
])('%s is stopped while it is worked out', async (_, run) => {
  const stop = new AbortController();
  const progress = () => stop.abort(new Error('somebody stopped it'));
  await expect(run({ signal: stop.signal, progress })).rejects.toThrow('somebody stopped it');
});
