// Published flaws, advisories and life cycles against what is here.
import { z } from 'zod';
import { api, flaws } from '#contracts/index.ts';
import { lifeCyclesOf } from '#findings/index.ts';
import { systemsInUse } from '#inventory/index.ts';
import { knowledgeOf } from '#jobs/index.ts';
import { Invalid, NotFound } from '#kit/index.ts';
import { type Advisory, flawDetail, onePerNumber, publishedScores } from '#knowledge/index.ts';
import { advisoriesHere, countedAbout, findingGroups } from '#program/index.ts';
import { type ApiContext, type App, inTenant, may } from './context.ts';

const byId = z.object({ id: z.string().max(120) });
const SYSTEMS = 500;

/** /finding-groups, /flaws, /advisories, /life-cycles. */
export function flawRoutes(app: App, context: ApiContext): void {
  const read = { onRequest: may(context, 'read') };

  app.get(
    '/finding-groups',
    {
      ...read,
      schema: {
        querystring: api.findingQuery.extend({ by: flaws.groupedBy }),
        response: { 200: flaws.findingGroups },
      },
    },
    (request) => {
      const { by, ...query } = request.query;
      return inTenant(context, request, (tx) => findingGroups(tx, by, query, context.clock.now()));
    },
  );

  app.get('/flaws/:id', { ...read, schema: { params: byId, response: { 200: flaws.flawDetail } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const { id } = request.params;
      const counted = await countedAbout(tx, { cve: id });
      const detail = flawDetail(id, knowledgeOf(context.store));
      if (!detail && counted.findings === 0)
        throw new NotFound(`Nothing is known here about ${id}. Take in the feeds that name it.`);
      const nothing = { id, title: null, cwe: null, scores: [], exploited: null, epss: null, said: [] };
      return { ...(detail ?? nothing), ...counted };
    }),
  );

  app.get(
    '/advisories',
    { ...read, schema: { querystring: flaws.advisoryQuery, response: { 200: flaws.advisoryList } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        const { q, here, cursor, limit } = request.query;
        const named = await advisoriesHere(tx);
        const words = q?.trim().toLowerCase() ?? '';
        const found = onePerNumber(knowledgeOf(context.store).advisories, (source) =>
          source
            .all()
            .filter((each) => (here === 'false' || named.has(each.id)) && (words === '' || isAbout(each, words))),
        ).map((document) => rowOf(document, named.get(document.advisory.id) ?? 0));
        // What concerns somebody here stands first.
        const sorted = found.toSorted(
          (a, b) =>
            Number(b.findings > 0) - Number(a.findings > 0) || compare(b.revised, a.revised) || compare(a.id, b.id),
        );
        const start = placeOf(cursor);
        const next = start + limit;
        return {
          items: sorted.slice(start, next),
          next: next < sorted.length ? String(next) : null,
          total: { value: sorted.length, relation: 'eq' as const },
        };
      }),
  );

  app.get(
    '/advisories/:id',
    { ...read, schema: { params: byId, response: { 200: flaws.advisoryDetail } } },
    (request) =>
      inTenant(context, request, async (tx) => {
        const { id } = request.params;
        const [document] = onePerNumber(knowledgeOf(context.store).advisories, (source) =>
          [source.byId(id)].filter((each) => each !== null),
        );
        if (!document) throw new NotFound(`The advisory ${id} is not here. Take in the file of its publisher.`);
        const { advisory } = document;
        const { findings } = await countedAbout(tx, { advisory: id });
        return {
          ...rowOf(document, findings),
          url: advisory.url,
          products: [...advisory.products],
          items: advisory.flaws.map((flaw) => ({
            cve: flaw.cve,
            title: flaw.title,
            cwe: flaw.cwe,
            scores: publishedScores(flaw.vectors, advisory.publisher),
            affected: [...flaw.affected],
            fixed: [...flaw.fixed],
            notAffected: [...flaw.notAffected],
            underInvestigation: [...flaw.underInvestigation],
            remedies: flaw.remedies.map(({ kind, text }) => ({ kind, text })),
          })),
        };
      }),
  );

  app.get('/life-cycles', { ...read, schema: { response: { 200: flaws.lifeCycles } } }, (request) =>
    inTenant(context, request, async (tx) => {
      const now = context.clock.now().toISOString();
      const { systems, left } = await systemsInUse(tx, SYSTEMS);
      return {
        today: now.slice(0, 10),
        items: lifeCyclesOf(systems, now, knowledgeOf(context.store).lifecycles),
        left,
      };
    }),
  );
}

function rowOf({ advisory, sources }: ReturnType<typeof onePerNumber>[number], findings: number) {
  const { id, title, publisher, released, revised } = advisory;
  return {
    id,
    title,
    publisher,
    source: sources.join(', '),
    released,
    revised,
    flaws: advisory.flaws.length,
    findings,
  };
}

function isAbout({ id, title, publisher, products, flaws: named }: Advisory, words: string): boolean {
  return [
    id,
    title,
    publisher,
    ...products.flatMap(({ vendor, product }) => [vendor, product]),
    ...named.map(({ cve }) => cve ?? ''),
  ]
    .join('\n')
    .toLowerCase()
    .includes(words);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor))
    throw new Invalid('This cursor is not one that a list gave. Start again from the first page.');
  return Number(cursor);
}
