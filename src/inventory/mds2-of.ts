// What makers say of some devices, found for many at once: the documents are read once, and devices of one model share their answer.
import { currentFacts } from '#evidence/index.ts';
import { mds2Subject } from '#evidence/model.ts';
import type { Tenant } from '#store/index.ts';
import { mds2AnswersOf, mds2Choices, mds2Heads } from './mds2.store.ts';
import { chosenLink, type Linkable, linkMds2, type Mds2Link, type Promises } from './mds2-link.ts';

/** The promises for each device that has any, by its id. */
export async function promisesOf(
  tx: Tenant,
  devices: readonly (Linkable & { readonly id: string })[],
): Promise<Map<string, Promises>> {
  const heads = await mds2Heads(tx);
  if (heads.length === 0) return new Map();
  const choices = await mds2Choices(
    tx,
    devices.map(({ id }) => id),
  );
  const byProduct = new Map<string, Mds2Link | null>();
  const links = devices.flatMap(({ id, vendor, model, versions }): [string, Mds2Link][] => {
    const choice = choices.get(id);
    if (choice) return choice.document === null ? [] : [[id, chosenLink(choice.document, choice.by)]];
    const key = JSON.stringify([vendor, model, versions]);
    const known = byProduct.get(key);
    const link = known === undefined ? linkMds2({ vendor, model, versions }, heads) : known;
    byProduct.set(key, link);
    return link ? [[id, link]] : [];
  });
  const documents = [...new Set(links.map(([, { document }]) => document))];
  const answers = await mds2AnswersOf(tx, documents);
  const byId = new Map(heads.map((head) => [head.id, head]));
  const facts = await mds2FactIds(tx, documents);
  const kept = new Map(
    documents.map((id) => {
      const said = (answers.get(id) ?? []).filter(({ kind }) => kind !== 'none');
      return [id, said.map((answer) => ({ ...answer, facts: facts.get(id)?.get(answer.id) ?? [] }))];
    }),
  );
  return new Map(
    links.flatMap(([id, link]) => {
      const head = byId.get(link.document);
      return head ? [[id, { ...link, head, answers: kept.get(link.document) ?? [] }]] : [];
    }),
  );
}

/** The facts behind the answers of some documents, by document and question. */
export async function mds2FactIds(
  tx: Tenant,
  documents: readonly string[],
): Promise<Map<string, Map<string, readonly string[]>>> {
  const known = new Map(documents.map((id) => [mds2Subject(id).key, id]));
  const found = new Map<string, Map<string, readonly string[]>>();
  for (const { subject, value, factId } of await currentFacts(tx, documents.map(mds2Subject))) {
    const id = known.get(subject.key);
    const question: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, 'question') : null;
    if (id === undefined || typeof question !== 'string') continue;
    const own = found.get(id) ?? new Map<string, readonly string[]>();
    own.set(question, [...(own.get(question) ?? []), factId]);
    found.set(id, own);
  }
  return found;
}

/** The releases of a device's own product, among what runs on it. */
export function ownVersions(
  model: string | null,
  software: readonly { readonly name: string; readonly version: string | null }[],
): string[] {
  if (model === null) return [];
  const wanted = model.trim().toLowerCase();
  const own = software.filter(({ name }) => name.trim().toLowerCase() === wanted);
  return [...new Set(own.flatMap(({ version }) => version ?? []))].sort();
}
