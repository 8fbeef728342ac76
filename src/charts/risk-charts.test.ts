import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chanceAbove,
  decadesOf,
  type ExceedanceLine,
  type ExceedancePoint,
  exceedanceChart,
  lightChart,
  rangeChart,
  tornadoChart,
} from './index.ts';

const frame = { width: 640, theme: lightChart, id: 'x', title: 'Loss of a year' };
const words = {
  money: (loss: number) => `$${loss}`,
  chance: (share: number) => `${Math.round(share * 1000) / 10}%`,
  across: 'Loss',
  up: 'Years that lose more',
  tolerance: 'May be lost',
};
const POINTS: readonly ExceedancePoint[] = [
  [0, 0.4],
  [1_000, 0.3],
  [100_000, 0.1],
  [1_000_000, 0.01],
];
const today: ExceedanceLine = { label: 'Today', points: POINTS, tone: 'info', stroke: 'solid' };
const after: ExceedanceLine = { label: 'After', points: [], tone: 'safe', stroke: 'dashed' };

function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '');
}

/** The corners of each line, in the order drawn. */
function linesOf(svg: string): [number, number][][] {
  return [...svg.matchAll(/<polyline points="([^"]*)"/g)].map(([, points = '']) =>
    points.split(' ').map((pair): [number, number] => {
      const [x = Number.NaN, y = Number.NaN] = pair.split(',').map(Number);
      return [x, y];
    }),
  );
}

test.each([
  ['below the first loss the chance is that of any loss', 0, 0.4],
  ['up to the first loss above nothing it holds', 500, 0.4],
  ['at a point it is that of the point', 1_000, 0.3],
  ['half way in the logarithm it is half way', 10_000, 0.2],
  ['beyond the last loss there is none', 2_000_000, 0],
])('%s', (_, loss, chance) => {
  expect(chanceAbove(POINTS, loss)).toBeCloseTo(chance, 12);
});

test('the chance of losing more never rises with the loss', () => {
  const curve = fc.array(fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(curve, fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e9 }), (pairs, a, b) => {
      const losses = pairs.map(([loss]) => loss).sort((x, y) => x - y);
      const chances = pairs.map(([, chance]) => chance).sort((x, y) => y - x);
      const points = losses.map((loss, at): ExceedancePoint => [loss, chances[at] ?? 0]);
      const [less, more] = a < b ? [a, b] : [b, a];
      expect(chanceAbove(points, more)).toBeLessThanOrEqual(chanceAbove(points, less) + 1e-12);
    }),
  );
});

test('decades span the losses and what is tolerated, six at most, and two where nothing is lost', () => {
  expect(decadesOf([today], [])).toEqual([1_000, 10_000, 100_000, 1_000_000]);
  expect(decadesOf([today], [{ loss: 5_000_000, probability: 0.1 }])).toEqual([1e3, 1e4, 1e5, 1e6, 1e7]);
  expect(
    decadesOf(
      [
        {
          ...today,
          points: [
            [1, 0.5],
            [1e9, 0.1],
          ],
        },
      ],
      [],
    ),
  ).toEqual([1e4, 1e5, 1e6, 1e7, 1e8, 1e9]);
  expect(decadesOf([after], [])).toHaveLength(2);
});

test('lines fall to the right, are told apart by their dashes, and are named with their figures for who cannot see', () => {
  const svg = exceedanceChart([today, { ...today, label: 'Inherent', stroke: 'dotted' }, after], {
    ...frame,
    words,
    tolerance: [],
  });
  expect(texts(svg)).toEqual(expect.arrayContaining(['Today', 'Inherent', 'After', '$1000', '$1000000', '0%', '40%']));
  expect(texts(svg)).not.toContain('May be lost');
  for (const line of linesOf(svg)) {
    line.slice(1).forEach(([x, y], at) => {
      const [before = 0, above = 0] = line[at] ?? [];
      expect(x).toBeGreaterThanOrEqual(before);
      expect(y).toBeGreaterThanOrEqual(above);
    });
  }
  expect(new Set([...svg.matchAll(/<polyline[^>]*>/g)].map(([tag]) => /dasharray="([^"]*)"/.exec(tag)?.[1])).size).toBe(
    3,
  );
  expect(svg).toContain('Today: $1000: 30%, $10000: 20%, $100000: 10%, $1000000: 1%');
});

test('what may be lost is a staircase: from each stated loss on, its chance', () => {
  const tolerance = [
    { loss: 100_000, probability: 0.1 },
    { loss: 1_000, probability: 0.3 },
  ];
  const svg = exceedanceChart([today], { ...frame, words, tolerance });
  expect(texts(svg)).toContain('May be lost');
  const [limit = [], curve = []] = linesOf(svg);
  // The curve goes through both stated points: the corners of the stairs lie on it.
  for (const [x, y] of [limit[1], limit[3]].filter((corner) => corner !== undefined)) {
    expect(curve.some(([cx, cy]) => Math.abs(cx - x) < 0.1 && Math.abs(cy - y) < 0.1)).toBe(true);
  }
  expect(limit.at(-1)?.[1]).toBe(limit[3]?.[1]);
});

