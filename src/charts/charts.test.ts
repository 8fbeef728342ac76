import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RUNG_MEANING } from '#contracts/index.ts';
import {
  darkChart,
  frontierChart,
  intervalBar,
  ladderChart,
  lightChart,
  pathDrawing,
  printChart,
  severityBar,
  type TimelineRow,
  timelineChart,
} from './index.ts';

const frame = { width: 720, theme: lightChart, id: 'x', title: 'Devices by rung' };

const rows = [
  ...Object.entries(RUNG_MEANING)
    .filter(([rung]) => rung !== 'E8o')
    .map(([rung, meaning], index) => ({ rung, meaning, devices: index })),
  { rung: 'unknown', meaning: 'Never looked at', devices: 4 },
];

/** Every text of the drawing, in order. */
function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '');
}

/** Fails unless tags are balanced and nothing but our elements is there. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, closing, name = '', , selfClosing] of svg.matchAll(
    /<(\/?)([\w-]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    expect(['svg', 'title', 'desc', 'rect', 'line', 'text', 'a']).toContain(name);
    if (closing) expect(open.pop()).toBe(name);
    else if (!selfClosing) open.push(name);
  }
  expect(open).toEqual([]);
  expect(svg.replace(/<\/?[\w-]+(?:\s[\w:-]+="[^"<]*")*\s*\/?>/g, '')).not.toMatch(/[<>]/);
}

test('the ladder shows the most open rung first, each with code, meaning and count as text', () => {
  const shown = texts(ladderChart(rows, frame));
  const codes = shown.filter((each) => /^[EW]\dt?$/.test(each));
  expect(codes).toEqual(['E7', 'E6', 'E5', 'W5', 'E4', 'W4', 'E3', 'W3', 'E2', 'W2', 'E1', 'E1t', 'W1', 'E0', 'W0']);
  expect(shown.join(' ')).toContain(RUNG_MEANING.E6);
  expect(shown).toContain('Strangers get in');
  expect(shown).toContain('14');
});

test('a rung with no device has an empty bar and still its words', () => {
  const svg = ladderChart([{ rung: 'E6', meaning: RUNG_MEANING.E6, devices: 0 }], frame);
  expect(texts(svg)).toContain('0');
  expect(svg).not.toContain(lightChart.tones.danger);
});

test('rungs become links only when asked, and then the picture is a group', () => {
  const linked = ladderChart(rows, { ...frame, href: (rung) => `/devices?exposure=${rung}&a=1` });
  expect(linked).toContain('role="group"');
  expect(linked).toContain('href="/devices?exposure=E6&#38;a=1"');
  expect(ladderChart(rows, frame)).not.toContain('<a ');
});

test('a narrow ladder keeps every word inside its width', () => {
  const svg = ladderChart(rows, { ...frame, width: 320 });
  expect(svg).toContain('width="320"');
  for (const [, x] of svg.matchAll(/ x="([\d.-]+)"/g)) {
    expect(Number(x)).toBeGreaterThanOrEqual(0);
    expect(Number(x)).toBeLessThanOrEqual(320);
  }
});

test('severities stand in the order given, with their counts', () => {
  const svg = severityBar(
    [
      { severity: 'critical', label: 'critical', count: 3 },
      { severity: 'high', label: 'high', count: 0 },
      { severity: 'low', label: 'low', count: 12_345 },
    ],
    frame,
  );
  expect(texts(svg)).toEqual(['3', 'critical', '0', 'high', '12,345', 'low']);
  expect(svg).toContain('critical: 3, high: 0, low: 12,345');
});

test('an interval names the three shares and they add up', () => {
  const shown = texts(intervalBar({ low: 0.25, high: 0.6 }, frame));
  expect(shown).toEqual(expect.arrayContaining(['25% open', '35% not known', '40% closed']));
});

test('an interval out of order or out of range is drawn within 0 and 1', () => {
  const shown = texts(intervalBar({ low: 1.4, high: -2 }, frame));
  expect(shown).toEqual(expect.arrayContaining(['100% open', '0% not known', '0% closed']));
});

test.each([lightChart, darkChart, printChart])('every solid color stands 3:1 off its ground', (theme) => {
  const ground = theme === darkChart ? '#171d24' : '#ffffff';
  for (const color of Object.values(theme.tones)) expect(contrast(color, ground)).toBeGreaterThanOrEqual(3);
  for (const color of [theme.text, theme.muted]) expect(contrast(color, ground)).toBeGreaterThanOrEqual(4.5);
});

test('no text, however hostile, breaks out of the drawing', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('<img src=x onerror=alert(1)>', '"/><script>', ']]>', '\u202eabc', '&lt;'),
  );
  fc.assert(
    fc.property(hostile, hostile, fc.nat(), fc.integer({ min: 200, max: 1200 }), (rung, meaning, devices, width) => {
      const each = { ...frame, width, title: meaning };
      expectWellFormed(ladderChart([{ rung, meaning, devices }], { ...each, href: () => rung }));
      expectWellFormed(severityBar([{ severity: rung, label: meaning, count: devices }], each));
      const words = { yes: rung, unknown: meaning, no: rung, percent: String };
      expectWellFormed(intervalBar({ low: 0.2, high: 0.4 }, { ...each, words }));
      const stop = { name: meaning, number: rung, isAssumed: true };
      expectWellFormed(pathDrawing([stop, stop, stop], { ...each, words: { assumed: rung, next: meaning } }));
      const money = { across: rung, up: meaning, chosen: rung, money: () => meaning };
      expectWellFormed(frontierChart([{ budget: 0, remainingLoss: devices }], null, { ...each, words: money }));
    }),
  );
});

test('the order in which rows come does not change what is drawn', () => {
  expect(texts(ladderChart([...rows].reverse(), frame))).toEqual(texts(ladderChart(rows, frame)));
});

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const timelineFrame = {
  ...frame,
  today: '2026-11-23',
  words: { today: 'today', notKnown: 'not known', day: (day: string) => day },
};
const ended: TimelineRow = {
  label: 'Windows 7',
  note: '3 devices',
  tone: 'danger',
  end: '2020-01-14',
  paidEnd: '2023-01-10',
  earliest: '2020-01-14',
  latest: '2020-01-14',
  href: '/devices?q=Windows 7&a=<b>',
};

test('a life cycle ends at its day, left of today when it is over and right of it when it is not', () => {
  const svg = timelineChart([ended, { ...ended, label: 'Debian 12', end: '2028-06-30', paidEnd: null }], timelineFrame);
  expectWellFormed(svg);
  expect(texts(svg)).toEqual(expect.arrayContaining(['today', 'Windows 7', 'Debian 12', '2020-01-14', '2028-06-30']));
  const at = (word: string) => Number(new RegExp(`<text x="([\\d.]+)"[^>]*>${word}<`).exec(svg)?.[1]);
  expect(at('2020-01-14')).toBeLessThan(at('today'));
  expect(at('2028-06-30')).toBeGreaterThan(at('today'));
});

test('no date lies over the line of today', () => {
  const days = Array.from({ length: 60 }, (_, n) => `${2015 + Math.floor(n / 3)}-${['02', '06', '10'][n % 3]}-15`);
  for (const width of [280, 390, 600, 720, 1100]) {
    for (const end of days) {
      const svg = timelineChart([{ ...ended, paidEnd: null, earliest: end, latest: end, end }], {
        ...timelineFrame,
        width,
      });
      const line = Number(/<line x1="([\d.]+)"[^>]*stroke-width="1.5"/.exec(svg)?.[1]);
      const from = Number(new RegExp(`<text x="([\\d.]+)"[^>]*>${end}<`).exec(svg)?.[1]);
      expect(from, `${end} at ${width}`).not.toBeNaN();
      // The size of its letters is 12 at most, and a letter is about half as wide.
      expect(from > line || from + end.length * 6 < line, `${end} at ${width}: ${from} beside ${line}`).toBe(true);
    }
  }
});

test('what is not known is said in words, whatever the width and the days', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 280, max: 1600 }),
      fc.array(
        fc.record({
          label: fc.string({ unit: 'binary', maxLength: 80 }),
          end: fc.constantFrom(null, '1999-12-31', '2026-11-23', '2031-01-01', '2099-12-31'),
          paidEnd: fc.constantFrom(null, '2035-01-01'),
        }),
        { maxLength: 8 },
      ),
      (width, rows) => {
        const drawn = rows.map((row) => ({ ...ended, earliest: null, latest: null, ...row }));
        const svg = timelineChart(drawn, { ...timelineFrame, width });
        expectWellFormed(svg);
        expect(texts(svg).filter((each) => each === 'not known')).toHaveLength(
          rows.filter(({ end }) => end === null).length,
        );
        for (const [, x] of svg.matchAll(/ x[12]?="([\d.-]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(width);
      },
    ),
    { numRuns: 60 },
  );
});

const way = [
  { name: 'Guest network', number: '', isAssumed: false },
  { name: 'Main PACS', number: '1', isAssumed: true },
  { name: 'CT 1', number: '2', isAssumed: false },
];

test('a way is told in order, with what is assumed, and runs left to right or, without room, downwards', () => {
  const [wide, narrow] = [720, 260].map((width) => pathDrawing(way, { ...frame, width }));
  for (const svg of [wide ?? '', narrow ?? '']) {
    expectWellFormed(svg);
    expect(svg).toContain('Guest network, then Main PACS (assumed), then CT 1');
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    for (const [, x = ''] of svg.matchAll(/ x[12]?="([\d.-]+)"/g)) expect(Number(x)).toBeLessThanOrEqual(720);
  }
  const place = (svg: string, axis: 'x' | 'y') =>
    way.map(({ name }) => Number(new RegExp(`<text [^>]*?\\b${axis}="([\\d.]+)"[^>]*>${name}<`).exec(svg)?.[1]));
  expect(place(wide ?? '', 'x')).toEqual(place(wide ?? '', 'x').toSorted((a, b) => a - b));
  expect(new Set(place(wide ?? '', 'y')).size).toBe(1);
  expect(place(narrow ?? '', 'y')).toEqual(place(narrow ?? '', 'y').toSorted((a, b) => a - b));
  expect(new Set(place(narrow ?? '', 'x')).size).toBe(1);
});

test('a budget that buys more is drawn lower and further right, in whatever order the points come', () => {
  const words = {
    across: 'spent',
    up: 'left',
    chosen: 'this plan',
    money: (amount: number) => `$${Math.round(amount)}`,
  };
  const points = [
    { budget: 900, remainingLoss: 100 },
    { budget: 0, remainingLoss: 800 },
    { budget: 300, remainingLoss: 400 },
  ];
  const chosen = { budget: 300, remainingLoss: 400 };
  const svg = frontierChart(points, chosen, { ...frame, words });
  expectWellFormed(svg);
  expect(svg).toBe(frontierChart(points.toReversed(), chosen, { ...frame, words }));
  const dots = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="6"/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  expect(dots).toHaveLength(3);
  expect(dots.map(([x = 0]) => x)).toEqual(dots.map(([x = 0]) => x).toSorted((a, b) => a - b));
  expect(dots.map(([, y = 0]) => y)).toEqual(dots.map(([, y = 0]) => y).toSorted((a, b) => a - b));
  expect(texts(svg)).toContain('this plan: $300 → $400');
  expect(svg).toContain('$0: $800, $300: $400, $900: $100, this plan $300: $400');
});
