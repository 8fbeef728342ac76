// Claims about controls as they stand at a site: checks and people's words make the status, and what is enforced in full lowers the risk.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programChecks, risk } from '#contracts/index.ts';
import { fixedClock, Invalid, NotFound } from '#kit/index.ts';
import { CONTROL_LINKS, policyLibrary, programLibrary, riskInputsOf } from '#program/index.ts';
import { addTestTenant, openMemoryStore, type Store, type TenantId } from '#store/index.ts';
import { controlKnowledge } from './control-catalogue.ts';
import { performImport } from './import.ts';
import { performRisk, replayRisk } from './risk.ts';
import { attest, checkDetail, checkList } from './site-checks.ts';
import { controlDetail, controlList } from './site-controls.ts';

const clock = fixedClock('2026-11-27T10:00:00.000Z');
const LIST = `Name;Type;Modality;IP address\n${Array.from({ length: 7 }, (_, n) => `CT ${n};Modality;CT;10.0.0.1${n}`).join('\n')}\n`;

let store: Store;
let site: TenantId;
const say = (question: string, answer: 'yes' | 'partly' | 'no', device: string | null = null) =>
  attest({ store }, site, [{ question, answer, device }], { by: 'anna', now: clock.now(), via: 'page' });
const controlOf = async (id: string) => (await controlDetail({ store, clock }, site, id)).status;

beforeAll(async () => {
  store = await openMemoryStore();
  site = await addTestTenant(store);
  const run = { tenantId: site, by: 'anna', signal: new AbortController().signal, progress: () => undefined };
  const bytes = Buffer.from(LIST);
  const source = (async function* () {
    yield bytes;
  })();
  await performImport({ store, clock }, run, { source, fileName: 'list.csv', bytes: bytes.length });
});
afterAll(() => store.close());

test('every link names a control, checks, a policy and lessons that exist, and every check is seen by a control', async () => {
  const { controls } = await controlKnowledge(null);
  const { checks, policies } = await policyLibrary();
  const { lessons } = await programLibrary(new Set(controls.flatMap(({ brings, partOf }) => [...brings, ...partOf])));
  const links = Object.entries(CONTROL_LINKS);
  const unknown = (names: readonly string[], known: readonly { readonly id: string }[]) =>
    names.filter((name) => !known.some(({ id }) => id === name));
  expect(
    unknown(
      links.map(([id]) => id),
      controls,
    ),
  ).toEqual([]);
  expect(
    unknown(
      links.flatMap(([, { checks: own = [] }]) => own),
      checks,
    ),
  ).toEqual([]);
  expect(
    unknown(
      links.flatMap(([, { policy }]) => policy ?? []),
      policies.items,
    ),
  ).toEqual([]);
  expect(
    unknown(
      links.flatMap(([, { lessons: own = [] }]) => own),
      lessons.items,
    ),
  ).toEqual([]);
  const seen = links.flatMap(([, { checks: own = [] }]) => own.map((id) => ({ id })));
  expect(
    unknown(
      checks.map(({ id }) => id),
      seen,
    ),
  ).toEqual([]);
});

test('a fresh site knows of no control whether it is enforced, and no risk is lowered', async () => {
  const list = await controlList({ store, clock }, site);
  expect(list).toMatchObject({ devices: 7, size: 'small', counted: [] });
  expect(new Set(list.controls.map(({ status }) => status.enforced.answer))).toEqual(new Set(['unknown']));
});

test('devices that break a check are listed by name, page by page, with why and what would settle the others', async () => {
  const deps = { store, clock };
  const ask = (change: object) =>
    checkDetail(deps, site, { id: 'session-lock', state: 'unknown', limit: 3, ...change });
  const first = await ask({});
  expect(first.total).toEqual({ value: 7, relation: 'eq' });
  const rest = await ask({ cursor: first.next ?? '', limit: 100 });
  expect([...first.items, ...rest.items].map(({ device }) => device?.name)).toEqual(
    [0, 1, 2, 3, 4, 5, 6].map((n) => `CT ${n}`),
  );
  expect(rest.next).toBeNull();
  const [ct] = first.items;
  await say('screen-locks', 'no', ct?.device?.id ?? '');
  const broken = await ask({ state: 'broken' });
  expect(broken.items).toMatchObject([
    { device: { name: 'CT 0' }, why: expect.stringContaining('answered no'), asks: null },
  ]);
  const { checks } = await checkList(deps, site);
  expect(checks.find(({ id }) => id === 'session-lock')?.counts).toMatchObject({ broken: 1, unknown: 6, holds: 0 });
  const [lock] = (await controlDetail(deps, site, 'screen-lock')).checks;
  expect(lock?.broken.map(({ device }) => device?.name)).toEqual(['CT 0']);
  expect(await controlOf('screen-lock')).toMatchObject({ enforced: { answer: 'no', basis: 'observed' } });
  await expect(ask({ cursor: 'of another list' })).rejects.toThrow(Invalid);
  await expect(ask({ id: 'no-such' })).rejects.toThrow(NotFound);
});

test('a control that no check looks at stands as somebody states it, and a part never makes the whole', async () => {
  await say('control-second-device', 'partly');
  expect(await controlOf('second-device')).toMatchObject({ enforced: { answer: 'partly', basis: 'attested' } });
  await say('agreements-signed', 'yes');
  const contracts = await controlDetail({ store, clock }, site, 'vendor-contracts');
  expect(programChecks.controlDetail.parse(contracts)).toEqual(contracts);
  expect(contracts).toMatchObject({ isPart: true, question: null, status: { enforced: { answer: 'partly' } } });
});

test('what is enforced in full is in place in the next assessment, kept with it, and replayed to the same bytes', async () => {
  const deps = { store, clock };
  const before = await performRisk(deps, site, { by: 'anna', trials: 1000 });
  await say('downtime-practiced', 'yes');
  clock.advance(60_000);
  expect((await controlList(deps, site)).counted).toEqual(['downtime-plan']);
  const after = await performRisk(deps, site, { by: 'anna', trials: 1000 });
  const { inputs } = await store.tenant(site, (tx) => riskInputsOf(tx));
  expect(risk.riskInputs.parse(JSON.parse(inputs))).toMatchObject({ controlsProven: ['downtime-plan'] });
  const marked = after.scenarios.flatMap(({ controls }) => controls).filter(({ id }) => id === 'downtime-plan');
  expect(new Set(marked.map(({ inPlace, proven }) => inPlace && proven))).toEqual(new Set([true]));
  expect(after.expected.today.mean).toBeLessThan(before.expected.today.mean);
  expect((await replayRisk(store, site)).same).toBe(true);
  // Said otherwise, it no longer counts.
  await say('downtime-practiced', 'no');
  expect((await controlList(deps, site)).counted).toEqual([]);
});
