// Which sightings are one device. A pure function of the sightings' marks and of people's decisions: the order in which
// sightings arrive makes no difference, and no single attribute is the key. Links are tried from the surest to the weakest
// (docs/identity.md); where serial numbers or hardware addresses contradict each other, things stay apart and say so.
import { compareSubjects, parseServiceKey, type SubjectRef, subjectId } from '#evidence/model.ts';
import type { Constraints } from './decisions.ts';
import { anyClash, type Clash, type Group, GroupSet, serialClash } from './groups.ts';
import { type Mark, splitMark } from './marks.ts';

/** A subject with its marks. */
export interface Sighting {
  readonly ref: SubjectRef;
  readonly marks: readonly Mark[];
}

/** Sightings that are one device, each with the reason. */
export interface ResolvedGroup {
  readonly subjects: readonly { readonly ref: SubjectRef; readonly because: string }[];
}

/** A mark held by more groups than this identifies nothing. */
export const COMMON_MARK = 8;

/** How much each agreement counts when none of the sure marks is shared; 1 in all joins. */
export const AGREEMENT: Readonly<Record<string, number>> = { tag: 0.8, sn: 0.7, hn: 0.6, aet: 0.5, name: 0.3 };

const WORDS: Readonly<Record<string, string>> = {
  tag: 'inventory number',
  sn: 'serial number',
  hn: 'host name',
  aet: 'AE title',
  name: 'name',
};

/** The devices behind some sightings, in the order of their first subject. */
export function resolve(sightings: readonly Sighting[], constraints: Constraints): ResolvedGroup[] {
  const ordered = [...sightings].sort((a, b) => compareSubjects(a.ref, b.ref));
  const groups = new GroupSet(ordered, constraints);
  joinDecided(groups, constraints);
  joinHosts(groups);
  joinByMark(
    groups,
    'serial',
    () => null,
    (value) => `same maker and serial number (${value.replace('|', ' ')})`,
  );
  joinByMark(groups, 'mac', serialClash, (value) => `same hardware address ${value}`);
  joinByAddress(groups);
  joinByAgreement(groups);
  return groups.all().map((group) => ({
    subjects: group.members.map((ref) => ({ ref, because: groups.because(ref, group) })),
  }));
}

function joinDecided(groups: GroupSet, constraints: Constraints): void {
  for (const set of constraints.together) {
    const present = [...set]
      .sort()
      .map((id) => groups.of(id))
      .filter((group) => group !== undefined);
    const first = present[0];
    if (first) for (const other of present) groups.join(first, other, 'merged by hand');
  }
}

/** Services and addresses of one host: the same address, unless two vantage points see different software on one port. */
function joinHosts(groups: GroupSet): void {
  for (const [address, holders] of groups.holders('host')) {
    const byVantage = new Map<string, SubjectRef[]>();
    for (const ref of holders) {
      const vantage = ref.kind === 'service' ? parseServiceKey(ref.key).vantage : '';
      byVantage.set(vantage, [...(byVantage.get(vantage) ?? []), ref]);
    }
    const because = `same address ${address}`;
    for (const refs of byVantage.values()) {
      for (const ref of refs.slice(1)) groups.joinRefs(refs[0], ref, because);
    }
    const own = byVantage.get('')?.[0];
    byVantage.delete('');
    const vantages = [...byVantage].sort(([a, left], [b, right]) => right.length - left.length || (a < b ? -1 : 1));
    const base = own ?? vantages[0]?.[1][0];
    const seen: SubjectRef[] = [];
    for (const [vantage, refs] of vantages) {
      if (groups.printsDiffer(seen, refs)) {
        groups.keepApart(refs[0], base, `at address ${address}, but different software answers from '${vantage}'`);
      } else {
        groups.joinRefs(base, refs[0], because);
        for (const ref of refs) seen.push(ref);
      }
    }
  }
}

function joinByMark(groups: GroupSet, kind: 'serial' | 'mac', clash: Clash, because: (value: string) => string): void {
  for (const [value, holders] of groups.holders(kind)) {
    const found = groups.distinct(holders);
    if (found.length > 2 * COMMON_MARK) continue;
    const rest = [...found];
    for (let first = rest.shift(); first; first = rest.shift()) {
      for (const other of rest) groups.tryJoin(first, other, because(value), clash);
    }
  }
}

