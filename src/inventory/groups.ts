// The growing groups of a resolution: which subjects are together so far, what marks a group holds, and what was refused.
import { compareSubjects, parseServiceKey, type SubjectRef, subjectId } from '#evidence/model.ts';
import { type Constraints, share } from './decisions.ts';
import { type Mark, splitMark } from './marks.ts';
import type { Sighting } from './resolve.ts';

/** Why two groups cannot be one device, or null. */
export type Clash = (a: Group, b: Group) => string | null;

/** Subjects taken for one device so far. */
export class Group {
  readonly members: SubjectRef[];
  readonly marks: Set<Mark>;
  /** Inventory numbers by list, which a list gives to one thing only. */
  readonly tags: Set<string>;
  /** For each decision that keeps subjects apart: on which side of it the members stand. */
  readonly sides: Map<number, number>;

  constructor(sighting: Sighting, sides: Map<number, number>) {
    this.members = [sighting.ref];
    this.marks = new Set(sighting.marks);
    const source = sighting.ref.key.split('/')[0] ?? '';
    const tags = sighting.marks.filter((mark) => mark.startsWith('tag:'));
    this.tags = new Set(sighting.ref.kind === 'asset' ? tags.map((tag) => `${source}/${tag}`) : []);
    this.sides = sides;
  }

  /** The first member; members are kept sorted. */
  get first(): SubjectRef {
    const [first] = this.members;
    if (!first) throw new RangeError('A group has at least one member.');
    return first;
  }

  /** The group's marks of one kind. */
  of(kind: string): ReadonlySet<string> {
    return new Set([...this.marks].filter((mark) => splitMark(mark)[0] === kind));
  }
}

/** Both have serial numbers, and none in common. */
export function serialClash(a: Group, b: Group): string | null {
  return disjoint(a.of('sn'), b.of('sn')) ? 'the serial numbers differ' : null;
}

/** Serial numbers, hardware addresses or one list's inventory numbers contradict each other. */
export function anyClash(a: Group, b: Group): string | null {
  const serial = serialClash(a, b);
  if (serial !== null) return serial;
  // A shared serial number outweighs a changed network card.
  const sameSerial = share(a.of('sn'), b.of('sn'));
  if (!sameSerial && disjoint(a.of('mac'), b.of('mac'))) return 'the hardware addresses differ';
  for (const tag of a.tags) {
    const source = tag.split('/')[0] ?? '';
    const others = [...b.tags].filter((other) => other.startsWith(`${source}/`));
    if (others.length > 0 && !others.includes(tag)) return 'the inventory numbers of one list differ';
  }
  return null;
}

function disjoint(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && !share(a, b);
}

/** All groups of a resolution, joined step by step. */
export class GroupSet {
  readonly #groups = new Map<string, Group>();
  readonly #holders = new Map<string, SubjectRef[]>();
  readonly #prints = new Map<string, readonly string[]>();
  readonly #because = new Map<string, string>();
  readonly #apart = new Map<string, { reason: string; from: SubjectRef }[]>();

