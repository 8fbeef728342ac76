// Gives resolved groups their device ids. An id once given stays: joined devices keep the oldest id, what was split off or
// put back gets the id that the decision recorded, and a new device's id is a hash, so that equal facts give equal ids.
import { compareSubjects, type SubjectRef, subjectId } from '#evidence/model.ts';
import { sha256 } from '#kit/index.ts';
import type { Decision } from './decisions.ts';
import { byTime } from './decisions.ts';
import type { ResolvedGroup } from './resolve.ts';

/** What is known of ids before this run. */
export interface KnownDevices {
  /** Device of each subject, by subject id. */
  readonly current: ReadonlyMap<string, string>;
  /** When each device was first seen, by device id; every id here is taken. */
  readonly firstSeen: ReadonlyMap<string, string>;
  readonly decisions: readonly Decision[];
}

/** A group with its id. */
export interface AssignedGroup extends ResolvedGroup {
  readonly device: string;
  /** Ids that went into this one. */
  readonly absorbed: readonly string[];
}

/** The id that a device gets whose smallest subject is `subject`; `attempt` counts ids already taken. */
export function newDeviceId(subject: SubjectRef, attempt = 0): string {
  return `dev-${sha256(`${subjectId(subject)}\n${attempt}`).slice(0, 20)}`;
}

/** Every group with its device id. */
export function assignDevices(groups: readonly ResolvedGroup[], known: KnownDevices): AssignedGroup[] {
  const claims = groups.map((group) => claimsOf(group, known));
  const owner = new Map<string, { at: number; bid: Bid }>();
  for (const [at, claimed] of claims.entries()) {
    for (const [device, claim] of claimed) {
      const rival = owner.get(device);
      // An id goes back to the subject that it was made from; else to who has no other id, so that none is lost.
      const isBorn = groups[at]?.subjects.some(({ ref }) => newDeviceId(ref) === device) ?? false;
      const bid = { ...claim, isBorn, isOnly: claimed.size === 1 };
      if (!rival || stronger(bid, rival.bid)) owner.set(device, { at, bid });
    }
  }
  const taken = new Set([...known.firstSeen.keys(), ...owner.keys()]);
  const wins = new Map<number, string[]>();
  for (const [device, { at }] of owner) wins.set(at, [...(wins.get(at) ?? []), device]);
  return groups.map((group, at) => {
    const won = (wins.get(at) ?? []).sort((a, b) => compareAges(a, b, known));
    const device = won[0] ?? freshId(group, taken);
    taken.add(device);
    return { ...group, device, absorbed: won.slice(1) };
  });
}

interface Claim {
  /** 2: a decision says that this id belongs here; 1: members carry it; 0: a decision says that it belongs elsewhere. */
  readonly rank: number;
  readonly members: number;
  readonly first: SubjectRef;
}

interface Bid extends Claim {
  readonly isBorn: boolean;
  readonly isOnly: boolean;
}

function stronger(a: Bid, b: Bid): boolean {
  if (a.rank !== b.rank) return a.rank > b.rank;
  if (a.isBorn !== b.isBorn) return a.isBorn;
  if (a.isOnly !== b.isOnly) return a.isOnly;
  if (a.members !== b.members) return a.members > b.members;
  return compareSubjects(a.first, b.first) < 0;
}

function claimsOf(group: ResolvedGroup, known: KnownDevices): Map<string, Claim> {
  const [head] = group.subjects;
  const claims = new Map<string, Claim>();
  if (!head) return claims;
  const ids = new Set(group.subjects.map(({ ref }) => subjectId(ref)));
  const claim = (device: string, rank: number, members: number) =>
    claims.set(device, { rank, members: (claims.get(device)?.members ?? 0) + members, first: head.ref });
  for (const id of ids) {
    const device = known.current.get(id);
    if (device !== undefined) claim(device, 1, 1);
  }
  for (const { payload, undoneAt } of [...known.decisions].sort(byTime)) {
    if (payload.kind === 'split' && undoneAt !== null && holdsAny(ids, payload.rest)) {
      claim(payload.device, 2, 0);
      claims.delete(payload.becomes);
    }
    if (payload.kind === 'split' && undoneAt === null) {
      if (holdsAny(ids, payload.subjects)) claim(payload.becomes, 2, 0);
      if (holdsAny(ids, payload.rest)) claim(payload.device, 2, 0);
      else if (claims.has(payload.device)) claim(payload.device, 0, 0);
    }
    if (payload.kind === 'merge' && undoneAt !== null) {
      for (const part of payload.parts) if (holdsAny(ids, part.subjects)) claim(part.device, 2, 0);
    }
  }
  return claims;
}

function holdsAny(ids: ReadonlySet<string>, subjects: readonly SubjectRef[]): boolean {
  return subjects.some((subject) => ids.has(subjectId(subject)));
}

function compareAges(a: string, b: string, known: KnownDevices): number {
  // An id that a decision brings back and that no device has now counts as new.
  const left = known.firstSeen.get(a) ?? '9999';
  const right = known.firstSeen.get(b) ?? '9999';
  if (left !== right) return left < right ? -1 : 1;
  return a < b ? -1 : 1;
}

function freshId(group: ResolvedGroup, taken: ReadonlySet<string>): string {
  const [head] = group.subjects;
  if (!head) throw new RangeError('A group has at least one subject.');
  for (let attempt = 0; ; attempt++) {
    const id = newDeviceId(head.ref, attempt);
    if (!taken.has(id)) return id;
  }
}
