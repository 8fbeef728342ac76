// The demo as a site of its own: what its devices said to each other is on the map, and whom they spoke of is nowhere.
import { afterEach, expect, test } from 'vitest';
import { PROBABILITY_BANDS } from '#contracts/index.ts';
import { DEMO_PORTS, DEVICES, startDemo } from '#demo/index.ts';
import { exportFacts, listSources } from '#evidence/index.ts';
import { networkMap } from '#inventory/index.ts';
import { performRisk, replayRisk, sayDone, startWork, whatIf } from '#jobs/index.ts';
import { systemClock, systemRandom, Unavailable } from '#kit/index.ts';
import { openSecretBox, People } from '#people/index.ts';
import {
  keepAttestations,
  lessonLibrary,
  listExceptions,
  listFindings,
  policyHeads,
  policyLibrary,
  riskOf,
  siteChecks,
  trainingCounts,
} from '#program/index.ts';
import { openJobs, openMemoryStore, type Tenant, tenantIdOf } from '#store/index.ts';
import { startDemoTenant } from './demo-tenant.ts';
import type { DemoCentre } from './serve-command.ts';

/** The laptop in the waiting room, by the title that it calls itself. */
const GUEST = 'LAPTOP';
/** What the map calls everything outside: a log of the centre names a server of a maker. */
const INTERNET = 'Internet';

let site: Site;
afterEach(() => site.close());

type Site = Awaited<ReturnType<typeof openSite>>;

/** A server's data, on which the demo comes up and goes down again. */
async function openSite(network: string) {
  const store = await openMemoryStore();
  const people = new People(store, { clock: systemClock, box: openSecretBox(null) });
  const stray: unknown[] = [];
  const onError = (error: unknown) => stray.push(error);
  const work = await startWork({ store, clock: systemClock, random: systemRandom, onError });
  const demo = async () => tenantIdOf((await people.tenants()).find((tenant) => tenant.demo)?.id ?? '');
  return {
    stray,
    store,
    demo,
    /** Gives what the demo said. */
    async visit(
      change: Partial<Awaited<ReturnType<DemoCentre['start']>>> = {},
      meanwhile: () => Promise<void> = async () => undefined,
    ): Promise<string[]> {
      const said: string[] = [];
      const start = async () => ({ ...(await startDemo({ network })), ...change });
      const centre = { ports: DEMO_PORTS, start };
      const running = await startDemoTenant({ store, people, work, centre, say: (line) => said.push(line) });
      await meanwhile();
      await running?.close();
      return said;
    },
    async read<T>(read: (tx: Tenant) => Promise<T>): Promise<T> {
      return store.tenant(await demo(), read);
    },
    async close() {
      await work.stop();
      await store.close();
    },
  };
}

const captures = () =>
  site.read(async (tx) => (await listSources(tx, 20)).filter(({ kind }) => kind === 'capture').length);

/** Lines between devices of the demo, by their names. */
async function talks(): Promise<string[]> {
  const { nodes, edges } = await site.read((tx) => networkMap(tx));
  const known = nodes.filter(({ kind, name }) => kind !== 'vantage' && name !== INTERNET);
  const devices = new Map(known.map(({ id, name }) => [id, name]));
  const own = DEVICES.map(({ name }) => name);
  expect([...devices.values()].filter((name) => name !== GUEST).sort()).toEqual(own.sort());
  return edges
    .filter(({ from, to, basis }) => devices.has(from) && devices.has(to) && basis === 'observed')
    .map(({ from, to, protocol }) => `${devices.get(from)} > ${devices.get(to)} ${protocol}`)
    .sort();
}

test('the map shows who really spoke with whom, and no patient is kept', async () => {
  site = await openSite('127.78.4.');
  expect((await site.visit()).join()).toMatch(/^The demo centre is up on 127\.78\.4\.0\/24/);
  const lines = await talks();
  expect(lines).toEqual([
    'CT 1 > Archive (PACS) dicom',
    'CT 1 > Worklist server dicom',
    'CT 2 > Archive (PACS) dicom',
    'LAPTOP > CT 1 rdp',
    'LAPTOP > Old archive dicom',
    'MR 1 > Archive (PACS) dicom',
    'MR 1 > Worklist server dicom',
    'Reading workstation > Archive (PACS) dicom',
    'Reading workstation > Worklist server hl7',
    'Ultrasound A > Old archive dicom',
  ]);
  const facts = await site.read(async (tx) => JSON.stringify(await Array.fromAsync(exportFacts(tx))));
  expect(facts).toContain('HX64-0117');
  expect(facts).not.toMatch(/demo\^patient|demo-0001/i);

  await site.visit();
  expect([await talks(), await captures()]).toEqual([lines, 1]);
  expect(site.stray).toEqual([]);
});

