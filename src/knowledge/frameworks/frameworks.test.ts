// The lists of frameworks hold together, and what can be held against the publisher's own data is.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { controls, type Framework } from '#contracts/index.ts';
import { FRAMEWORKS, frameworkOfCatalog, MDS2_CAPABILITIES, readOscal } from '../index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const NIST = path.join(SHARED, 'data/nist');

function framework(id: string): Framework {
  const found = FRAMEWORKS.find((one) => one.id === id);
  if (!found) throw new Error(`no framework ${id}`);
  return found;
}

describe.each(FRAMEWORKS.map((one) => [one.id, one] as const))('%s', (_, one) => {
  test('has the shape of a framework', () => expect(controls.framework.safeParse(one).success).toBe(true));
  test('names each row once, and each parent before its rows', () => {
    const seen = new Set<string>();
    for (const { id, parent } of one.rows) {
      expect(seen.has(id), id).toBe(false);
      expect(parent === null || seen.has(parent), `${id} below ${parent}`).toBe(true);
      seen.add(id);
    }
  });
  test('gives short names and a source', () => {
    for (const row of one.rows) expect(row.name.length, row.id).toBeLessThanOrEqual(120);
    expect(one.source.what.length).toBeGreaterThan(20);
    expect(one.source.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

test('CSF 2.0 has 6 functions, 22 categories and 106 subcategories, by their own numbers', () => {
  const ids = framework('csf-2.0').rows.map(({ id }) => id);
  expect(ids.filter((id) => /^[A-Z]{2}$/.test(id))).toHaveLength(6);
  expect(ids.filter((id) => /^[A-Z]{2}\.[A-Z]{2}$/.test(id))).toHaveLength(22);
  const count = (name: string) => ids.filter((id) => id.startsWith(`${name}.`) && /-\d\d$/.test(id)).length;
  const counts = ['GV', 'ID', 'PR', 'DE', 'RS', 'RC'].map(count);
  expect(counts).toEqual([31, 21, 22, 11, 13, 8]);
  expect(counts.reduce((sum, each) => sum + each, 0)).toBe(106);
});

test('Annex A of ISO 27001 has its four themes in full, numbered without a gap', () => {
  const ids = framework('iso-27001').rows.map(({ id }) => id);
  const sizes = { 'A.5': 37, 'A.6': 8, 'A.7': 14, 'A.8': 34 };
  for (const [theme, size] of Object.entries(sizes)) {
    const numbered = Array.from({ length: size }, (_, place) => `${theme}.${place + 1}`);
    expect(ids.filter((id) => id.startsWith(`${theme}.`))).toEqual(numbered);
  }
});

test('HIPAA holds every implementation specification of 164.308 to 164.312 of appendix A, required or addressable', () => {
  const rows = framework('hipaa-security').rows;
  const named = rows.filter(({ id, name }) => /^164\.3(08|10|12)/.test(id) && /\((R|A)\)$/.test(name));
  // Appendix A: 4 + 1 + 3 + 3 + 4 + 1 + 5 + 1 + 1 lines below 164.308, 4 + 1 + 1 + 4 below 164.310, 4 + 1 + 1 + 1 + 2 below 164.312.
  const count = (section: string) => named.filter(({ id }) => id.startsWith(section)).length;
  expect([count('164.308'), count('164.310'), count('164.312')]).toEqual([23, 10, 9]);
});

test('capabilities of IEC 80001-2-2 that are called checked stand in the MDS2 form of 2019, and those that do not are called unverified', () => {
  const known = new Set(MDS2_CAPABILITIES.map(({ code }) => code));
  const capabilities = framework('iec-80001').rows.filter(({ parent }) => parent === 'capabilities');
  expect(capabilities).toHaveLength(19);
  for (const { id, basis } of capabilities) expect(basis, id).toBe(known.has(id) ? 'checked' : 'unverified');
});

describe.skipIf(!existsSync(NIST))("NIST's own catalogue", () => {
  test('has every row of SP 800-53 that is called checked, with its title and family', () => {
    const file = path.join(NIST, 'NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog-min.json.gz');
    const read = readOscal(readFileSync(file));
    if (read.kind !== 'catalog') throw new Error('not a catalog');
    const theirs = frameworkOfCatalog(read.catalog, 'nist', 'NIST').framework.rows.filter(
      ({ id, kind }) => kind === 'group' || !id.includes('.'),
    );
    const ours = framework('nist-800-53').rows;
    expect(ours.map(({ id, name, parent }) => [id, name, parent])).toEqual(
      theirs.map(({ id, name, parent }) => [id, name, parent]),
    );
    expect(ours.every(({ basis }) => basis === 'checked')).toBe(true);
  });
});
