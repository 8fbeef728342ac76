// Claims about VEX both ways: a maker's word changes what is found of its product, and what a site decides goes out as it was decided.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '#contracts/index.ts';
import { makeFact } from '#evidence/model.ts';
import { fixedClock } from '#kit/index.ts';
import { allFindings, approveAcceptance, askAcceptance, listFindings, recordFindings } from '#program/index.ts';
import { addTestTenant, openStore, type Store, type TenantId, testStores } from '#store/index.ts';
import { performFeeds } from './feeds.ts';
import { takeFacts } from './take-facts.ts';
import { vexOf } from './vex.ts';

const clock = fixedClock('2026-11-23T10:00:00.000Z');
const LIBRARY = 'pkg:npm/beam-control@1.0.0';

/** A CT of one maker with one library on it. */
async function addCt(store: Store, tenant: TenantId): Promise<string> {
  const said = {
    subject: { kind: 'asset', key: 'list/ct' },
    basis: 'attested',
    confidence: 0.9,
    source: { sensor: 'csv', run: 'r', detail: null },
    by: 'anna',
  } as const;
  const { devices } = await takeFacts({ store, clock }, tenant, [
    makeFact({ ...said, attribute: 'device.vendor', value: 'Northwind' }, clock),
    makeFact({ ...said, attribute: 'device.model', value: 'Helix' }, clock),
    makeFact({ ...said, attribute: 'device.serial', value: 'HX-1' }, clock),
    makeFact({ ...said, attribute: 'software', value: { name: 'Helix', version: '1.0' } }, clock),
    makeFact(
      { ...said, attribute: 'software', value: { name: 'beam-control', version: '1.0.0', purl: LIBRARY } },
      clock,
    ),
  ]);
  return devices[0] ?? '';
}

function csaf(id: string, day: string, flaw: object) {
  const product = { name: 'Helix 1.0', product_id: 'P' };
  const version = { category: 'product_version', name: '1.0', product };
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      title: id,
      publisher: { name: 'Northwind', category: 'vendor', namespace: 'https://northwind.invalid' },
      tracking: { id, initial_release_date: day, current_release_date: day },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Northwind',
          branches: [{ category: 'product_name', name: 'Helix', branches: [version] }],
        },
      ],
    },
    vulnerabilities: [flaw],
  };
}

function openVex(day: string, statement: object) {
  const products = [{ '@id': LIBRARY }];
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://northwind.invalid/vex/1',
    author: 'Northwind',
    timestamp: day,
    version: 1,
    statements: [{ vulnerability: { name: 'CVE-2026-2000' }, products, ...statement }],
  };
}

function cycloneDx(day: string, analysis: object) {
  const component = { type: 'device', name: 'Helix', version: '1.0', 'bom-ref': 'p', supplier: { name: 'Northwind' } };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { timestamp: day, component },
    vulnerabilities: [{ id: 'CVE-2026-3000', analysis, affects: [{ ref: 'p' }] }],
  };
}

const [BEFORE, AFTER] = ['2026-10-01T00:00:00Z', '2026-11-01T00:00:00Z'];

