// `controls` as a person calls it: the list, one framework, OSCAL on stdout, and what is wrong in one line.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { controls } from '#contracts/index.ts';
import { HAS_OSCAL_SCHEMAS, oscalErrors } from '../support/oscal-schemas.ts';
import { endAll, ownFolder, run } from './dosimeter.ts';

vi.setConfig({ testTimeout: 120_000 });

const data = path.join(ownFolder(), 'data');
afterAll(() => endAll());

test('lists the controls and opens no data', async () => {
  const { status, stdout, stderr } = await run(['controls', '--data', data]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^protect +known-partners +Archive and worklist serve known partners only/m);
  expect(stdout).toMatch(/\d+ controls\. Frameworks: csf-2\.0, hipaa-security/);
  expect(existsSync(data)).toBe(false);
});

test('shows a framework with what serves each row, and says which it has', async () => {
  const [words, document, wrong] = await Promise.all([
    run(['controls', '--framework', 'hhs-cpg', '--data', data]),
    run(['controls', '--framework', 'hhs-cpg', '--json', '--data', data]),
    run(['controls', '--framework', 'hippa', '--data', data]),
  ]);
  expect(words.stdout).toMatch(/^essential-mfa +Second factor +second-hand +.*second-factor/m);
  expect(controls.controlsDocument.parse(JSON.parse(document.stdout)).frameworks.map(({ id }) => id)).toEqual([
    'hhs-cpg',
  ]);
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/^--framework: there is no framework hippa\. Write one of csf-2\.0, .*\n$/);
});

test('writes OSCAL on stdout, tells of files that cannot be used, and takes the others', async () => {
  mkdirSync(path.join(data, 'controls'), { recursive: true });
  writeFileSync(path.join(data, 'controls/bad.yaml'), 'schema: dosimeter.catalogue/1\ncontrols: []\n');
  const [catalog, again, wrong] = await Promise.all([
    run(['controls', '--oscal', 'catalog', '--data', data]),
    run(['controls', '--oscal', 'catalog', '--data', data]),
    run(['controls', '--oscal', 'xml', '--data', data]),
  ]);
  expect(catalog.status).toBe(0);
  expect(catalog.stderr).toMatch(/^bad\.yaml: controls: .*\n$/);
  expect(again.stdout).toBe(catalog.stdout);
  if (HAS_OSCAL_SCHEMAS) expect(oscalErrors('catalog', JSON.parse(catalog.stdout))).toEqual([]);
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
});
