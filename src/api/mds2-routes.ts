// Makers' disclosure statements (MDS2): the list, one with its answers judged, two beside each other, which one is about a device, and the
// check before a purchase.
import { z } from 'zod';
import { type Mds2Document, mds2 } from '#contracts/index.ts';
import { checkPurchase } from '#findings/index.ts';
import {
  countMds2,
  devicesThatChose,
  listSbomComponents,
  type Mds2Row,
  mds2AnswersOf,
  mds2FactIds,
  mds2Heads,
  mds2Row,
  mds2Rows,
  sbomDetail,
  snapshots,
} from '#inventory/index.ts';
import { couldFit, type Mds2Head, supersededBy } from '#inventory/model.ts';
import { devicesMeant, dropMds2, knowledgeOf, pickMds2, purchaseOf } from '#jobs/index.ts';
import { Gate, Invalid, NotFound, Unavailable } from '#kit/index.ts';
import { compareMds2, MDS2_CAPABILITIES, type Mds2Answer, questionOf, standingOf } from '#knowledge/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { type ApiContext, type App, inTenant, may, memberOf } from './context.ts';

const byId = z.object({ id: z.string().max(80) });
const PAGE = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,7}$/, 'is no place in this list')
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
/** Devices named on the page of a document. */
const SHOWN_DEVICES = 100;
/** Documents among which others of a product are looked for. */
const MOST_DOCUMENTS = 2000;
/** Components of a bill that are held against what is known before a purchase. */
const MOST_COMPONENTS = 5000;
const MOST_BYTES = 64 * 2 ** 20;
const MOST_CHECKS = 6;

/** /mds2, /purchase. */
export function mds2Routes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };
  const edit = { onRequest: may(context, 'edit devices') };
  const upload = { onRequest: may(context, 'import') };
  /** Files under way: being sent, waiting for a thread, or read in one. */
  const checks = new Gate(MOST_CHECKS);

  app.get('/mds2', { ...read, schema: { querystring: PAGE, response: { 200: mds2.mds2List } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const { limit, cursor } = request.query;
      const offset = Number(cursor ?? 0);
      const value = await countMds2(tx);
      const items = await mds2Rows(tx, { offset, limit });
      const next = offset + items.length < value ? String(offset + items.length) : null;
      const heads = await mds2Heads(tx);
      return { items: items.map((row) => shown(row, heads)), next, total: { value, relation: 'eq' as const } };
    }),
  );

  app.get(
    '/mds2/compare',
    { ...read, schema: { querystring: mds2.mds2CompareQuery, response: { 200: mds2.mds2Comparison } } },
    (request) => inTenant(context, request, (tx) => comparison(tx, request.query.left, request.query.right)),
  );

  app.get('/mds2/:id', { ...read, schema: { params: byId, response: { 200: mds2.mds2Document } } }, (request) =>
    inTenant(context, request, (tx) => documentOf(tx, request.params.id)),
  );

  app.delete('/mds2/:id', { ...edit, schema: { params: byId } }, async (request, reply) => {
    const { id } = request.params;
    const { tenantId, who } = memberOf(request);
    await dropMds2(context, tenantId, id);
    await inTenant(context, request, (tx) =>
      audit(tx, { who, action: 'MDS2 removed', subject: id, detail: '' }, context.clock.now()),
    );
    return reply.status(204).send();
  });

  app.get('/devices/:id/mds2', { ...read, schema: { params: byId, response: { 200: mds2.mds2OfDevice } } }, (request) =>
    inTenant(context, request, (tx) => ofDevice(tx, request.params.id)),
  );

  app.patch(
    '/devices/:id/mds2',
    { ...edit, schema: { params: byId, body: mds2.mds2Choice, response: { 200: mds2.mds2OfDevice } } },
    async (request) => {
      const { id } = request.params;
      const { document } = request.body;
      const { tenantId, who } = memberOf(request);
      await inTenant(context, request, (tx) => ofDevice(tx, id));
      await pickMds2(context, { tenantId, by: who }, { device: id, document });
      return inTenant(context, request, async (tx) => {
        const detail = document === undefined ? 'by maker and model' : (document ?? 'none');
        await audit(tx, { who, action: 'MDS2 chosen', subject: id, detail }, context.clock.now());
        return ofDevice(tx, id);
      });
    },
  );

  app.post(
    '/purchase',
    { ...read, schema: { body: mds2.purchaseInput, response: { 200: mds2.purchaseDocument } } },
    async (request) => {
      const { document, sbom, system } = request.body;
      const candidate = await inTenant(context, request, async (tx) => {
        const row = await rowOf(tx, document);
        const answers = (await mds2AnswersOf(tx, [row.id])).get(row.id) ?? [];
        return {
          mds2: { ...row, answers },
          sbom: sbom === undefined ? null : await billOf(tx, sbom),
          problems: row.problems,
        };
      });
      return checkPurchase(
        { ...candidate, system: system === undefined || system === '' ? null : system },
        { now: context.clock.now().toISOString(), knowledge: knowledgeOf(context.store) },
      );
    },
  );

  app.post(
    '/purchase/file',
    {
      ...upload,
      schema: {
        consumes: ['multipart/form-data'],
        querystring: z.object({ system: z.string().trim().max(200).optional() }),
        response: { 200: mds2.purchaseDocument },
      },
    },
    (request) => {
      if (checks.isFull) throw new Unavailable('Several files are checked at the moment. Try again in a minute.');
      return checks.run(async () => {
        const part = await request.file({ limits: { fileSize: MOST_BYTES } });
        if (!part) throw new Invalid("Send the MDS2 as a form with a part named 'file'.");
        const { system } = request.query;
        const { document: found, unread } = await purchaseOf([{ name: part.filename, source: part.file }], {
          system: system === undefined || system === '' ? null : system,
          now: context.clock.now().toISOString(),
          knowledge: knowledgeOf(context.store),
        });
        if (found === null) throw new Invalid(unread[0]?.problem ?? 'This file says nothing about a product.');
        return found;
      });
    },
  );
}

