// Bills of materials at rest: the bill, its components, and the devices that it is about.
import { sql } from 'kysely';
import { inertText, NotFound } from '#kit/index.ts';
import type { Sbom, SbomComponent } from '#knowledge/index.ts';
import type { Tenant } from '#store/index.ts';
import { deviceStates } from './devices.store.ts';
import { type BilledProduct, isSameModel } from './sbom-fit.ts';

/** How a bill came to a device: by maker and model, by a person; or a person said that it is not about it. */
export type LinkHow = 'matched' | 'chosen' | 'refused';

/** A bill with the product that it is about. */
export interface NamedBill extends BilledProduct {
  readonly id: string;
}

/** Components written in one statement. */
const BATCH = 2000;

/** Whether a bill is here. */
export async function hasSbom(tx: Tenant, id: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('sboms')
    .select('id')
    .where('tenantId', '=', tx.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes components from place `from` on; they count for nothing until their bill is written. */
export async function writeComponents(
  tx: Tenant,
  id: string,
  components: readonly SbomComponent[],
  from: number,
): Promise<void> {
  for (let at = 0; at < components.length; at += BATCH) {
    const part = components.slice(at, at + BATCH);
    const column = (of: (component: SbomComponent) => string | null) => sql`${part.map(of)}::text[]`;
    await sql`
      insert into sbom_components (tenant_id, sbom_id, seq, name, version, purl, cpe, supplier, license)
      select ${tx.id}, ${id}, ${from + at} + place - 1, name, version, purl, cpe, supplier, license
      from unnest(${column(({ name }) => name)}, ${column(({ version }) => version)}, ${column(({ purl }) => purl)},
        ${column(({ cpe }) => cpe)}, ${column(({ supplier }) => supplier)}, ${column(({ license }) => license)})
        with ordinality as row (name, version, purl, cpe, supplier, license, place)`.execute(tx.db);
  }
}

/** Writes the bill: from here on its components count. */
export async function writeSbom(
  tx: Tenant,
  id: string,
  { product: { vendor, name, version }, components, problems, ...bill }: Sbom,
  entry: { readonly at: Date; readonly by: string },
): Promise<void> {
  await tx.db
    .insertInto('sboms')
    .values({
      tenantId: tx.id,
      id,
      ...bill,
      vendor,
      product: name,
      version,
      components: components.length,
      problems: JSON.stringify(problems),
      importedAt: entry.at,
      importedBy: entry.by,
    })
    .execute();
}

/** Removes the components of a bill that was not written to its end, or of one that is taken away. */
export async function removeComponents(tx: Tenant, id: string): Promise<void> {
  await tx.db.deleteFrom('sbomComponents').where('tenantId', '=', tx.id).where('sbomId', '=', id).execute();
}

/** Removes a bill with its links. */
export async function removeSbom(tx: Tenant, id: string): Promise<void> {
  await removeComponents(tx, id);
  await tx.db.deleteFrom('sbomLinks').where('tenantId', '=', tx.id).where('sbomId', '=', id).execute();
  await tx.db.deleteFrom('sboms').where('tenantId', '=', tx.id).where('id', '=', id).execute();
}

/** Every bill with its product. */
export function billedProducts(tx: Tenant): Promise<NamedBill[]> {
  return tx.db
    .selectFrom('sboms')
    .select(['id', 'vendor', 'product', 'version'])
    .where('tenantId', '=', tx.id)
    .orderBy('id')
    .execute();
}

/** What people said of bills and some devices. */
export async function decidedLinks(
  tx: Tenant,
  devices: readonly string[],
): Promise<{ sbom: string; device: string; how: LinkHow }[]> {
  const { rows } = await sql<{ sbom: string; device: string; how: LinkHow }>`
    select sbom_id as sbom, device_id as device, how from sbom_links
    where tenant_id = ${tx.id} and device_id = any(${devices}::text[]) and how <> 'matched'`.execute(tx.db);
  return rows;
}

/** The components of some bills, of each at most so many, those that are named unmistakably first. */
export async function componentsForRules(
  tx: Tenant,
  ids: readonly string[],
  most: number,
): Promise<Map<string, { name: string; version: string | null; cpe: string | null; purl: string | null }[]>> {
  const found = new Map(
    ids.map((id) => [id, [] as { name: string; version: string | null; cpe: string | null; purl: string | null }[]]),
  );
  if (ids.length === 0) return found;
  const { rows } = await sql<{
    id: string;
    name: string;
    version: string | null;
    cpe: string | null;
    purl: string | null;
  }>`
    select wanted.id, part.name, part.version, part.cpe, part.purl
    from unnest(${ids}::text[]) as wanted (id)
    cross join lateral (
      select name, version, cpe, purl from sbom_components where tenant_id = ${tx.id} and sbom_id = wanted.id
      order by (purl is null and cpe is null), seq limit ${most}) part`.execute(tx.db);
  for (const { id, ...component } of rows) found.get(id)?.push(component);
  return found;
}

/** Devices in use whose maker and model are those of a bill. */
export async function devicesLike(tx: Tenant, bill: BilledProduct): Promise<string[]> {
  if (bill.vendor === null || bill.product === null) return [];
  const models = await sql<{ vendor: string; model: string }>`
    select distinct vendor, model from devices
    where tenant_id = ${tx.id} and not retired and vendor is not null and model is not null`.execute(tx.db);
  const same = models.rows.filter((model) => isSameModel(bill, model));
  if (same.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select id from devices
    where tenant_id = ${tx.id} and not retired and (vendor, model) in (
      select * from unnest(${same.map(({ vendor }) => vendor)}::text[], ${same.map(({ model }) => model)}::text[]))
    order by id`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Writes what a person says of a bill and a device. */
async function decideLink(
  tx: Tenant,
  link: { readonly sbom: string; readonly device: string; readonly how: 'chosen' | 'refused' },
  entry: { readonly at: Date; readonly by: string },
): Promise<void> {
  const values = { how: link.how, byWhom: entry.by, at: entry.at };
  await tx.db
    .insertInto('sbomLinks')
    .values({ tenantId: tx.id, sbomId: link.sbom, deviceId: link.device, ...values })
    .onConflict((conflict) => conflict.columns(['tenantId', 'sbomId', 'deviceId']).doUpdateSet(values))
    .execute();
}

/**
 * Links a bill to a device, or says that it is not about it; false when that was said already. Throws NotFound when one of them is not
 * there.
 */
export async function linkSbom(
  tx: Tenant,
  link: { readonly sbom: string; readonly device: string; readonly linked: boolean },
  entry: { readonly at: Date; readonly by: string },
): Promise<boolean> {
  if (!(await hasSbom(tx, link.sbom))) throw new NotFound('There is no such bill of materials.');
  if ((await deviceStates(tx, [link.device])).length === 0) {
    throw new NotFound(`There is no device '${inertText(link.device, 80)}'.`);
  }
  const how = link.linked ? 'chosen' : 'refused';
  const before = (await decidedLinks(tx, [link.device])).find(({ sbom }) => sbom === link.sbom);
  if (before?.how === how) return false;
  await decideLink(tx, { ...link, how }, entry);
  return true;
}

/** Brings the links by maker and model to what a judgement found, for the devices that it looked at. */
export async function recordMatches(
  tx: Tenant,
  devices: readonly string[],
  matched: readonly { readonly sbom: string; readonly device: string }[],
  at: Date,
): Promise<void> {
  const [sboms, ids] = [matched.map(({ sbom }) => sbom), matched.map(({ device }) => device)];
  await sql`
    with found as materialized (select * from unnest(${sboms}::text[], ${ids}::text[]) as row (sbom, device)),
    gone as (
      delete from sbom_links link
      where link.tenant_id = ${tx.id} and link.device_id = any(${devices}::text[]) and link.how = 'matched'
        and not exists (select 1 from found where found.sbom = link.sbom_id and found.device = link.device_id))
    insert into sbom_links (tenant_id, sbom_id, device_id, how, by_whom, at)
    select ${tx.id}, sbom, device, 'matched', 'maker and model', ${at.toISOString()}::timestamptz from found
    on conflict (tenant_id, sbom_id, device_id) do nothing`.execute(tx.db);
}
