// The sites of an account side by side. Each is read in a transaction of its own, which sees that site alone; nothing here reads across them.
import { type ClientList, type ClientQuery, type ClientRow, clients } from '#contracts/index.ts';
import { type Clock, Invalid } from '#kit/index.ts';
import type { Membership } from '#people/index.ts';
import { nextDutyOf, type SiteFigures, siteFigure, siteFigures } from '#program/index.ts';
import type { Store, TenantId } from '#store/index.ts';

/** Sites that are read at the same time; the embedded database takes them one by one. */
const AT_ONCE = 4;
/** How long figures serve to sort by: leafing through a sorted list reads no site again for each page. */
const KEPT_MS = 60_000;
/** Figures that a process remembers. */
const MOST_KEPT = 5_000;

type Sort = ClientQuery['sort'];
type Figure = keyof SiteFigures;
const FIGURE_OF = {
  devices: 'devices',
  urgent: 'urgent',
  loss: 'loss',
  policies: 'policies',
  trained: 'figures',
} as const satisfies Record<Exclude<Sort, 'name'>, Figure>;

/** Reads what sites have side by side. What it remembers are figures by site; who may see which is asked anew each time. */
export class Clients {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #kept = new Map<`${Figure} ${TenantId}`, { readonly at: number; readonly figures: SiteFigures }>();

  constructor(deps: { readonly store: Store; readonly clock: Clock }) {
    this.#store = deps.store;
    this.#clock = deps.clock;
  }

  /** A page of the sites of these memberships. Throws Invalid where too many would have to be sorted, or for a place that is none. */
  async list(memberships: readonly Membership[], query: Omit<ClientQuery, 'format' | 'tenant'>): Promise<ClientList> {
    const asked = (query.q ?? '').trim().toLowerCase();
    const found = memberships.filter(({ tenant }) => tenant.name.toLowerCase().includes(asked));
    const sorted = await this.#sorted(found, query);
    const from = query.cursor === undefined ? 0 : sorted.findIndex(({ tenant }) => tenant.id === query.cursor) + 1;
    if (query.cursor !== undefined && from === 0)
      throw new Invalid('cursor: This place in the list is gone. Begin at its top.');
    const shown = sorted.slice(from, from + query.limit);
    const items = await inTurn(shown, (membership) => this.#row(membership));
    const isMore = sorted.length > from + shown.length;
    return {
      items,
      next: isMore ? (shown.at(-1)?.tenant.id ?? null) : null,
      total: { value: sorted.length, relation: 'eq' },
    };
  }

  async #sorted(found: readonly Membership[], { sort, order }: Pick<ClientQuery, 'sort' | 'order'>) {
    const byName = found.toSorted(
      (a, b) => compare(a.tenant.name.toLowerCase(), b.tenant.name.toLowerCase()) || compare(a.tenant.id, b.tenant.id),
    );
    if (sort === 'name') return order === 'asc' ? byName : byName.reverse();
    if (found.length > clients.MOST_SORTED)
      throw new Invalid(
        `sort: More than ${clients.MOST_SORTED} sites cannot be sorted by a figure. Write a part of their names, or sort by name.`,
      );
    const known = await inTurn(byName, async (membership) => ({
      membership,
      figures: await this.#known(membership.tenant.id, FIGURE_OF[sort]),
    }));
    const groups = sort === 'loss' ? currenciesOf(known.map(({ figures }) => figures)) : [];
    const keyed = known.map(({ membership, figures }) => ({
      membership,
      key: keyOf(sort, figures),
      group: groups.indexOf(figures.loss?.currency ?? null),
    }));
    const sign = order === 'asc' ? 1 : -1;
    // What is not known comes last either way.
    return keyed
      .sort((a, b) =>
        a.key === null || b.key === null
          ? Number(a.key === null) - Number(b.key === null)
          : a.group - b.group || sign * (a.key - b.key),
      )
      .map(({ membership }) => membership);
  }

  async #known(id: TenantId, figure: Figure): Promise<SiteFigures> {
    const now = this.#clock.now();
    const key = `${figure} ${id}` as const;
    const kept = this.#kept.get(key);
    if (kept && Math.abs(now.getTime() - kept.at) < KEPT_MS) return kept.figures;
    const figures = await this.#store.tenant(id, (tx) => siteFigure(tx, now, figure), { priority: 'interactive' });
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, { at: now.getTime(), figures });
    return figures;
  }

  #row({ tenant, role }: Membership): Promise<ClientRow> {
    const now = this.#clock.now();
    const { id, name, demo } = tenant;
    return this.#store.tenant(
      id,
      async (tx) => ({ id, name, demo, role, ...(await siteFigures(tx, now)), nextDuty: await nextDutyOf(tx, now) }),
      { priority: 'interactive' },
    );
  }
}

/** The currencies of losses, which cannot be held against each other: the one of most sites first, one that is not known last. */
function currenciesOf(figures: readonly SiteFigures[]): (string | null)[] {
  const counts = new Map<string | null, number>();
  for (const { loss } of figures) if (loss) counts.set(loss.currency, (counts.get(loss.currency) ?? 0) + 1);
  return [...counts]
    .sort(
      ([a, many], [b, others]) => Number(a === null) - Number(b === null) || others - many || compare(a ?? '', b ?? ''),
    )
    .map(([currency]) => currency);
}

function keyOf(sort: Exclude<Sort, 'name'>, figures: SiteFigures): number | null {
  switch (sort) {
    case 'devices':
    case 'urgent':
      return figures[sort];
    case 'loss':
      return figures.loss?.mean ?? null;
    case 'policies':
      return shareOf(figures.policies);
    case 'trained':
      return figures.figures?.trained ? shareOf(figures.figures.trained) : null;
  }
}

function shareOf({ value, of }: { readonly value: number; readonly of: number }): number | null {
  return of === 0 ? null : value / of;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Maps in order, a few at a time. */
async function inTurn<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const out: R[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    out.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))));
  return out;
}