test("a maker's VEX, in each form, changes what was found of its product, with its reason", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-vex-'));
  try {
    await using store = await openStore({ dataDir: path.join(folder, 'data') });
    const tenant = await addTestTenant(store);
    await addCt(store, tenant);
    const taking = { signal: new AbortController().signal, progress: () => undefined, force: false };
    const take = async (documents: Readonly<Record<string, object>>) => {
      const files = Object.entries(documents).map(([name, document]) => {
        const file = path.join(folder, `${name}.json`);
        writeFileSync(file, JSON.stringify(document));
        return file;
      });
      await performFeeds({ store, clock }, taking, files);
      const found = await store.tenant(tenant, (tx) => Array.fromAsync(allFindings(tx, clock.now())));
      const closed = await store.tenant(tenant, (tx) => listFindings(tx, { state: 'fixed', limit: 50 }, clock.now()));
      return Object.fromEntries(
        [...found, ...closed.items].flatMap(({ cve, state, reasons }) =>
          cve === null ? [] : [[cve, { state, because: reasons.map(({ because }) => because).join(' ') }]],
        ),
      );
    };
    const before = await take({
      csaf: csaf('NW-1', BEFORE, { cve: 'CVE-2026-1000', product_status: { known_affected: ['P'] } }),
      open: openVex(BEFORE, { status: 'affected', action_statement: 'Wait for the update.' }),
      cyclone: cycloneDx(BEFORE, { state: 'exploitable', detail: 'Wait for the update.' }),
    });
    expect(Object.values(before).map(({ state }) => state)).toEqual(['confirmed', 'confirmed', 'confirmed']);

    const after = await take({
      csaf: csaf('NW-1', AFTER, {
        cve: 'CVE-2026-1000',
        product_status: { known_not_affected: ['P'] },
        flags: [{ label: 'vulnerable_code_not_present', product_ids: ['P'] }],
      }),
      open: openVex(AFTER, { status: 'not_affected', justification: 'inline_mitigations_already_exist' }),
      cyclone: cycloneDx(AFTER, { state: 'resolved', detail: 'Repaired by the service.' }),
    });
    expect(after['CVE-2026-1000']).toMatchObject({
      state: 'not affected',
      because: expect.stringMatching(/vulnerable code not present/i),
    });
    expect(after['CVE-2026-2000']).toMatchObject({
      state: 'not affected',
      because: expect.stringMatching(/inline mitigations already exist/i),
    });
    expect(after['CVE-2026-3000']).toMatchObject({ state: 'fixed' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function finding(id: string, device: string, change: Partial<Finding>): Finding {
  return {
    id,
    device,
    deviceName: 'CT',
    kind: 'vulnerability',
    rule: 'known-flaw',
    title: `Flaw ${id}`,
    severity: 'high',
    state: 'confirmed',
    confidence: 1,
    reasons: [{ rule: 'known-flaw', because: 'The version is in the range.', facts: [] }],
    cve: null,
    advisories: [],
    kev: false,
    epss: null,
    cvss: null,
    fix: { kind: 'ask maker', text: 'Ask the maker for the repair.', who: 'maker' },
    sources: [],
    priority: { score: 50, terms: [] },
    ...change,
  };
}

describe.each(testStores())('on $name', ({ open }) => {
  test('what two people decided goes out as VEX in each form, and what nobody decided as it was found', async () => {
    await using store = await open();
    const tenant = await addTestTenant(store);
    const device = await addCt(store, tenant);
    await store.tenant(tenant, async (tx) => {
      const found = [
        finding('a', device, { cve: 'CVE-2026-1000' }),
        finding('b', device, { cve: 'CVE-2026-2000' }),
        finding('c', device, { cve: 'CVE-2026-3000', state: 'potential' }),
      ];
      await recordFindings(tx, new Map([[device, found]]), clock.now());
      const reason = 'The port is closed by the firewall in front of it.';
      const wish = { reason, until: '2027-02-01', justification: 'inline_mitigations_already_exist' } as const;
      const asked = await askAcceptance(tx, 'b', wish, { by: 'anna', now: clock.now() });
      const textOf = async (format: Parameters<typeof vexOf>[2]['format']) =>
        (await vexOf(tx, clock, { site: 'Lakeside', format })).text;
      // One person alone decides nothing.
      expect(await textOf('vex-openvex')).not.toContain('not_affected');
      await approveAcceptance(tx, 'b', { decision: asked.id, note: '' }, { by: 'ben', now: clock.now() });

      const { statements } = JSON.parse(await textOf('vex-openvex')) as {
        statements: { vulnerability: { name: string }; status: string; justification?: string }[];
      };
      expect(
        statements
          .map((each) => [each.vulnerability.name, each.status, each.justification])
          .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)),
      ).toEqual([
        ['CVE-2026-1000', 'affected', undefined],
        ['CVE-2026-2000', 'not_affected', 'inline_mitigations_already_exist'],
        ['CVE-2026-3000', 'under_investigation', undefined],
      ]);
      const { vulnerabilities } = JSON.parse(await textOf('vex-csaf')) as {
        vulnerabilities: { cve: string; product_status: object; flags?: { label: string }[] }[];
      };
      expect(
        vulnerabilities
          .map(({ cve, product_status }) => [cve, ...Object.keys(product_status)])
          .sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)),
      ).toEqual([
        ['CVE-2026-1000', 'known_affected'],
        ['CVE-2026-2000', 'known_not_affected'],
        ['CVE-2026-3000', 'under_investigation'],
      ]);
      for (const format of ['vex-csaf', 'vex-openvex', 'vex-cyclonedx'] as const) {
        const text = await textOf(format);
        // OpenVEX names products by identifiers alone.
        if (format !== 'vex-openvex') expect(text).toContain('HX-1');
        expect(text).toContain(reason);
        expect(text).not.toMatch(/anna|ben\b/);
      }
    });
  });
});
