// Claims about the letter of clearance: it says what is sent and what is not, level by level, and nothing in a name becomes markup.
import { getDocumentProxy } from 'unpdf';
import { expect, test } from 'vitest';
import type { EngagementTerms, ProbingLevel } from '#contracts/index.ts';
import { HOSTILE_NAMES } from './hostile.ts';
import { clearanceHtml, clearanceLetter, clearanceLetterText, clearancePdf } from './index.ts';

function terms(level: ProbingLevel, name = 'Harbor'): EngagementTerms {
  return {
    title: name,
    provider: { name, reach: name },
    contact: { name, reach: '' },
    emergency: { name, reach: name },
    from: '2026-12-01',
    until: '2026-12-31',
    timeZone: 'America/New_York',
    activities: level === 'none' ? ['listen'] : ['scan'],
    scope: {
      networks: [{ range: '10.0.0.0/24', place: name }],
      places: [name],
      excluded: [],
      level,
      hours: [{ from: '19:00', to: '07:00' }],
    },
    keeping: name,
    plannedMinutes: null,
    rate: null,
  };
}

function letterAt(level: ProbingLevel, name?: string) {
  const excluded = [{ device: 'd', name: name ?? 'CT 1', addresses: [], reason: name ?? 'In use' }];
  return clearanceLetter({ reference: 'CL-1', day: '2026-11-27', terms: terms(level, name), excluded });
}

function paperOf(name: string) {
  const letter = letterAt('query', name);
  const signature = {
    side: 'client' as const,
    way: 'paper' as const,
    day: '2026-11-28',
    at: '2026-11-28T00:00:00.000Z',
  };
  return {
    site: name,
    letter,
    sha256: 'a'.repeat(64),
    issuedAt: '2026-11-27T10:00:00.000Z',
    signatures: [{ ...signature, name, how: name, by: name }],
    over: name,
    branding: null,
  };
}

test.each<[ProbingLevel, string[], string[]]>([
  ['none', ['Nothing is sent to any device.', 'Listening sends nothing.'], ['WHAT IS SENT', 'C-ECHO']],
  ['handshake', ['C-ECHO', 'Nothing is written to a device.'], ['made up a moment before', 'synthetic image']],
  ['query', ['C-ECHO', 'made up a moment before', 'No password is tried.'], ['synthetic image']],
  ['full', ['made up a moment before', 'DOSIMETER-TEST', 'but the one synthetic image', 'I own the data'], []],
])('a letter for %s', (level, says, not) => {
  const text = clearanceLetterText(letterAt(level));
  for (const words of says) expect(text).toContain(words);
  for (const words of not) expect(text).not.toContain(words);
});

test.each(HOSTILE_NAMES)('a name like %j stays a name', (name) => {
  const page = clearanceHtml(paperOf(name));
  expect(page).not.toMatch(/<(?:script|img|svg)/i);
  expect(page).not.toMatch(/[\u0007\u001b\u200b\u202e\u2066]/);
  expect(page).not.toMatch(/['"] onmouseover/);
});

test('on paper there are lines to sign for both, and a signature stands at its line', async () => {
  const pdf = await clearancePdf({ ...paperOf('Harbor'), over: null });
  const document = await getDocumentProxy(new Uint8Array(pdf), { verbosity: 0 });
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, at) => {
      const { items } = await (await document.getPage(at + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join(' ');
    }),
  );
  const all = pages.join(' ').replace(/\s+/g, ' ');
  for (const words of [
    'For the client',
    'For Harbor',
    'On paper. Harbor',
    'Only from 19:00 to 07:00',
    'America/New_York',
    'SHA-256 of its text',
    '10.0.0.0/24',
  ])
    expect(all).toContain(words);
  expect(await clearancePdf({ ...paperOf('Harbor'), over: null })).toEqual(pdf);
});

test('the letter as a page carries what the site puts on its reports', () => {
  const branding = {
    name: 'St. Mary',
    accent: null,
    preparedBy: 'North Consulting',
    contact: '',
    footer: '',
    logo: null,
  };
  const page = clearanceHtml({ ...paperOf('Harbor'), branding });
  for (const words of ['<strong>St. Mary</strong>', 'Prepared by North Consulting']) expect(page).toContain(words);
});
