// Claims about the words of `show`: one is said as one, several as several.
import { expect, test } from 'vitest';
import type { AdvisoryDetail, FlawDetail } from '#contracts/index.ts';
import { advisoryWords, flawWords } from './show-words.ts';

const FLAW: FlawDetail = {
  id: 'CVE-2026-10001',
  title: null,
  cwe: null,
  scores: [],
  exploited: null,
  epss: null,
  said: [],
  devices: 0,
  findings: 0,
};
const ADVISORY: AdvisoryDetail = {
  id: 'AUR-2026-01',
  title: 'A service without a password',
  publisher: 'Aurora',
  source: 'aurora',
  released: '2026-01-01',
  revised: '2026-01-02',
  flaws: 0,
  findings: 0,
  url: null,
  products: [],
  items: [],
};

test.each([
  [1, 1, '1 device has it or may have it; 1 finding'],
  [1, 2, '1 device has it or may have it; 2 findings'],
  [3, 3, '3 devices have it or may have it; 3 findings'],
  [0, 0, '0 devices have it or may have it; 0 findings'],
])('a flaw of %i devices with %i findings', (devices, findings, words) => {
  expect(flawWords({ ...FLAW, devices, findings })).toContain(words);
});

test.each([
  [1, '1 open finding names it'],
  [2, '2 open findings name it'],
])('an advisory with %i findings', (findings, words) => {
  expect(advisoryWords({ ...ADVISORY, findings })).toContain(words);
});