test('the widest bar comes first, in proportion, whatever the order of the rows', () => {
  const rows = [
    { label: 'Exams a day', swing: 10 },
    { label: 'Patients', swing: 40, note: 'a default' },
  ];
  const svg = tornadoChart(rows, { ...frame, amount: String });
  expect(tornadoChart([...rows].reverse(), { ...frame, amount: String })).toBe(svg);
  expect(texts(svg)).toEqual(['Patients', 'a default', '40', 'Exams a day', '10']);
  const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map(([, width]) => Number(width));
  const [track = 0, first = 0, , second = 0] = widths;
  expect(first).toBe(track);
  expect(second).toBeCloseTo(track / 4, 1);
  expect(svg).toContain('Patients (a default): 40; Exams a day: 10');
});

test('where both sides of every input are known the bars lie on both sides of one line, and the less is fainter', () => {
  const rows = [
    { label: 'Patients', swing: 40, sides: [-10, 30] },
    { label: 'Resistance', swing: 20, sides: [15, -5] },
  ] as const;
  const svg = tornadoChart(rows, { ...frame, amount: String, middle: 'average year' });
  expect(texts(svg)).toEqual(['average year', 'Patients', '40', 'Resistance', '20']);
  const lines = [...svg.matchAll(/<line x1="([\d.]+)"/g)].map(([, x]) => Number(x));
  expect(new Set(lines).size).toBe(1);
  const [middle = 0] = lines;
  const bars = [...svg.matchAll(/<rect x="([\d.]+)"[^>]*width="([\d.]+)"[^>]*?(fill-opacity="0.5")?\/>/g)].map(
    ([, x, width, faint]) => ({ from: Number(x), to: Number(x) + Number(width), isLess: faint !== undefined }),
  );
  // A track, the less and the more of each row.
  const [track, less, more, , second] = bars;
  expect(bars.map(({ isLess }) => isLess)).toEqual([false, true, false, false, true, false]);
  expect([less?.from, more?.to]).toEqual([track?.from, track?.to]);
  expect([less?.to, more?.from, second?.to]).toEqual([middle, middle, middle].map((x) => expect.closeTo(x, 1)));
  expect((more?.to ?? 0) - middle).toBeCloseTo(3 * (middle - (less?.from ?? 0)), 0);
  // One side that is not known, and all start at one edge.
  const plain = tornadoChart([...rows, { label: 'Else', swing: 1 }], {
    ...frame,
    amount: String,
    middle: 'average year',
  });
  expect(texts(plain)).not.toContain('average year');
});

test('a range says its words at every width, and marks a mean beyond its high end', () => {
  const row = { label: 'Today', said: '$30 on average, $0 to $10', low: 0, mean: 30, high: 10, tone: 'info' } as const;
  for (const width of [200, 390, 900]) {
    const svg = rangeChart([row], { ...frame, width, amount: String });
    expect(texts(svg)).toEqual(expect.arrayContaining(['Today', '$30 on average, $0 to $10', '0', '32']));
    const mark = Number(/x1="([\d.]+)"[^>]*stroke-width="3"/.exec(svg)?.[1]);
    expect(mark).toBeGreaterThan(width / 2);
    expect(mark).toBeLessThan(width);
  }
});

test('no text and no figure, however odd, breaks out of the drawings', () => {
  const hostile = fc.constantFrom('<img src=x onerror=alert(1)>', '"/><script>', ']]>', '\u202eabc', '');
  const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(hostile, amount, amount, fc.integer({ min: 200, max: 1200 }), (label, a, b, width) => {
      const points: ExceedancePoint[] = [
        [0, 0.5],
        [Math.min(a, b), 0.4],
        [Math.max(a, b), 0.1],
      ];
      const drawn = [
        exceedanceChart([{ ...today, label, points }], {
          ...frame,
          width,
          words,
          tolerance: [{ loss: a, probability: 0.1 }],
        }),
        tornadoChart([{ label, swing: a, note: label }], { ...frame, width, amount: () => label }),
        rangeChart([{ label, said: label, low: a, mean: b, high: b, tone: 'info' }], {
          ...frame,
          width,
          amount: () => label,
        }),
      ];
      for (const svg of drawn) {
        expect(
          svg.replace(/<\/?(svg|title|desc|rect|line|polyline|text)(?:\s[\w:-]+="[^"<]*")*\s*\/?>/g, ''),
        ).not.toMatch(/[<>]/);
        expect(svg).not.toContain('NaN');
        expect(svg).not.toContain('Infinity');
      }
    }),
  );
});
