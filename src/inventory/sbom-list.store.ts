// Bills of materials in lists: the bills, one bill with its devices, and its components page by page.
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { SbomComponentRow, SbomDetail, SbomRow, sboms } from '#contracts/index.ts';
import { NotFound } from '#kit/index.ts';
import type { Tenant } from '#store/index.ts';
import { readCursor, writeCursor } from './list-cursor.ts';
import { MOST_COMPONENTS } from './sbom-components.ts';

type SbomQuery = z.infer<typeof sboms.sbomQuery>;
type ComponentQuery = z.infer<typeof sboms.sbomComponentQuery>;
type Page<T> = { items: T[]; next: string | null; total: { value: number; relation: 'eq' | 'gte' } };
type Component = Omit<SbomComponentRow, 'flaws'>;

const LINKED = 100;

type StoredRow = Omit<SbomRow, 'importedAt'> & { importedAt: Date; found: number };

/** A page of bills by product. */
export async function listSboms(tx: Tenant, query: SbomQuery): Promise<Page<SbomRow>> {
  const [product = '', after = ''] = query.cursor === undefined ? [] : readCursor('sboms', 2, query.cursor);
  const { rows } = await sql<StoredRow>`
    with wanted as (
      select *, lower(concat_ws(' ', vendor, product, version)) as key from sboms
      where tenant_id = ${tx.id} and concat_ws(' ', vendor, product, version) ilike ${like(query.q)})
    select ${columns()}, (select count(*)::integer from wanted) as found from wanted bill
    where (bill.key, bill.id) > (${product}, ${after}) order by bill.key, bill.id limit ${query.limit + 1}`.execute(
    tx.db,
  );
  const items = rows.slice(0, query.limit).map(rowFrom);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  const key =
    last &&
    [last.vendor, last.product, last.version]
      .filter((part) => part !== null)
      .join(' ')
      .toLowerCase();
  return {
    items,
    next: last && key !== undefined ? writeCursor('sboms', key, last.id) : null,
    total: { value: rows[0]?.found ?? 0, relation: 'eq' },
  };
}

/** One bill with the devices that it is about. Throws NotFound. */
export async function sbomDetail(tx: Tenant, id: string): Promise<SbomDetail> {
  const { rows } = await sql<StoredRow & { serial: string | null; duplicates: number; problems: unknown }>`
    select ${columns()}, bill.serial, bill.duplicates, bill.problems, 1 as found from sboms bill
    where bill.tenant_id = ${tx.id} and bill.id = ${id}`.execute(tx.db);
  const [row] = rows;
  if (!row) throw new NotFound('There is no such bill of materials.');
  const linked = await sql<{ id: string; name: string; how: 'matched' | 'chosen'; by: string; at: Date }>`
    select device.id, device.name, link.how, link.by_whom as by, link.at from sbom_links link
    join devices device on device.tenant_id = link.tenant_id and device.id = link.device_id
    where link.tenant_id = ${tx.id} and link.sbom_id = ${id} and link.how <> 'refused'
    order by device.name, device.id limit ${LINKED}`.execute(tx.db);
  const { serial, duplicates, problems } = row;
  return {
    ...rowFrom(row),
    serial,
    duplicates,
    problems: z.array(z.string()).parse(problems),
    heldAgainst: Math.min(row.components, MOST_COMPONENTS),
    linked: linked.rows.map(({ at, ...link }) => ({ ...link, at: at.toISOString() })),
  };
}

/** A page of the components of a bill, in the order of its document, each with the open findings that rest on it. */
export async function listSbomComponents(tx: Tenant, id: string, query: ComponentQuery): Promise<Page<Component>> {
  const [after = ''] = query.cursor === undefined ? [] : readCursor('sbom-components', 1, query.cursor);
  const pattern = like(query.q);
  const wanted = sql`
    with found as (
      select whole.body->'component'->>'name' as name, coalesce(whole.body->'component'->>'version', '') as version,
        coalesce(whole.body->'component'->>'purl', '') as purl, count(*)::integer as findings
      from ${restingOn(sql`${tx.id}`, sql`${id}`)} group by 1, 2, 3
    ), wanted as (
      select part.seq, part.name, part.version, part.purl, part.cpe, part.supplier, part.license,
        coalesce(found.findings, 0) as findings
      from sbom_components part
      left join found on found.name = part.name and found.version = coalesce(part.version, '')
        and found.purl = coalesce(part.purl, '')
      where part.tenant_id = ${tx.id} and part.sbom_id = ${id} and (${query.flawed !== 'true'} or found.findings is not null)
        and (${pattern} = '%' or concat_ws(' ', part.name, part.version, part.purl, part.cpe, part.supplier) ilike ${pattern}))`;
  const { rows } = await sql<Component>`${wanted}
    select * from wanted where seq > ${placeOf(after)} order by seq limit ${query.limit + 1}`.execute(tx.db);
  const counted = await sql<{ found: number }>`${wanted} select count(*)::integer as found from wanted`.execute(tx.db);
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return {
    items,
    next: last ? writeCursor('sbom-components', String(last.seq)) : null,
    total: { value: counted.rows[0]?.found ?? 0, relation: 'eq' },
  };
}

/** The open findings that rest on a bill, with their bodies as `whole`. */
function restingOn(tenant: RawBuilder<unknown>, bill: RawBuilder<unknown>) {
  return sql`sbom_links link
      join findings finding on finding.tenant_id = link.tenant_id and finding.device_id = link.device_id
        and finding.closed_at is null and finding.rule = 'known-flaw' and finding.state in ('confirmed', 'potential')
      join finding_bodies whole on whole.tenant_id = finding.tenant_id and whole.finding_id = finding.id
      where link.tenant_id = ${tenant} and link.sbom_id = ${bill} and link.how <> 'refused'
        and whole.body->'component'->>'sbom' = ${bill}`;
}

function columns() {
  return sql`bill.id, bill.format, bill.spec, bill.vendor, bill.product, bill.version, bill.tool, bill.made, bill.components,
    bill.relations, bill.imported_at as "importedAt", bill.imported_by as "importedBy",
    (select count(*)::integer from sbom_links link
      join devices device on device.tenant_id = link.tenant_id and device.id = link.device_id
      where link.tenant_id = bill.tenant_id and link.sbom_id = bill.id and link.how <> 'refused') as devices,
    (select count(*)::integer from ${restingOn(sql`bill.tenant_id`, sql`bill.id`)}) as findings`;
}

function rowFrom(row: StoredRow): SbomRow {
  const { id, format, spec, vendor, product, version, tool, made, components, relations, devices, findings } = row;
  const { importedAt, importedBy } = row;
  const counts = { components, relations, devices, findings };
  return {
    id,
    format,
    spec,
    vendor,
    product,
    version,
    tool,
    made,
    ...counts,
    importedAt: importedAt.toISOString(),
    importedBy,
  };
}

/** A text to look for, anywhere; signs of patterns stand for themselves. */
function like(q: string | undefined): string {
  return q === undefined || q.trim() === '' ? '%' : `%${q.trim().replace(/[\\%_]/g, '\\$&')}%`;
}

/** The place in a cursor; before the first one when it names none. */
function placeOf(text: string): number {
  return /^\d{1,7}$/.test(text) ? Number(text) : -1;
}
