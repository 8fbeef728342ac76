// OpenVEX 0.2.0 (openvex.dev/ns) read into an advisory; 0.0.x, which names products and vulnerabilities by text alone, is read, too.
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';
import { parsePurl } from '../purl.ts';
import type { Advisory, AdvisoryProduct } from './advisory.ts';
import { justificationWords, VexGathering, type VexStatus } from './vex-flaws.ts';

const text = z.string();
const product = z.union([
  text,
  z.object({
    '@id': text.optional(),
    identifiers: z.object({ purl: text, cpe23: text, cpe22: text }).partial().optional(),
  }),
]);
const statement = z.object({
  vulnerability: z.union([
    text,
    z.object({
      '@id': text.optional(),
      name: text.optional(),
      aliases: z.array(text).optional(),
      description: text.optional(),
    }),
  ]),
  timestamp: text.optional(),
  products: z.array(product).optional(),
  status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
  supplier: text.optional(),
  justification: text.optional(),
  impact_statement: text.optional(),
  action_statement: text.optional(),
});
const openVex = z.object({
  '@context': text,
  '@id': text.min(1),
  author: text,
  timestamp: text,
  last_updated: text.optional(),
  statements: z.array(statement).min(1),
});

const STATUSES = {
  not_affected: 'not affected',
  affected: 'affected',
  fixed: 'fixed',
  under_investigation: 'under investigation',
} as const satisfies Record<string, VexStatus>;

/** Whether a JSON document says that it is OpenVEX. */
export function isOpenVex(value: unknown): boolean {
  const { data } = z.object({ '@context': text }).safeParse(value);
  return data !== undefined && /openvex\.dev\/ns/.test(data['@context']);
}

/** The advisory of an OpenVEX document. Throws Invalid with what is wrong and where. */
export function readOpenVex(value: unknown): Advisory {
  const parsed = openVex.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Invalid(`This OpenVEX document is not complete: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { author, timestamp, last_updated: updated, statements, '@id': id } = parsed.data;
  const gathering = new VexGathering();
  // Of two statements on the same product and flaw the newer one counts.
  const inOrder = statements.toSorted((a, b) => ((a.timestamp ?? timestamp) < (b.timestamp ?? timestamp) ? -1 : 0));
  for (const said of inOrder) {
    const flaw = flawOf(said.vulnerability);
    for (const each of said.products ?? []) {
      const status = STATUSES[said.status];
      const action = status === 'affected' ? said.action_statement?.trim() : undefined;
      gathering.add(flaw.cve ?? flaw.title ?? '', flaw, {
        product: productOf(each, said.supplier ?? ''),
        status,
        why: [said.justification && justificationWords(said.justification), said.impact_statement]
          .filter(Boolean)
          .join('. '),
        remedy: action ? { kind: 'mitigation', text: action } : null,
      });
    }
  }
  return gathering.advisory({
    id,
    title: `VEX of ${author}`,
    publisher: author,
    released: timestamp.slice(0, 10),
    revised: (updated ?? timestamp).slice(0, 10),
    url: /^https?:/.test(id) ? id : null,
  });
}

function flawOf(vulnerability: z.infer<typeof statement>['vulnerability']) {
  const written = typeof vulnerability === 'string' ? { name: vulnerability } : vulnerability;
  const { name, aliases = [], '@id': id, description = null } = { aliases: undefined, '@id': undefined, ...written };
  const names = [name, ...aliases, id].flatMap((each) => each ?? []);
  const cve = names.flatMap((each) => /CVE-\d{4}-\d{4,}/.exec(each)?.[0] ?? [])[0] ?? null;
  return { cve, title: cve === null ? (names[0] ?? null) : description, cwe: null, vectors: [] };
}

/** A product by its package URL, its CPE name, or at least by what the document calls it. */
function productOf(written: z.infer<typeof product>, vendor: string): AdvisoryProduct {
  const { '@id': id = '', identifiers = {} } = typeof written === 'string' ? { '@id': written } : written;
  const purl = identifiers.purl ?? (id.startsWith('pkg:') ? id : undefined);
  const cpe = identifiers.cpe23 ?? identifiers.cpe22 ?? (id.startsWith('cpe:') ? id : undefined);
  const read = purl === undefined ? undefined : parsePurl(purl);
  if (purl !== undefined && read?.kind === 'purl') {
    const { name, version } = read.purl;
    return { vendor, product: name, versions: version ?? '*', purl, ...(cpe === undefined ? {} : { cpe }) };
  }
  return { vendor, product: id, versions: '*', ...(cpe === undefined ? {} : { cpe }) };
}
