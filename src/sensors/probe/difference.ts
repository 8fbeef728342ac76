// What changed between two scans of the same place: services that came or went, and what each one does differently. Pure.
import type { ScanDifference, ScanEndpoint } from '#contracts/index.ts';

/** Came, went, changed, stayed; in the order of the scans. */
export type EndpointDifference = Omit<ScanDifference, 'from' | 'to'>;

/** What is compared, as a person reads it. */
const FIELDS: readonly (readonly [string, (endpoint: ScanEndpoint) => string])[] = [
  ['exposure', ({ exposure }) => exposure ?? 'none'],
  ['web', ({ web }) => web ?? 'none'],
  ['protocol', ({ protocol }) => protocol],
  ['transport', ({ transport }) => transport],
  ['offered', ({ offered }) => inWords([...offered].sort())],
  ['refusal', ({ refusal }) => refusal ?? 'none'],
  ['titles.calling', ({ titles }) => titles.calling],
  ['titles.called', ({ titles }) => titles.called],
  ['echo', ({ echo }) => (echo === null ? 'unknown' : echo ? 'answered' : 'refused')],
  ['query', ({ query }) => query],
  ['worklist', ({ worklist }) => worklist],
  ['read', ({ read }) => read],
  ['write', ({ write }) => write],
  ['tls.grade', ({ tls }) => String(tls.grade)],
  ['tls.versions', ({ tls }) => inWords(tls.versions)],
  ['tls.mutual', ({ tls }) => (tls.mutual ? 'yes' : 'no')],
  ['tls.weaknesses', ({ tls }) => inWords(tls.weaknesses)],
  ['tls.certificate', ({ tls }) => tls.certificate?.sha256 ?? 'none'],
  ['implementation.classUid', ({ implementation }) => implementation?.classUid ?? 'unknown'],
  ['implementation.versionName', ({ implementation }) => implementation?.versionName ?? 'unknown'],
  ['deviceClass', ({ deviceClass }) => deviceClass ?? 'unknown'],
  ['banner', ({ banner }) => banner ?? 'none'],
  ['honeypot', ({ honeypot }) => honeypot ?? 'no'],
];

/**
 * Compares two scans. `asked` says whether the later scan looked at an endpoint at all: what it did not ask has not
 * disappeared. Endpoints that do not answer (E0) count as absent.
 */
export function difference(
  before: readonly ScanEndpoint[],
  after: readonly ScanEndpoint[],
  asked: (address: string, port: number) => boolean = () => true,
): EndpointDifference {
  const earlier = byPlace(before);
  const later = byPlace(after);
  const appeared = [...later].filter(([place]) => !earlier.has(place)).map(([, endpoint]) => endpoint);
  const disappeared = [...earlier]
    .filter(([place, { address, port }]) => !later.has(place) && asked(address, port))
    .map(([, endpoint]) => endpoint);
  const changed: ScanDifference['changed'] = [];
  let unchanged = 0;
  for (const [place, then] of earlier) {
    const now = later.get(place);
    if (!now) continue;
    const changes = changesOf(then, now);
    if (changes.length === 0) unchanged++;
    changed.push(...changes);
  }
  return { appeared, disappeared, changed, unchanged };
}

function changesOf(then: ScanEndpoint, now: ScanEndpoint): ScanDifference['changed'] {
  const { address, port } = now;
  return FIELDS.flatMap(([field, read]) => {
    const before = read(then);
    const after = read(now);
    return before === after ? [] : [{ address, port, field, before, after }];
  });
}

function byPlace(endpoints: readonly ScanEndpoint[]): Map<string, ScanEndpoint> {
  const open = endpoints.filter(({ exposure }) => exposure !== 'E0');
  return new Map(open.map((endpoint) => [`${endpoint.address} ${endpoint.port}`, endpoint]));
}

function inWords(words: readonly string[]): string {
  return words.length === 0 ? 'none' : words.join(', ');
}
