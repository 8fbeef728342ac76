// A CVSS vector: read strictly, printed in the order of its version, changed for an environment. What the specification does
// not give is refused with a sentence, never guessed.
import { inertText } from '#kit/index.ts';
import { type CvssVersion, METRICS, type MetricGroup, NOT_DEFINED } from './metrics.ts';

/** A complete vector; made by `parseCvss` and `withEnvironment` alone. */
export interface CvssVector {
  readonly version: CvssVersion;
  /** The metrics that are written, by name. */
  readonly metrics: ReadonlyMap<string, string>;
}

export interface NoCvssVector {
  /** One sentence for the person who wrote the vector. */
  readonly error: string;
}

/** Characters of the longest text that is looked at; the longest vector, of version 4.0, has 178. */
export const LONGEST_VECTOR = 500;

/**
 * Reads a vector. Metrics may stand in any order: version 3 says so (section 6), version 2 fixes none, and version 4.0 does
 * (section 7), but published vectors do not keep to it. A vector of version 2 may stand in the parentheses that the NVD puts
 * around it.
 */
export function parseCvss(text: string): CvssVector | NoCvssVector {
  if (text === '') return { error: 'The vector is empty.' };
  if (text.length > LONGEST_VECTOR) {
    return { error: `This is longer than any vector (over ${LONGEST_VECTOR} characters).` };
  }
  const head = /^CVSS:[^/]*/i.exec(text)?.[0];
  if (head === undefined) return read('2.0', /^\((.*)\)$/.exec(text)?.[1] ?? text);
  const version = PREFIXED.get(head);
  if (version !== undefined) return read(version, text.slice(head.length + 1));
  return {
    error: `'${shown(head)}' begins no vector; it may be CVSS:3.0, CVSS:3.1, CVSS:4.0, or nothing in version 2.`,
  };
}

const PREFIXED: ReadonlyMap<string, CvssVersion> = new Map([
  ['CVSS:3.0', '3.0'],
  ['CVSS:3.1', '3.1'],
  ['CVSS:4.0', '4.0'],
]);

function read(version: CvssVersion, text: string): CvssVector | NoCvssVector {
  if (text === '') return { error: 'No metric follows the version.' };
  const metrics = new Map<string, string>();
  let bases = 0;
  for (const written of text.split('/')) {
    const field = FIELDS[version].get(written);
    if (!field) return { error: refusal(version, written, text) };
    if (metrics.has(field.name)) return { error: `${field.name} is written twice.` };
    metrics.set(field.name, field.value);
    if (field.group === 'base') bases += 1;
  }
  const needed = BASES[version];
  if (bases === needed.length) return { version, metrics };
  const missing = needed.filter((name) => !metrics.has(name));
  return { error: `${listed(missing, 'and')} ${missing.length === 1 ? 'is' : 'are'} missing.` };
}

interface Field {
  readonly name: string;
  readonly value: string;
  readonly group: MetricGroup;
}

/** Every metric with each of its values, as it is written: millions of vectors are read by one look for each field. */
const FIELDS = eachVersion(
  (version): ReadonlyMap<string, Field> =>
    new Map(
      [...METRICS[version].values()].flatMap(({ name, group, values }) =>
        values.map((value) => [`${name}:${value}`, { name, value, group }] as const),
      ),
    ),
);

const BASES = eachVersion((version) => namesOf(version, 'base'));

function namesOf(version: CvssVersion, group: MetricGroup): readonly string[] {
  return [...METRICS[version].values()].filter((metric) => metric.group === group).map(({ name }) => name);
}

function eachVersion<T>(make: (version: CvssVersion) => T): Readonly<Record<CvssVersion, T>> {
  return { '2.0': make('2.0'), '3.0': make('3.0'), '3.1': make('3.1'), '4.0': make('4.0') };
}

/** Metrics that versions 3 and 4.0 demand and version 2 does not know. */
const PREFIXED_ONLY = /(^|\/)(PR|UI):/;
const NO_PREFIX = 'The version is missing: write CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/ before the metrics.';

/** Why a field is none of the version. */
function refusal(version: CvssVersion, written: string, text: string): string {
  if (written === '') return 'A metric is missing beside a slash.';
  const colon = written.indexOf(':');
  if (colon >= 0) {
    if (version === '2.0' && PREFIXED_ONLY.test(text)) return NO_PREFIX;
    return wrongWith(version, written.slice(0, colon), written.slice(colon + 1)) ?? '';
  }
  const isFirst = text === written || text.startsWith(`${written}/`);
  if (version === '2.0' && isFirst) return 'This is no CVSS vector: it begins with neither a version nor a metric.';
  return `'${shown(written)}' is no metric with a value, as in AV:N.`;
}

function wrongWith(version: CvssVersion, name: string, value: string): string | null {
  const metric = METRICS[version].get(name);
  if (!metric) return `CVSS ${version} has no metric '${shown(name)}'.`;
  if (metric.values.includes(value)) return null;
  return `${name} has no value '${shown(value)}'; it may be ${listed(metric.values, 'or')}.`;
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function shown(text: string): string {
  return inertText(text, 40);
}

/** The vector as text, in the order of its version, without metrics that are not defined. */
export function printCvss({ version, metrics }: CvssVector): string {
  const fields = [];
  for (const name of METRICS[version].keys()) {
    const value = metrics.get(name);
    if (value !== undefined && value !== NOT_DEFINED[version]) fields.push(`${name}:${value}`);
  }
  return `${version === '2.0' ? '' : `CVSS:${version}/`}${fields.join('/')}`;
}

/** The value of one metric, "not defined" (X, ND) when it is not written; null when the version has no such metric. */
export function metricOf({ version, metrics }: CvssVector, name: string): string | null {
  return metrics.get(name) ?? (METRICS[version].has(name) ? NOT_DEFINED[version] : null);
}

/** Whether a metric of the group has another value than "not defined". */
export function isDefined({ version, metrics }: CvssVector, group: 'temporal' | 'environmental'): boolean {
  const none = NOT_DEFINED[version];
  return OPTIONAL[group][version].some((name) => (metrics.get(name) ?? none) !== none);
}

const OPTIONAL = {
  temporal: eachVersion((version) => namesOf(version, 'temporal')),
  environmental: eachVersion((version) => namesOf(version, 'environmental')),
};

/** The vector in another environment: these environmental metrics set, or taken away by "not defined"; the others stay. */
export function withEnvironment(
  vector: CvssVector,
  changes: Readonly<Record<string, string>>,
): CvssVector | NoCvssVector {
  const { version } = vector;
  const metrics = new Map(vector.metrics);
  for (const [name, value] of Object.entries(changes)) {
    const wrong = wrongWith(version, name, value);
    if (wrong !== null) return { error: wrong };
    if (METRICS[version].get(name)?.group !== 'environmental') {
      return { error: `${name} is no environmental metric of CVSS ${version}.` };
    }
    if (value === NOT_DEFINED[version]) metrics.delete(name);
    else metrics.set(name, value);
  }
  return { version, metrics };
}
