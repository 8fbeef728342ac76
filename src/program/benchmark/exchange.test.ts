// The file: who is counted in it, what makes it be refused, and what several of them say together.
import { expect, test } from 'vitest';
import { BENCHMARK_FIGURES, type BenchmarkDocument, type BenchmarkFigure } from '#contracts/index.ts';
import { type Random, seededRandom } from '#kit/index.ts';
import { amongOthers, newestOfEach } from './among-others.ts';
import type { Client } from './bins.ts';
import { periodOf, quartersFrom } from './periods.ts';
import { makeRelease } from './release.ts';
import { newBenchmarkKey, readBenchmark, signRelease } from './signed-file.ts';

const TODAY = '2026-11-28';
const KEY = newBenchmarkKey();
/** With epsilon 1 every coin falls the other way at once: no noise. */
const still: Random = { uint32: () => 0, unit: () => 0, below: (below) => below - 1 };

function clients(many: number, devices: number, value = 0.55): Client[] {
  return Array.from({ length: many }, () => ({ devices, figures: new Map([['devices-known', value]]) }));
}

function made(day = TODAY, who: readonly Client[] = clients(7, 5), key = KEY): BenchmarkDocument {
  return signRelease(makeRelease(who, { day, epsilon: 1, random: still }), key);
}

const [known] = BENCHMARK_FIGURES;
if (!known) throw new Error('no figure');

test('quarters are those of the calendar', () => {
  expect(['2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'].map(periodOf)).toEqual([
    '2026-Q1',
    '2026-Q1',
    '2026-Q2',
    '2026-Q4',
  ]);
  expect(quartersFrom('2025-Q4', '2026-Q4')).toBe(4);
});

test('who is counted is counted before the noise: four clients leave nothing, however the noise falls', () => {
  for (let seed = 0; seed < 20; seed++) {
    const making = { day: TODAY, epsilon: 0.1, random: seededRandom(seed) };
    expect(() => makeRelease(clients(4, 5), making)).toThrow(/At least 5 clients/);
  }
  // A figure that only four have stays out, while one of all leaves.
  const some = clients(6, 5).map((client, place) =>
    place < 4 ? { ...client, figures: new Map([...client.figures, ['staff-trained', 1]]) } : client,
  );
  expect(made(TODAY, some).figures.map(({ name }) => name)).toEqual(['devices-known']);
});

test.each([
  ['too few of one size', [...clients(7, 5), ...clients(2, 50)], [['all', 9]]],
  [
    'enough of each',
    [...clients(7, 5), ...clients(5, 101)],
    [
      ['1-10', 7],
      ['101+', 5],
    ],
  ],
  ['one size alone says nothing by its name', clients(7, 50), [['all', 7]]],
] as const)('sizes: %s', (_name, who, groups) => {
  const [figure] = made(TODAY, who).figures;
  expect(figure?.groups.map(({ size, counts }) => [size, counts[5]])).toEqual(groups);
});

test('the noise is in every bin, and the sum of epsilon is that of the figures', () => {
  const { figures, epsilonTotal } = makeRelease(
    clients(40, 5).map(({ devices, figures: own }) => ({ devices, figures: new Map([...own, ['staff-trained', 1]]) })),
    { day: TODAY, epsilon: 0.5, random: seededRandom(3) },
  );
  expect(epsilonTotal).toBe(1);
  const counts = figures[0]?.groups[0]?.counts ?? [];
  expect(counts.some((count, bin) => bin !== 5 && count !== 0)).toBe(true);
});

test('a file comes through JSON and holds', () => {
  expect(readBenchmark(JSON.parse(JSON.stringify(made())), TODAY)).toEqual(made());
});

const changed = (change: (file: BenchmarkDocument) => object) => (): object => change(made());
const signedAs = (change: (file: BenchmarkDocument) => object) => (): BenchmarkDocument => {
  const { signature: _, signer: __, ...release } = made();
  // What a signer with another program could sign.
  return signRelease(change(release as BenchmarkDocument) as BenchmarkDocument, KEY);
};
const [figure] = made().figures;