test('the program of the demo is begun: policies in each state, people with lessons, an exception that waits', async () => {
  site = await openSite('127.78.9.');
  await site.visit();
  const states = await site.read(policyHeads);
  expect(Object.fromEntries(states.map(({ id, approved }) => [id, approved !== null]))).toEqual({
    passwords: true,
    'remote-service': true,
    'removable-media': true,
    updates: false,
    'backup-and-recovery': false,
  });
  const { items } = await lessonLibrary();
  const { staff, totals } = await site.read((tx) => trainingCounts(tx, items, systemClock.now()));
  expect(staff).toMatchObject({ active: 6, withoutLesson: 0 });
  expect(totals.passed).toBe(2);
  const asked = await site.read((tx) => listExceptions(tx, { limit: 10 }, systemClock.now()));
  expect(asked.items.map(({ state, devices }) => [state, devices.map(({ name }) => name)])).toEqual([
    ['asked', ['CT 1']],
  ]);
});

test('a demo whose devices cannot speak with each other says so, and goes on without a capture', async () => {
  site = await openSite('127.78.5.');
  const overhear = () => Promise.reject(new Unavailable('CT1 hung up.'));
  expect(await site.visit({ overhear })).toEqual([
    'The demo shows no traffic this time: CT1 hung up.',
    expect.stringMatching(/^The demo centre is up/),
  ]);
  expect([await talks(), await captures()]).toEqual([[], 0]);
});

test('its findings show an ended system, advisories, flaws, settings and promises not kept, each with its reason', async () => {
  site = await openSite('127.78.6.');
  await site.visit({}, async () => {
    await expect.poll(() => site.read(openJobs), { timeout: 60_000, interval: 200 }).toEqual([]);
  });
  const { items } = await site.read((tx) => listFindings(tx, { limit: 1000 }, systemClock.now()));
  const reasonOf = (device: string, rule: string, about: string) =>
    items
      .filter((each) => each.deviceName === device && each.rule === rule && each.title.includes(about))
      .map(({ state, reasons, advisories }) => ({ state, advisories, because: reasons[0]?.because ?? '' }))[0];
  expect(reasonOf('CT 1', 'os-past-support', 'Windows 7')?.because).toContain('ended on 2020-01-14');
  expect(reasonOf('Reading workstation', 'known-flaw', 'CVE-2024-22100')).toMatchObject({
    state: 'confirmed',
    advisories: ['ICSMA-24-060-01'],
    because: expect.stringContaining('Version 2023.1 is among the affected versions'),
  });
  const toolkit = reasonOf('Old archive', 'known-flaw', 'CVE-2024-28130');
  expect(toolkit).toMatchObject({ state: 'potential' });
  expect(toolkit?.because).toContain('127.78.6.21');

  // A bill of materials names what nobody saw on the device itself.
  const component = items.find(
    ({ deviceName, component: of }) => deviceName === 'Ultrasound A' && of?.name === 'dcmtk',
  );
  expect(component).toMatchObject({ rule: 'known-flaw', component: { version: '3.6.6' } });
  expect(reasonOf('CT 1', 'hardening-firewall', 'firewall')).toMatchObject({
    state: 'confirmed',
    because: expect.stringContaining('hardening-collector saw'),
  });
  // A promise is held against the wire and against the console's settings; both sides are facts.
  const promises = items.filter(({ deviceName, rule }) => deviceName === 'CT 1' && rule === 'promise-not-kept');
  expect(
    promises
      .map(({ reasons }) => /says to ([\w.-]+):/.exec(reasons[0]?.because ?? '')?.[1] ?? '')
      .sort((a, b) => (a < b ? -1 : 1)),
  ).toEqual(['AUTH-1', 'CSUP-4', 'CSUP-8', 'NAUT-2', 'TXCF-2']);
  const cited = promises.flatMap(({ reasons }) => reasons.slice(0, 2).map(({ facts }) => facts.length > 0));
  expect(new Set(cited)).toEqual(new Set([true]));

  // Each check holds for one device and is broken on another; of the site one state stands, and the other answer gives the other state.
  const states = async () => {
    const results = await site.read((tx) => siteChecks(tx, systemClock.now()));
    return Map.groupBy(results, ({ check }) => check);
  };
  const { checks } = await policyLibrary();
  const before = await states();
  const lacking = checks.flatMap(({ id, of }) => {
    const found = new Set(before.get(id)?.map(({ state }) => state));
    const wanted = of === 'device' ? (['holds', 'broken'] as const) : [];
    return wanted.filter((state) => !found.has(state)).map((state) => `${id} ${state}`);
  });
  expect(lacking).toEqual([]);
  const stands = (found: Awaited<ReturnType<typeof states>>) =>
    checks.flatMap(({ id, of }) => (of === 'site' ? [[id, found.get(id)?.[0]?.state] as const] : []));
  const turned = stands(before).map(([id, state]) => [id, state === 'holds' ? 'no' : 'yes'] as const);
  expect(new Set(turned.map(([, answer]) => answer))).toEqual(new Set(['yes', 'no']));
  const questions = new Map(checks.map(({ id, attested }) => [id, attested?.question ?? '']));
  const said = turned.map(([id, answer]) => ({ question: questions.get(id) ?? '', answer }));
  await site.read((tx) => keepAttestations(tx, said, { by: 'olga', now: systemClock.now() }, 'page'));
  expect(stands(await states())).toEqual(turned.map(([id, answer]) => [id, answer === 'yes' ? 'holds' : 'broken']));
});

