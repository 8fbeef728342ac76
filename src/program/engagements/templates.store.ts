// Templates of engagements at rest: what a service provider uses again for the next client.
import { randomUUID } from 'node:crypto';
import { engagements, type TemplateDocument, type TemplateRow } from '#contracts/index.ts';
import { Conflict, canonicalJson, NotFound } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { type Actor, noPatientData } from '../own-words.ts';
import { devicesNamed, engagementRow } from './engagement-row.store.ts';
import { inertTexts } from './engagement-terms.ts';
import { mustNameNobody, namesOfClient } from './template-words.ts';

const DAY_MS = 86_400_000;

/** Every template, by name. */
export async function listTemplates(tx: Tenant): Promise<TemplateRow[]> {
  const rows = await tx.db
    .selectFrom('engagementTemplates')
    .select(['id', 'name', 'body', 'at', 'byWhom'])
    .where('tenantId', '=', tx.id)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(({ body, at, byWhom, ...row }) =>
    engagements.templateRow.parse({ ...row, terms: body, at: at.toISOString(), by: byWhom }),
  );
}

/** Saves an engagement as a template. Throws Invalid where a text of it names the client, Conflict where the name is taken. */
export async function saveTemplate(
  tx: Tenant,
  input: { readonly engagement: string; readonly name: string; readonly title: string; readonly keeping: string },
  { site, ...actor }: Actor & { readonly site: string },
): Promise<string> {
  const { terms } = await engagementRow(tx, input.engagement);
  const { activities, scope, plannedMinutes, rate, from, until } = terms;
  const document = inertTexts({
    name: input.name,
    terms: {
      title: input.title,
      activities,
      level: scope.level,
      hours: scope.hours,
      days: Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS) + 1,
      keeping: input.keeping,
      plannedMinutes,
      rate,
    },
  });
  const ids = scope.excluded.flatMap(({ device }) => device ?? []);
  const devices = ids.length === 0 ? [] : await devicesNamed(tx, ids);
  mustNameNobody(document, [...namesOfClient(site, terms), ...devices.map(({ name }) => name)]);
  return keepTemplate(tx, document, actor);
}

/** Takes in a template from elsewhere; the same one again changes nothing. Throws Conflict where another one has the name. */
export async function importTemplate(tx: Tenant, given: TemplateDocument, actor: Actor): Promise<string> {
  const document = inertTexts(given);
  mustNameNobody(document, []);
  return keepTemplate(tx, document, actor);
}

/** A template as it is exchanged. Throws NotFound. */
export async function exportTemplate(tx: Tenant, id: string): Promise<TemplateDocument> {
  const { name, terms } = await templateOf(tx, id);
  return { schema: 'dosimeter.template/1', name, terms };
}

/** Takes a template out. Throws NotFound. */
export async function dropTemplate(tx: Tenant, id: string, { by, now }: Actor): Promise<void> {
  const { name } = await templateOf(tx, id);
  await tx.db.deleteFrom('engagementTemplates').where('tenantId', '=', tx.id).where('id', '=', id).execute();
  await audit(tx, { who: by, action: 'engagement template removed', subject: name }, now);
}

async function keepTemplate(tx: Tenant, given: Omit<TemplateDocument, 'schema'>, { by, now }: Actor): Promise<string> {
  noPatientData(given);
  const { name, terms } = inertTexts({ name: given.name, terms: engagements.templateTerms.parse(given.terms) });
  const known = (await listTemplates(tx)).find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (known) {
    if (canonicalJson(known.terms) === canonicalJson(terms)) return known.id;
    throw new Conflict(`There is another template named ${name}. Give this one another name, or remove that one.`);
  }
  const id = randomUUID();
  await tx.db
    .insertInto('engagementTemplates')
    .values({ tenantId: tx.id, id, name, body: JSON.stringify(terms), at: now, byWhom: by })
    .execute();
  await audit(tx, { who: by, action: 'engagement template kept', subject: name }, now);
  return id;
}

async function templateOf(tx: Tenant, id: string): Promise<TemplateRow> {
  const found = (await listTemplates(tx)).find((each) => each.id === id);
  if (!found) throw new NotFound('There is no such template.');
  return found;
}