async function rowOf(tx: Tenant, id: string): Promise<Mds2Row> {
  const row = await mds2Row(tx, id);
  if (!row) throw new NotFound('There is no such document; it may have been removed.');
  return row;
}

async function documentOf(tx: Tenant, id: string): Promise<Mds2Document> {
  const row = await rowOf(tx, id);
  const answers = (await mds2AnswersOf(tx, [id])).get(id) ?? [];
  const facts = (await mds2FactIds(tx, [id])).get(id);
  const heads = await mds2Heads(tx);
  const byCapability = Map.groupBy(answers, ({ capability }) => capability);
  const all = await mds2Rows(tx, { offset: 0, limit: MOST_DOCUMENTS });
  const product = { vendor: row.manufacturer, model: row.model };
  const devices: Mds2Document['devices'] = [];
  const meant = [...(await devicesMeant(tx, row, SHOWN_DEVICES)), ...(await devicesThatChose(tx, id))];
  for await (const device of snapshots(tx, meant)) {
    if (device.mds2?.document !== id) continue;
    const { because, confidence, isChosen } = device.mds2;
    devices.push({ id: device.id, name: device.name, because, confidence, isChosen });
  }
  return {
    document: shown(row, heads),
    capabilities: MDS2_CAPABILITIES.flatMap(({ code, label, about }) => {
      const own = byCapability.get(code);
      return own ? [{ code, label, about, answers: own.map((answer) => judged(answer, facts?.get(answer.id))) }] : [];
    }),
    devices,
    others: all.filter((other) => other.id !== id && couldFit(product, other)).map((other) => shown(other, heads)),
  };
}

function judged(answer: Mds2Answer, facts: readonly string[] = []) {
  const question = answer.sameAs === null ? undefined : questionOf(answer.sameAs);
  return {
    ...answer,
    asks: question?.asks ?? null,
    safer: question?.safer ?? null,
    weight: question?.weight ?? 0,
    standing: question ? standingOf(question, answer.kind) : ('neutral' as const),
    facts: [...facts],
  };
}

async function comparison(tx: Tenant, left: string, right: string) {
  const [one, other] = [await rowOf(tx, left), await rowOf(tx, right)];
  const answers = await mds2AnswersOf(tx, [left, right]);
  const rows = compareMds2(answers.get(left) ?? [], answers.get(right) ?? []);
  const heads = await mds2Heads(tx);
  const counts = { same: 0, better: 0, worse: 0, other: 0 };
  for (const { change } of rows) counts[change]++;
  return {
    left: shown(one, heads),
    right: shown(other, heads),
    counts,
    rows: rows.map((row) => ({ ...row, asks: questionOf(row.id)?.asks ?? null })),
  };
}

async function ofDevice(tx: Tenant, id: string) {
  for await (const { mds2: found } of snapshots(tx, [id])) {
    if (found === null) return { document: null, because: null, confidence: null, isChosen: false };
    const { because, confidence, isChosen } = found;
    const row = shown(await rowOf(tx, found.document), await mds2Heads(tx));
    return { document: row, because, confidence, isChosen };
  }
  throw new NotFound('There is no such device; it may have been joined with another. Look for it in the list.');
}

async function billOf(tx: Tenant, id: string) {
  const bill = await sbomDetail(tx, id);
  const { items } = await listSbomComponents(tx, id, { limit: MOST_COMPONENTS });
  const format = bill.format === 'SPDX' ? ('SPDX' as const) : ('CycloneDX' as const);
  return {
    format,
    product: { vendor: bill.vendor, name: bill.product, version: bill.version },
    components: items,
  };
}

function shown(row: Mds2Row, heads: readonly Mds2Head[]) {
  return { ...row, problems: [...row.problems], supersededBy: supersededBy(row, heads) };
}