test('it tells a story: a guest reaches the CT by an open archive and an unpatched console, and two rules that break no exam leave no way', async () => {
  site = await openSite('127.78.7.');
  await site.visit({}, async () => {
    await expect.poll(() => site.read(openJobs), { timeout: 90_000, interval: 200 }).toEqual([]);
  });
  const document = await site.read((tx) => riskOf(tx));
  const ct = document?.targets.find(({ name }) => name === 'CT 1');
  const guest = ct?.entries.find(({ entry }) => entry === 'guest');
  expect(guest?.probability.mode).toBeGreaterThan(0.1);
  expect(guest?.cut?.map(({ words, cutsFlows }) => `${words}: ${cutsFlows}`).sort()).toEqual([
    'Close port 11112 of Old archive to Guest Wi-Fi: 0',
    'Close port 3389 of CT 1 to Guest Wi-Fi: 0',
  ]);
  const told = ct?.paths.filter(({ entry }) => entry === 'guest').map(({ steps }) => steps.map(({ name }) => name));
  expect(told).toContainEqual(['CT 1']);
  // The plan has both rules, in its first month, and they pay off.
  const rules = new Set(guest?.cut?.map(({ id }) => id));
  const chosen = document?.plan.chosen.filter(({ action }) => rules.has(action)) ?? [];
  expect(chosen.map(({ bucket }) => bucket)).toEqual(['30', '30']);
  const { today, after } = document?.expected ?? {};
  expect(after?.interval[1]).toBeLessThan(today?.interval[0] ?? 0);
  // Harm: as bad as before, far less often.
  const [worst] =
    document?.harm.filter(({ deviceName, scenario }) => deviceName === 'CT 1' && scenario.startsWith('ransomware')) ??
    [];
  expect(worst?.after.severity).toBe(worst?.today.severity);
  expect(PROBABILITY_BANDS.indexOf(worst?.after.band ?? 'frequent')).toBeGreaterThan(
    PROBABILITY_BANDS.indexOf(worst?.today.band ?? 'improbable'),
  );
  // With both rules alone, nothing else done, the guest's way is gone and the year costs less.
  const demo = await site.demo();
  const asked = await whatIf(site.store, demo, { actions: [...rules] });
  expect(asked.mean).toBeLessThan(asked.today);
  expect((await replayRisk(site.store, demo)).same).toBe(true);
  // One rule is said to be done: the next assessment counts it as closed, offers it no more, and tells what it achieved.
  const [rule = ''] = rules;
  const deps = { store: site.store, clock: systemClock };
  await sayDone(deps, demo, { action: rule, note: 'CHG-1', by: 'olga' });
  const next = await performRisk(deps, demo, { by: 'olga', trials: 1000 });
  const [step] = next.done;
  expect(step).toMatchObject({ action: rule, state: 'stated', note: 'CHG-1', offeredAgain: false });
  expect(step?.achieved?.mean).toBeCloseTo(step?.expected.mean ?? 0, 0);
  expect(step?.achieved?.mean).toBeGreaterThan(0);
  expect(next.actions.map(({ id }) => id)).not.toContain(rule);
  expect(next.achieved?.achieved.mean).toBeGreaterThan(0);
  expect((await replayRisk(site.store, demo)).same).toBe(true);
  expect(site.stray).toEqual([]);
});