/** A listed address joins the host that answers there; with several claimants, the one that agrees most, if there is one. */
function joinByAddress(groups: GroupSet): void {
  for (const [address, holders] of groups.holders('addr')) {
    const claimants = groups.distinct(holders);
    if (claimants.length > COMMON_MARK) continue;
    const hosts = groups.distinct(groups.holdersOf(`host:${address}`));
    const because = `listed with address ${address}`;
    const [host] = hosts;
    if (hosts.length > 1) joinOneOfHosts(groups, hosts, { claimants, because });
    else if (host) joinHost(groups, host, { claimants, because });
    else {
      const dispute = disputed(claimants);
      for (const group of claimants.slice(1)) groups.tryJoin(claimants[0], group, because, () => dispute);
    }
  }
}

interface Claims {
  readonly claimants: readonly Group[];
  readonly because: string;
}

function joinHost(groups: GroupSet, host: Group, { claimants, because }: Claims): void {
  const scored = claimants
    .filter((group) => group !== host)
    .map((group) => ({ group, isPossible: anyClash(host, group) === null, score: agreement(host, group).score }))
    .sort((a, b) => b.score - a.score || compareSubjects(a.group.first, b.group.first));
  const most = scored.find((each) => each.isPossible)?.score;
  const best = scored.filter((each) => each.isPossible && each.score === most).map((each) => each.group);
  const dispute = disputed(best);
  for (const { group } of scored) {
    const clash: Clash = dispute !== null && best.includes(group) ? () => dispute : anyClash;
    groups.tryJoin(host, group, because, clash);
  }
}

/** Different machines answer at one address, seen from different places: only further agreement tells which is meant. */
function joinOneOfHosts(groups: GroupSet, hosts: readonly Group[], { claimants, because }: Claims): void {
  for (const group of claimants) {
    if (hosts.includes(group)) continue;
    const scores = hosts.map((host) => agreement(host, group).score);
    const most = Math.max(...scores);
    const best = hosts.filter((_, at) => scores[at] === most);
    const clash: Clash =
      most > 0 && best.length === 1 ? anyClash : () => 'different machines answer there from different places';
    for (const host of best) groups.tryJoin(host, group, because, clash);
  }
}

function disputed(groups: readonly Group[]): string | null {
  for (const [at, one] of groups.entries()) {
    for (const other of groups.slice(at + 1)) {
      const clash = anyClash(one, other);
      if (clash !== null) return `claimed by several, and ${clash}`;
    }
  }
  return null;
}

/** Joins what agrees in several weaker marks, best agreement first, until nothing changes. */
function joinByAgreement(groups: GroupSet): void {
  for (let joined = true; joined; ) {
    joined = false;
    for (const { one, other, because } of agreeingPairs(groups)) {
      if (groups.tryJoin(one, other, because, anyClash)) joined = true;
    }
  }
}

interface Pair {
  readonly one: Group;
  readonly other: Group;
  readonly score: number;
  readonly because: string;
}

function agreeingPairs(groups: GroupSet): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const kind of Object.keys(AGREEMENT)) {
    for (const [, holders] of groups.holders(kind)) {
      const found = groups.distinct(holders);
      if (found.length < 2 || found.length > COMMON_MARK) continue;
      for (const [at, one] of found.entries()) {
        for (const other of found.slice(at + 1)) {
          const id = `${subjectId(one.first)}\n${subjectId(other.first)}`;
          if (!pairs.has(id)) pairs.set(id, { one, other, ...agreement(one, other) });
        }
      }
    }
  }
  return [...pairs.values()]
    .filter((pair) => pair.score >= 1)
    .sort(
      (a, b) =>
        b.score - a.score || compareSubjects(a.one.first, b.one.first) || compareSubjects(a.other.first, b.other.first),
    );
}

/** How far two groups agree in weaker marks, each kind counted once; a name that repeats the host name adds nothing. */
function agreement(one: Group, other: Group): { score: number; because: string } {
  const shared = new Map<string, string>();
  for (const mark of one.marks) {
    const [kind, value] = splitMark(mark);
    if (AGREEMENT[kind] !== undefined && other.marks.has(mark) && !shared.has(kind)) shared.set(kind, value);
  }
  if (shared.get('name') !== undefined && shared.get('name') === shared.get('hn')) shared.delete('name');
  let score = 0;
  for (const kind of shared.keys()) score += AGREEMENT[kind] ?? 0;
  const because = [...shared].map(([kind, value]) => `${WORDS[kind] ?? kind} ${value}`).join(' and ');
  // Tenths add up without float noise.
  return { score: Math.round(score * 10) / 10, because: `same ${because}` };
}
