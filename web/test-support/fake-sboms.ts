// Made-up bills of materials: one with flaws and hostile words, one of 12,000 parts, and what comes of a file that is sent.
import type { SbomComponentRow, SbomRow } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import { pageOf } from './fake-lists.ts';
import type { Route } from './fake-routes.ts';

const rowOf = (number: number, product: string, components: number): SbomRow => ({
  id: `sbom-${number}`,
  format: number === 2 ? 'spdx' : 'cyclonedx',
  spec: number === 2 ? '2.3' : '1.6',
  vendor: 'Aurora Imaging',
  product,
  version: `R${number}`,
  tool: number === 1 ? '<img src=x onerror=alert(1)>' : null,
  made: daysAgo(90),
  components,
  relations: 4,
  devices: number === 1 ? 1 : 0,
  findings: number === 1 ? 3 : 0,
  importedAt: daysAgo(number),
  importedBy: 'owner@example.org',
});

const ROWS = [rowOf(1, 'Helion 64', 40), rowOf(2, 'Helion 128', 12_000)];
const MANY = Array.from({ length: 300 }, (_, at) => rowOf(at + 3, `Product ${at + 1}`, at));

const FLAWS = [10001, 10002, 10003, 10004].map((number, at) => ({
  cve: `CVE-2026-${number}`,
  title: 'DCMTK before 3.6.8 has a published flaw',
  severity: at === 0 ? ('critical' as const) : ('medium' as const),
}));

function componentOf(seq: number): SbomComponentRow {
  const name = seq === 1 ? '"><script>window.__hacked=1</script>' : seq === 0 ? 'DCMTK' : `library-${seq}`;
  return {
    seq,
    name,
    version: seq % 7 === 3 ? null : `1.${seq}.0`,
    purl: seq % 3 === 0 ? `pkg:generic/${encodeURIComponent(name)}@1.${seq}.0` : null,
    cpe: null,
    supplier: seq % 2 === 0 ? 'OFFIS' : null,
    license: seq % 4 === 0 ? 'BSD-3-Clause' : null,
    flaws: seq === 0 ? FLAWS : seq === 4 ? FLAWS.slice(0, 1) : [],
    findings: seq === 0 ? 3 : 0,
  };
}

/** /sboms. */
export const SBOM_ROUTES: readonly Route[] = [
  [
    'GET',
    /^sboms$/,
    ({ tenant, query }) => {
      const words = query.get('q')?.toLowerCase() ?? '';
      const rows = tenant.devices.length === 0 ? [] : tenant.id === 'group' ? [...ROWS, ...MANY] : ROWS;
      return {
        json: pageOf(
          rows.filter(({ product }) => (product ?? '').toLowerCase().includes(words)),
          query,
        ),
      };
    },
  ],
  [
    'GET',
    /^sboms\/([^/]+)\/components$/,
    ({ query }, id) => {
      const words = query.get('q')?.toLowerCase() ?? '';
      const all = Array.from({ length: ROWS.find((row) => row.id === id)?.components ?? 0 }, (_, at) =>
        componentOf(at),
      );
      const kept = all.filter(
        ({ name, findings }) => name.toLowerCase().includes(words) && (query.get('flawed') !== 'true' || findings > 0),
      );
      return { json: pageOf(kept, query) };
    },
  ],
  ['PUT', /^sboms\/[^/]+\/devices\/([^/]+)$/, () => ({ status: 204 })],
  ['DELETE', /^sboms\/[^/]+\/devices\/([^/]+)$/, () => ({ status: 204 })],
  [
    'GET',
    /^sboms\/([^/]+)$/,
    (_, id) => {
      const row = ROWS.find((each) => each.id === id);
      if (!row) return undefined;
      const link = { id: 'demo-1', name: 'CT 1', how: 'matched', by: 'owner@example.org', at: daysAgo(1) };
      const more = { serial: null, duplicates: 2, problems: [], heldAgainst: Math.min(row.components, 5000) };
      return { json: { ...row, ...more, linked: row.devices === 0 ? [] : [link] } };
    },
  ],
];
