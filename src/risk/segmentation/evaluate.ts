// Rules as a firewall takes them: the first that fits a conversation decides; answers come back by themselves (stateful). The rules are
// read from their texts alone, so that what is proven of them is proven of what is exported.
import type { SegmentationRule } from '#contracts/index.ts';
import {
  type Address,
  type AddressSet,
  addressOf,
  addressSet,
  difference,
  EMPTY,
  holds,
  isEmpty,
  isWhole,
  type Span,
  spanAt,
  union,
} from './address-set.ts';
import { compareNumbers } from './order.ts';

/** What rules are asked about: who opens which port of whom. */
export interface Packet {
  readonly transport: 'tcp' | 'udp';
  readonly client: string;
  readonly server: string;
  readonly port: number;
}

/** The part of a rule that decides. */
export type Deciding = Pick<SegmentationRule, 'action' | 'transport' | 'from' | 'to' | 'port'>;

/** A rule with its sets. */
export interface Compiled<R extends Deciding> {
  readonly rule: R;
  readonly place: number;
  readonly from: AddressSet;
  readonly to: AddressSet;
}

interface Stretch extends Span {
  readonly rules: readonly number[];
}

/** Rules, ready to be asked. */
export class RuleSet<R extends Deciding> {
  readonly compiled: readonly Compiled<R>[];
  /** Rules by where their servers lie, in the order of the rules. */
  readonly #stretches: { readonly 4: readonly Stretch[]; readonly 6: readonly Stretch[] };
  /** Rules for servers anywhere. */
  readonly #anywhere: { readonly 4: readonly number[]; readonly 6: readonly number[] };
  readonly #candidates = new Map<string, readonly Compiled<R>[]>();
  readonly #addresses = new Map<string, Address>();

  constructor(rules: readonly R[]) {
    const sets = new Map<readonly string[], AddressSet>();
    const setOf = (texts: readonly string[]) => {
      const known = sets.get(texts) ?? addressSet(texts);
      sets.set(texts, known);
      return known;
    };
    this.compiled = rules.map((rule, place) => ({
      rule,
      place,
      from: setOf(rule.from.addresses),
      to: setOf(rule.to.addresses),
    }));
    this.#anywhere = { 4: this.#whole(4), 6: this.#whole(6) };
    this.#stretches = { 4: this.#cut(4), 6: this.#cut(6) };
  }

  #whole(family: 4 | 6): number[] {
    return this.compiled.filter(({ to }) => isWhole(to, family)).map(({ place }) => place);
  }

  /** The line of all addresses cut wherever a rule begins or ends, each stretch with the rules that hold it. */
  #cut(family: 4 | 6): Stretch[] {
    const ends = this.compiled
      .filter(({ to }) => !isWhole(to, family))
      .flatMap(({ place, to }) =>
        to[family].flatMap(({ first, last }) => [
          { at: first, place, isBegin: true },
          { at: last + 1n, place, isBegin: false },
        ]),
      )
      .sort((a, b) => compareNumbers(a.at, b.at));
    const out: Stretch[] = [];
    const open = new Set<number>();
    for (let n = 0; n < ends.length; ) {
      const at = ends[n]?.at ?? 0n;
      for (; n < ends.length && ends[n]?.at === at; n++) {
        const end = ends[n];
        if (end?.isBegin) open.add(end.place);
        else if (end) open.delete(end.place);
      }
      const next = ends[n]?.at;
      if (open.size > 0 && next !== undefined)
        out.push({ first: at, last: next - 1n, rules: [...open].sort((a, b) => a - b) });
    }
    return out;
  }

  #address(text: string): Address {
    const known = this.#addresses.get(text) ?? addressOf(text);
    this.#addresses.set(text, known);
    return known;
  }

  /** The rules that may be about a server, in their order. */
  about(server: string): readonly Compiled<R>[] {
    const known = this.#candidates.get(server);
    if (known) return known;
    const { family, value } = this.#address(server);
    const near = spanAt(this.#stretches[family], value)?.rules ?? [];
    const places = [...near, ...this.#anywhere[family]].sort((a, b) => a - b);
    const found = places.flatMap((place) => this.compiled[place] ?? []);
    this.#candidates.set(server, found);
    return found;
  }

  /** The rule that decides about a conversation; null when none fits, which is a deny. */
  decide({ transport, client, server, port }: Packet): R | null {
    const from = this.#address(client);
    for (const each of this.about(server)) {
      const { rule } = each;
      if (rule.port !== null && rule.port !== port) continue;
      if (rule.transport !== 'any' && rule.transport !== transport) continue;
      if (holds(each.from, from)) return rule;
    }
    return null;
  }

  /** Every address that may open a port of a server: by the sets of the rules, not by trying addresses. */
  sources({ transport, server, port }: Omit<Packet, 'client'>): AddressSet {
    let allowed = EMPTY;
    let decided = EMPTY;
    for (const { rule, from } of this.about(server)) {
      if ((rule.port !== null && rule.port !== port) || (rule.transport !== 'any' && rule.transport !== transport))
        continue;
      const fresh = isEmpty(decided) ? from : difference(from, decided);
      if (rule.action === 'allow') allowed = union(allowed, fresh);
      decided = union(decided, from);
    }
    const { family } = this.#address(server);
    return family === 4 ? { 4: allowed[4], 6: [] } : { 4: [], 6: allowed[6] };
  }
}
