// The registry of AE titles, page by page: who answers to which, which are on several devices, and which software ships with.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { z } from 'zod';
import type { AeTitleRow, api } from '#contracts/index.ts';
import { defaultTitleOf, defaultTitles } from '#knowledge/index.ts';
import type { Tenant } from '#store/index.ts';
import { readCursor, writeCursor } from './list-cursor.ts';

/** What may be asked of the registry. */
export type AeTitleQuery = z.infer<typeof api.aeTitleQuery>;
/** A page of titles. */
export type AeTitlePage = z.infer<typeof api.aeTitleList>;

/** Holders named in a line; the others are counted. */
const NAMED = 5;
const LIST = 'ae-titles';

interface TitleRow {
  title: string;
  devices: AeTitleRow['devices'];
  holders: number;
  last: Date | null;
  found: number;
}

/** A page of titles in their order. */
export async function aeTitles(tx: Tenant, query: AeTitleQuery): Promise<AeTitlePage> {
  const [after = ''] = query.cursor === undefined ? [] : readCursor(LIST, 1, query.cursor);
  const { rows } = await sql<TitleRow>`
    with held as materialized (
      select title, count(*)::integer as holders, max(device.last_seen_at) as last,
        (array_agg(device.id order by device.name, device.id))[1:${sql.lit(NAMED)}] as first
      from devices device cross join lateral unnest(device.ae_titles) as title
      where device.tenant_id = ${tx.id} and not device.retired
      group by title having ${onlyOf(query.only)}),
    page as (select *, (select count(*)::integer from held) as found from held
      where title > ${after} order by title limit ${query.limit + 1})
    select page.title, page.holders, page.last, page.found, (
      select jsonb_agg(jsonb_build_object('id', device.id, 'name', device.name, 'addresses', device.addresses)
        order by device.name, device.id)
      from devices device where device.tenant_id = ${tx.id} and device.id = any(page.first)) as devices
    from page order by page.title`.execute(tx.db);
  const items = rows.slice(0, query.limit).map(({ title, devices, holders, last }): AeTitleRow => {
    const shipped = defaultTitleOf(title);
    return {
      title,
      devices,
      holders,
      shippedWith: shipped ? { product: shipped.product, source: shipped.source } : null,
      lastSeenAt: last?.toISOString() ?? null,
    };
  });
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return {
    items,
    next: last ? writeCursor(LIST, last.title) : null,
    total: { value: rows[0]?.found ?? 0, relation: 'eq' },
  };
}

function onlyOf(only: AeTitleQuery['only']): RawBuilder<SqlBool> {
  if (only === 'shared') return sql`count(*) > 1`;
  if (only === 'default') return sql`upper(title) = any(${[...defaultTitles()]}::text[])`;
  return sql`true`;
}