  /** `sightings` in their stable order. */
  constructor(sightings: readonly Sighting[], constraints: Constraints) {
    for (const sighting of sightings) {
      const id = subjectId(sighting.ref);
      this.#groups.set(id, new Group(sighting, sidesOf(id, constraints)));
      this.#prints.set(
        id,
        sighting.marks.filter((mark) => mark.startsWith('print:')),
      );
      for (const mark of sighting.marks) {
        const holders = this.#holders.get(mark);
        if (holders) holders.push(sighting.ref);
        else this.#holders.set(mark, [sighting.ref]);
      }
    }
  }

  /** The group that a subject is in now. */
  of(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  /** Every group once, by its first subject. */
  all(): Group[] {
    return [...new Set(this.#groups.values())].sort((a, b) => compareSubjects(a.first, b.first));
  }

  /** The marks of a kind with the subjects that hold them, sorted by mark. */
  holders(kind: string): (readonly [value: string, holders: readonly SubjectRef[]])[] {
    const prefix = `${kind}:`;
    return [...this.#holders]
      .filter(([mark]) => mark.startsWith(prefix))
      .map(([mark, refs]) => [mark.slice(prefix.length), refs] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The subjects that hold a mark. */
  holdersOf(mark: string): readonly SubjectRef[] {
    return this.#holders.get(mark) ?? [];
  }

  /** The groups that some subjects are in, each once, by first subject. */
  distinct(refs: readonly SubjectRef[]): Group[] {
    const found = new Set<Group>();
    for (const ref of refs) {
      const group = this.#groups.get(subjectId(ref));
      if (group) found.add(group);
    }
    return [...found].sort((a, b) => compareSubjects(a.first, b.first));
  }

  /** Joins the groups that two groups have become, unless `clash` says why not; that is remembered. */
  tryJoin(one: Group | undefined, other: Group | undefined, because: string, clash: Clash): boolean {
    if (!one || !other) return false;
    const [left, right] = [this.#now(one), this.#now(other)];
    if (left === right) return false;
    const problem = clash(left, right);
    if (problem !== null) {
      this.keepApart(left.first, right.first, `${because}, but ${problem}`);
      return false;
    }
    return this.join(left, right, because);
  }

  /** Joins two groups unless a decision keeps them apart. */
  join(one: Group, other: Group, because: string): boolean {
    const [left, right] = [this.#now(one), this.#now(other)];
    if (left === right) return false;
    for (const [decision, side] of left.sides) {
      if ((side | (right.sides.get(decision) ?? 0)) === 3) return false;
    }
    for (const group of [left, right]) {
      const [only] = group.members;
      if (group.members.length === 1 && only) this.#because.set(subjectId(only), because);
    }
    const [into, from] = left.members.length >= right.members.length ? [left, right] : [right, left];
    into.members.push(...from.members);
    into.members.sort(compareSubjects);
    for (const mark of from.marks) into.marks.add(mark);
    for (const tag of from.tags) into.tags.add(tag);
    for (const [decision, side] of from.sides) into.sides.set(decision, (into.sides.get(decision) ?? 0) | side);
    for (const ref of from.members) this.#groups.set(subjectId(ref), into);
    return true;
  }

  /** What a group has become since it was looked up. */
  #now(group: Group): Group {
    return this.#groups.get(subjectId(group.first)) ?? group;
  }

  /** Joins the groups of two subjects, if both are here. */
  joinRefs(one: SubjectRef | undefined, other: SubjectRef | undefined, because: string): void {
    if (!one || !other) return;
    const left = this.of(subjectId(one));
    const right = this.of(subjectId(other));
    if (left && right) this.join(left, right, because);
  }

  /** Remembers that two subjects were kept apart, and why. */
  keepApart(one: SubjectRef | undefined, other: SubjectRef | undefined, reason: string): void {
    if (!one || !other) return;
    this.#note(one, other, reason);
    this.#note(other, one, reason);
  }

  #note(at: SubjectRef, from: SubjectRef, reason: string): void {
    const id = subjectId(at);
    const known = this.#apart.get(id) ?? [];
    if (!known.some((each) => each.reason === reason && subjectId(each.from) === subjectId(from))) {
      this.#apart.set(id, [...known, { reason, from }]);
    }
  }

  /** Whether what answers on a port differs between two sets of services. */
  printsDiffer(one: readonly SubjectRef[], other: readonly SubjectRef[]): boolean {
    const byPort = new Map<number, readonly string[]>();
    for (const ref of one) byPort.set(parseServiceKey(ref.key).port, this.#prints.get(subjectId(ref)) ?? []);
    return other.some((ref) => {
      const there = byPort.get(parseServiceKey(ref.key).port);
      const here = this.#prints.get(subjectId(ref)) ?? [];
      return there !== undefined && there.length > 0 && here.length > 0 && !here.some((print) => there.includes(print));
    });
  }

  /** Why a subject is in its group, and what it was kept apart from. */
  because(ref: SubjectRef, group: Group): string {
    const id = subjectId(ref);
    const own = this.#because.get(id) ?? 'first sighting of this device';
    const apart = (this.#apart.get(id) ?? [])
      .filter(({ from }) => !group.members.some((member) => subjectId(member) === subjectId(from)))
      .map(({ from, reason }) => `kept apart from ${from.kind} ${from.key}: ${reason}`)
      .sort();
    return [own, ...apart.slice(0, 5)].join('; ').slice(0, 1000);
  }
}

function sidesOf(id: string, constraints: Constraints): Map<number, number> {
  const sides = new Map<number, number>();
  for (const [index, { one, other }] of constraints.apart.entries()) {
    const side = (one.has(id) ? 1 : 0) | (other.has(id) ? 2 : 0);
    if (side > 0) sides.set(index, side);
  }
  return sides;
}
