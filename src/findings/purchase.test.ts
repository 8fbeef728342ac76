import { describe, expect, test } from 'vitest';
import { mds2 as shapes } from '#contracts/index.ts';
import {
  builtInKnowledge,
  CLAUSES,
  compareMds2,
  MDS2_QUESTIONS,
  type Mds2Answer,
  questionOf,
  readMds2Answer,
} from '#knowledge/index.ts';
import { type Candidate, checkPurchase } from './purchase.ts';

const context = { now: '2026-11-23T10:00:00.000Z', knowledge: builtInKnowledge };

function answer(id: string, said: string, note: string | null = null): Mds2Answer {
  return { id, capability: id.slice(0, 4), sameAs: id, kind: readMds2Answer(said), answer: said, note, question: null };
}

/** A form with the safer answer everywhere, but for what is said otherwise. */
function form(said: Readonly<Record<string, readonly [string, string?]>> = {}): NonNullable<Candidate['mds2']> {
  const answers = MDS2_QUESTIONS.map(({ id, safer }) =>
    answer(id, said[id]?.[0] ?? (safer === 'no' ? 'No' : 'Yes'), said[id]?.[1] ?? null),
  );
  return {
    edition: '2019',
    manufacturer: 'Acme',
    model: 'Sono 9',
    version: 'R4',
    documentId: 'D-77',
    day: '2024-05-01',
    answers,
  };
}

const SBOM: NonNullable<Candidate['sbom']> = {
  format: 'CycloneDX',
  product: { vendor: 'Acme', name: 'Sono 9', version: 'R4' },
  components: [{ name: 'a-part-of-ours', version: '1.0', purl: null, cpe: null, supplier: null, license: null }],
};

function check(change: Partial<Candidate>) {
  const document = checkPurchase(
    { mds2: form(), sbom: SBOM, system: 'Ubuntu 24.04', problems: [], ...change },
    context,
  );
  expect(shapes.purchaseDocument.safeParse(document).error).toBeUndefined();
  const item = (id: string) => document.items.find((each) => each.id === id);
  return { document, item };
}

describe('the check before a purchase', () => {
  test.each<[string, Partial<Candidate>, string]>([
    ['nothing is given', { mds2: null, sbom: null, system: null }, 'too little is known'],
    ['an answer that decides is bad', { mds2: form({ 'PAUT-5': ['No'] }) }, 'not as it is'],
    ['an answer that only matters is bad', { mds2: form({ 'ALOF-1': ['No'] }), system: null }, 'ask before you buy'],
    ['an answer is left open', { mds2: form({ 'PAUT-5': ['See Note', 'Ask us'] }) }, 'ask before you buy'],
    ['the operating system has ended', { system: 'Windows 7' }, 'not as it is'],
  ])('when %s', (_, change, word) => {
    expect(check(change).document.verdict.word).toBe(word);
  });

  test('says for each point why, and what to ask for where it is not good', () => {
    const { document, item } = check({
      mds2: form({ 'PAUT-5': ['No', 'Service only'], 'CONN-7': ['N/A'] }),
      sbom: null,
    });
    expect(item('PAUT-5')).toMatchObject({
      judged: 'bad',
      weight: 3,
      answer: 'No',
      note: 'Service only',
      because: 'The maker answers "No"; "Yes" would be safer.',
      source: { name: 'MDS2 D-77', asOf: '2024-05-01' },
    });
    expect(item('CONN-7')).toMatchObject({
      judged: 'unknown',
      because: 'The maker says that it does not apply. Ask why.',
    });
    expect(item('components')?.judged).toBe('unknown');
    for (const { judged, clause } of document.items) expect(clause === null).toBe(judged === 'good');
    const { good, bad, unknown } = document.counts;
    expect(good + bad + unknown).toBe(document.items.length);
    const order = document.items.map(({ judged }) => ['bad', 'unknown', 'good'].indexOf(judged));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test('asks only what applies', () => {
    const { item } = check({ mds2: form({ 'RMOT-1': ['No'], 'MLDP-2': ['No'] }) });
    expect(item('RMOT-1.3')).toBeUndefined();
    expect(item('MLDP-3')?.judged).toBe('good');
    expect(check({}).item('MLDP-3')).toBeUndefined();
  });

  test('takes the operating system from the note of the MDS2', () => {
    const named = form({ 'CSUP-2': ['Yes', 'It runs Windows 7 Professional.'] });
    expect(check({ mds2: named, system: null }).item('system')).toMatchObject({
      judged: 'bad',
      answer: 'Windows 7 Professional',
      because: expect.stringMatching(/named beside CSUP-2.*no security updates since 20\d\d/),
    });
  });

  test('holds the parts and the product itself against what is published', () => {
    const product = { manufacturer: 'Softneta', model: 'MedDream PACS', version: '7.2.0' };
    const { item } = check({ mds2: { ...form(), ...product }, sbom: null });
    expect(item('flaws')).toMatchObject({ judged: 'bad', because: expect.stringContaining('CVE-') });
    expect(check({}).item('flaws')?.judged).toBe('good');
  });

  test('every clause is about a question that has a safer answer', () => {
    for (const { question, given } of CLAUSES) {
      expect([question, questionOf(question)?.safer]).toEqual([question, expect.stringMatching(/yes|no/)]);
      if (given) expect(questionOf(given[0])).toBeDefined();
    }
  });
});

test('two documents beside each other: what became better, worse, or only other', () => {
  const left = [
    answer('PAUT-5', 'No'),
    answer('ALOF-1', 'Yes'),
    answer('RMOT-1', 'Yes'),
    answer('CONN-7', 'Yes'),
    answer('SBOM-1', 'No'),
  ];
  const right = [
    answer('PAUT-5', 'Yes'),
    answer('ALOF-1', 'No'),
    answer('RMOT-1', 'No'),
    answer('CONN-7', 'yes'),
    answer('MLDP-4', 'Yes'),
  ];
  const found = Object.fromEntries(compareMds2(left, right).map(({ id, change }) => [id, change]));
  expect(found).toEqual({
    'PAUT-5': 'better',
    'ALOF-1': 'worse',
    'RMOT-1': 'other',
    'CONN-7': 'same',
    'SBOM-1': 'better',
    'MLDP-4': 'better',
  });
});
