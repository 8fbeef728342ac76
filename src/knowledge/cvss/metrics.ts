// The metrics of each version of CVSS, their values, and the order in which a vector names them: CVSS 2.0 guide 2.4,
// CVSS 3.0 and 3.1 section 6, CVSS 4.0 section 7.

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0';

/** `supplemental` metrics (CVSS 4.0 section 5) say more and change no score. */
export type MetricGroup = 'base' | 'temporal' | 'environmental' | 'supplemental';

export interface Metric {
  readonly name: string;
  readonly group: MetricGroup;
  readonly values: readonly string[];
}

/** What stands for "not defined" in a version; a metric that is not written has this value. */
export const NOT_DEFINED = { '2.0': 'ND', '3.0': 'X', '3.1': 'X', '4.0': 'X' } as const satisfies Record<
  CvssVersion,
  string
>;

type Row = readonly [group: MetricGroup, names: string, values: string];

const V2: readonly Row[] = [
  ['base', 'AV', 'N A L'],
  ['base', 'AC', 'L M H'],
  ['base', 'Au', 'N S M'],
  ['base', 'C I A', 'N P C'],
  ['temporal', 'E', 'ND U POC F H'],
  ['temporal', 'RL', 'ND OF TF W U'],
  ['temporal', 'RC', 'ND UC UR C'],
  ['environmental', 'CDP', 'ND N L LM MH H'],
  ['environmental', 'TD', 'ND N L M H'],
  ['environmental', 'CR IR AR', 'ND L M H'],
];

const V3: readonly Row[] = [
  ['base', 'AV', 'N A L P'],
  ['base', 'AC', 'L H'],
  ['base', 'PR', 'N L H'],
  ['base', 'UI', 'N R'],
  ['base', 'S', 'U C'],
  ['base', 'C I A', 'N L H'],
  ['temporal', 'E', 'X U P F H'],
  ['temporal', 'RL', 'X O T W U'],
  ['temporal', 'RC', 'X U R C'],
  ['environmental', 'CR IR AR', 'X L M H'],
  ['environmental', 'MAV', 'X N A L P'],
  ['environmental', 'MAC', 'X L H'],
  ['environmental', 'MPR', 'X N L H'],
  ['environmental', 'MUI', 'X N R'],
  ['environmental', 'MS', 'X U C'],
  ['environmental', 'MC MI MA', 'X N L H'],
];

const V4: readonly Row[] = [
  ['base', 'AV', 'N A L P'],
  ['base', 'AC', 'L H'],
  ['base', 'AT', 'N P'],
  ['base', 'PR', 'N L H'],
  ['base', 'UI', 'N P A'],
  ['base', 'VC VI VA SC SI SA', 'H L N'],
  ['temporal', 'E', 'X A P U'],
  ['environmental', 'CR IR AR', 'X H M L'],
  ['environmental', 'MAV', 'X N A L P'],
  ['environmental', 'MAC', 'X L H'],
  ['environmental', 'MAT', 'X N P'],
  ['environmental', 'MPR', 'X N L H'],
  ['environmental', 'MUI', 'X N P A'],
  ['environmental', 'MVC MVI MVA MSC', 'X H L N'],
  ['environmental', 'MSI MSA', 'X S H L N'],
  ['supplemental', 'S', 'X N P'],
  ['supplemental', 'AU', 'X N Y'],
  ['supplemental', 'R', 'X A U I'],
  ['supplemental', 'V', 'X D C'],
  ['supplemental', 'RE', 'X L M H'],
  ['supplemental', 'U', 'X Clear Green Amber Red'],
];

function metrics(rows: readonly Row[]): ReadonlyMap<string, Metric> {
  const found = rows.flatMap(([group, names, values]) =>
    names.split(' ').map((name) => ({ name, group, values: values.split(' ') })),
  );
  return new Map(found.map((metric) => [metric.name, metric]));
}

const V3_METRICS = metrics(V3);

/** The metrics of each version by name, in the order of its vectors. */
export const METRICS: Readonly<Record<CvssVersion, ReadonlyMap<string, Metric>>> = {
  '2.0': metrics(V2),
  '3.0': V3_METRICS,
  '3.1': V3_METRICS,
  '4.0': metrics(V4),
};