test.each([
  ['no file', (): unknown => 'hello', /no file of dosimeter.benchmark/],
  ['a list', (): unknown[] => [], /no signature/],
  ['unsigned', changed((file) => ({ ...file, signature: undefined })), /no signature/],
  [
    'a count changed',
    changed((file) => ({ ...file, figures: [{ ...figure, groups: [{ size: 'all', counts: Array(10).fill(9) }] }] })),
    /signature does not fit/,
  ],
  ['a day changed', changed((file) => ({ ...file, day: '2026-11-27' })), /signature does not fit/],
  ['epsilon changed', changed((file) => ({ ...file, epsilon: 2 })), /signature does not fit/],
  ['the signature of nothing', changed((file) => ({ ...file, signature: '' })), /signature does not fit/],
  [
    'the key of another',
    changed((file) => ({ ...file, signer: made(TODAY, clients(7, 5), newBenchmarkKey()).signer })),
    /signature does not fit/,
  ],
  [
    'the fingerprint of another',
    changed((file) => ({ ...file, signer: { ...file.signer, fingerprint: '0'.repeat(64) } })),
    /signature does not fit/,
  ],
  [
    'a key that is no point',
    changed((file) => ({ ...file, signer: { ...file.signer, publicKey: Buffer.alloc(32, 255).toString('base64') } })),
    /signature does not fit/,
  ],
  ['something more', changed((file) => ({ ...file, clients: ['A'] })), /no file of dosimeter.benchmark/],
  ['a smaller group', signedAs((file) => ({ ...file, minimumGroup: 2 })), /no file of dosimeter.benchmark/],
  [
    'other bins',
    signedAs((file) => ({ ...file, figures: [{ ...figure, edges: [0.5] }] })),
    /bins of 'devices-known' are not/,
  ],
  [
    'a figure of another program',
    signedAs((file) => ({ ...file, figures: [{ ...figure, name: 'patients-seen' }] })),
    /bins of 'patients-seen' are not/,
  ],
  [
    'too few counts',
    signedAs((file) => ({ ...file, figures: [{ ...figure, groups: [{ size: 'all', counts: [1, 2] }] }] })),
    /do not fit its bins/,
  ],
  ['a figure twice', signedAs((file) => ({ ...file, figures: [figure, figure], epsilonTotal: 2 })), /stands twice/],
  [
    'a group twice',
    signedAs((file) => ({
      ...file,
      figures: [{ ...figure, groups: [...(figure?.groups ?? []), ...(figure?.groups ?? [])] }],
    })),
    /do not fit its bins/,
  ],
  ['less privacy loss than it has', signedAs((file) => ({ ...file, epsilonTotal: 0.5 })), /privacy loss/],
  ['a day of another quarter', signedAs((file) => ({ ...file, period: '2026-Q3' })), /not in 2026-Q3/],
  ['a day to come', () => made('2026-12-24'), /day to come/],
  ['too old', () => made('2025-09-30'), /more than a year ago/],
] as const)('refused: %s', (_name, file, why) => {
  expect(() => readBenchmark(JSON.parse(JSON.stringify(file())), TODAY)).toThrow(why);
});

test('a file of a year ago is taken', () => {
  expect(readBenchmark(made('2025-10-01'), TODAY).period).toBe('2025-Q4');
});

test('of each signer the newest file counts', () => {
  const other = made('2026-05-01', clients(7, 5), newBenchmarkKey());
  expect(newestOfEach([made('2026-02-01'), other, made(), made('2026-08-01')]).map(({ period }) => period)).toEqual([
    '2026-Q4',
    '2026-Q2',
  ]);
});

test('files together: their bins are summed, and what the noise may have done is told', () => {
  const own = { value: 0.55, size: '1-10' } as const;
  const better = made(TODAY, clients(20, 5, 0.95), newBenchmarkKey());
  const both = amongOthers([made(TODAY, clients(20, 5)), better], known, own);
  expect(both).toMatchObject({ size: 'all', files: 2, counts: [0, 0, 0, 0, 0, 20, 0, 0, 0, 20] });
  // Two draws with epsilon 1: a variance of 3.68.
  expect(both?.binNoise).toBe(5);
  expect(both?.better?.share).toBe(0.5);
  const { low, high } = both?.better ?? { low: 1, high: 0 };
  expect(low).toBeGreaterThan(0.2);
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
  expect(high).toBeLessThan(0.8);
  expect(amongOthers([better], known, { ...own, value: null })?.better).toBeNull();
  const other: BenchmarkFigure = { ...known, name: 'staff-trained' };
  expect(amongOthers([better], other, own)).toBeNull();
});

test('clients of the own size are compared with where every file tells sizes apart', () => {
  const bySize = made(TODAY, [...clients(6, 5), ...clients(8, 50, 0.95)]);
  const own = { value: 0.55, size: '11-100' } as const;
  expect(amongOthers([bySize], known, own)).toMatchObject({ size: '11-100', counts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 8] });
  const all = made(TODAY, clients(9, 5), newBenchmarkKey());
  expect(amongOthers([bySize, all], known, own)).toMatchObject({
    size: 'all',
    counts: [0, 0, 0, 0, 0, 15, 0, 0, 0, 8],
  });
});

test('counts below zero, as noise makes them, are shown as none', () => {
  const { signature: _, signer: __, ...release } = made();
  const below = signRelease(
    {
      ...release,
      figures: [{ name: known.name, edges: [...known.edges], groups: [{ size: 'all', counts: Array(10).fill(-1) }] }],
    },
    KEY,
  );
  const said = amongOthers([below], known, { value: 0.55, size: '1-10' });
  expect(said?.counts).toEqual(Array(10).fill(0));
  expect(said?.better?.low).toBe(0);
});
