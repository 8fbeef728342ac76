// A CSAF 2.0 document (OASIS CSAF 2.0, 3.2) read into an advisory. The product tree is flattened: each product id becomes one line with
// maker, product and versions; relationships (3.2.2.4) become lines of their own, named by both products.
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';
import type { Advisory, AdvisoryProduct, Flaw, Remedy } from './advisory.ts';
import { justificationWords } from './vex-flaws.ts';

const text = z.string();
/** Identification (3.1.3.3): names that programs find a product by. CSAF 2.1 has several package URLs. */
const helper = z
  .object({ cpe: text.optional(), purl: text.optional(), purls: z.array(text).optional() })
  .optional()
  .catch(undefined);
const named = z.object({ name: text, product_id: text, product_identification_helper: helper });

interface Branch {
  readonly category: string;
  readonly name: string;
  readonly product?: z.infer<typeof named> | undefined;
  readonly branches?: readonly Branch[] | undefined;
}

const branch: z.ZodType<Branch> = z.object({
  category: text,
  name: text,
  product: named.optional(),
  get branches() {
    return z.array(branch).optional();
  },
});

const REMEDIES = ['vendor_fix', 'mitigation', 'workaround', 'none_available', 'no_fix_planned', 'fix_planned'] as const;

const ids = z.array(text).optional();
const csaf = z.object({
  document: z.object({
    category: text.optional(),
    csaf_version: text,
    title: text,
    publisher: z.object({ name: text }),
    tracking: z.object({ id: text, initial_release_date: text, current_release_date: text, status: text.optional() }),
    references: z.array(z.object({ category: text.optional(), summary: text.optional(), url: text })).optional(),
  }),
  product_tree: z
    .object({
      branches: z.array(branch).optional(),
      full_product_names: z.array(named).optional(),
      product_groups: z.array(z.object({ group_id: text, product_ids: z.array(text) })).optional(),
      relationships: z
        .array(
          z.object({
            product_reference: text,
            relates_to_product_reference: text,
            full_product_name: named,
          }),
        )
        .optional(),
    })
    .optional(),
  vulnerabilities: z
    .array(
      z.object({
        cve: text.optional(),
        title: text.optional(),
        cwe: z.object({ id: text }).optional(),
        product_status: z.record(text, z.array(text)).optional(),
        flags: z.array(z.object({ label: text, product_ids: ids, group_ids: ids })).optional(),
        threats: z.array(z.object({ category: text, details: text, product_ids: ids, group_ids: ids })).optional(),
        remediations: z
          .array(
            z.object({
              category: z.enum(REMEDIES).catch('mitigation'),
              details: text,
              product_ids: ids,
              group_ids: ids,
            }),
          )
          .optional(),
        scores: z
          .array(
            z.object({
              cvss_v2: z.object({ vectorString: text }).optional(),
              cvss_v3: z.object({ vectorString: text }).optional(),
              cvss_v4: z.object({ vectorString: text }).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

type Document = z.infer<typeof csaf>;

/** Branches deeper than this are a loop or a mistake; the deepest real tree has seven levels. */
const MOST_LEVELS = 40;
const TOO_DEEP = 'The product tree of this CSAF document is too deep to be one.';

/** Whether a JSON document says that it is CSAF. */
export function isCsaf(value: unknown): boolean {
  return z.object({ document: z.object({ csaf_version: text }) }).safeParse(value).success;
}

/** The advisory of a CSAF document. Throws Invalid with what is wrong and where. */
export function readCsaf(value: unknown): Advisory {
  const parsed = parsedCsaf(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Invalid(`This CSAF document is not complete: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { document, vulnerabilities = [] } = parsed.data;
  const tree = flatten(parsed.data);
  const flaws = flawsOf(vulnerabilities, tree);
  return {
    id: document.tracking.id,
    title: document.title.trim(),
    publisher: document.publisher.name,
    released: dayOf(document.tracking.initial_release_date),
    revised: dayOf(document.tracking.current_release_date),
    url: urlOf(document),
    products: tree.products,
    flaws,
    ...(document.tracking.status === 'draft' ? { isDraft: true } : {}),
    ...(tree.unnamed.size === 0 ? {} : { unnamed: [...tree.unnamed].sort() }),
  };
}

function flawsOf(flaws: readonly CsafFlaw[], tree: ReturnType<typeof flatten>): Flaw[] {
  return flaws.map((flaw): Flaw => {
    const placed = (...statuses: string[]) =>
      tree.places(statuses.flatMap((status) => flaw.product_status?.[status] ?? []));
    return {
      cve: flaw.cve ?? null,
      title: flaw.title ?? null,
      cwe: flaw.cwe?.id ?? null,
      vectors: vectorsOf(flaw.scores ?? []),
      ...statusesOf(placed),
      ...justifiedBy(flaw, tree),
      remedies: (flaw.remediations ?? []).map((remedy): Remedy => {
        const wanted = [
          ...(remedy.product_ids ?? []),
          ...(remedy.group_ids ?? []).flatMap((group) => tree.group(group)),
        ];
        return {
          kind: remedy.category,
          text: remedy.details.trim(),
          products: wanted.length === 0 ? null : tree.places(wanted),
        };
      }),
    };
  });
}

type Placed = (...statuses: string[]) => number[];

/** 3.2.3.9: 'first' and 'last' bound what is affected and name affected versions themselves. What 6.1.6 forbids is kept apart. */
function statusesOf(placed: Placed) {
  const affected = placed('known_affected', 'first_affected', 'last_affected');
  const fixed = placed('fixed', 'first_fixed');
  const notAffected = placed('known_not_affected');
  const underInvestigation = placed('under_investigation');
  const count = new Map<number, number>();
  for (const place of [affected, fixed, notAffected, underInvestigation].flat())
    count.set(place, (count.get(place) ?? 0) + 1);
  const contradicted = [...count].flatMap(([place, times]) => (times > 1 ? [place] : []));
  const clear = (places: readonly number[]) => places.filter((place) => !contradicted.includes(place));
  const known = placed('known_affected');
  const [first, last] = [placed('first_affected'), placed('last_affected')].map((places) =>
    places.filter((place) => !known.includes(place)),
  );
  return {
    affected: clear(affected),
    fixed: clear([...new Set([...fixed, ...placed('recommended').filter((place) => !affected.includes(place))])]),
    notAffected: clear(notAffected),
    underInvestigation: clear(underInvestigation),
    ...(first?.length ? { first } : {}),
    ...(last?.length ? { last } : {}),
    ...(contradicted.length > 0 ? { contradicted } : {}),
  };
}

type CsafFlaw = NonNullable<Document['vulnerabilities']>[number];

/** Why products are not affected: the flags of the VEX profile (3.2.3.5), and the impact among the threats (3.2.3.14; 4.5). */
function justifiedBy(
  { flags = [], threats = [] }: CsafFlaw,
  tree: ReturnType<typeof flatten>,
): Pick<Flaw, 'justifications'> {
  const stated = [
    ...flags.map((flag) => ({ ...flag, text: justificationWords(flag.label) })),
    ...threats.flatMap((threat) => (threat.category === 'impact' ? [{ ...threat, text: threat.details.trim() }] : [])),
  ];
  if (stated.length === 0) return {};
  return {
    justifications: stated.map(({ text: said, product_ids: own = [], group_ids: groups = [] }) => {
      const wanted = [...own, ...groups.flatMap((group) => tree.group(group))];
      return { products: wanted.length === 0 ? null : tree.places(wanted), text: said };
    }),
  };
}

function parsedCsaf(value: unknown) {
  try {
    return csaf.safeParse(value);
  } catch (error) {
    // The shape checker walks the tree by calling itself.
    if (error instanceof RangeError) throw new Invalid(TOO_DEEP);
    throw error;
  }
}

function flatten({ product_tree: tree = {} }: Document) {
  const products: AdvisoryProduct[] = [];
  const places = new Map<string, number>();
  function add(id: string, product: AdvisoryProduct): void {
    if (places.has(id)) return;
    places.set(id, products.length);
    products.push(product);
  }
  function walk(node: Branch, above: Partial<Record<string, string>>, level: number): void {
    if (level > MOST_LEVELS) throw new Invalid(TOO_DEEP);
    const known = { ...above, [node.category]: joined(above, node) };
    if (node.product) {
      const { vendor = '', product_family: family, product_name: name = family ?? node.product.name } = known;
      const versions = known['product_version_range'] ?? known['product_version'] ?? '*';
      add(node.product.product_id, {
        vendor: vendor.trim(),
        product: name.trim(),
        versions: versions.trim(),
        ...identifiersOf(node.product),
      });
    }
    for (const child of node.branches ?? []) walk(child, known, level + 1);
  }
  for (const top of tree.branches ?? []) walk(top, {}, 0);
  for (const each of tree.full_product_names ?? [])
    add(each.product_id, { vendor: '', product: each.name.trim(), versions: '*', ...identifiersOf(each) });
  for (const relation of tree.relationships ?? []) {
    const part = products[places.get(relation.product_reference) ?? -1];
    const whole = products[places.get(relation.relates_to_product_reference) ?? -1];
    const { name, product_id: id } = relation.full_product_name;
    const own = identifiersOf(relation.full_product_name);
    const on = whole ? { on: `${whole.product}${whole.versions === '*' ? '' : ` ${whole.versions}`}` } : {};
    add(id, { ...(part ?? { vendor: '', product: name.trim(), versions: '*' }), ...own, ...(part ? on : {}) });
  }
  const unnamed = new Set<string>();
  const placeOf = (id: string) => {
    const place = places.get(id);
    if (place === undefined) unnamed.add(id);
    return place ?? [];
  };
  const groups = new Map((tree.product_groups ?? []).map(({ group_id: id, product_ids: members }) => [id, members]));
  return {
    products,
    unnamed: unnamed as ReadonlySet<string>,
    places: (wanted: readonly string[]) => [...new Set(wanted.flatMap(placeOf))].sort((a, b) => a - b),
    group: (id: string): readonly string[] => groups.get(id) ?? [],
  };
}

/** A name under a name of the same kind says more of the same: service packs below versions. */
function joined(above: Partial<Record<string, string>>, { category, name }: Branch): string {
  const outer = above[category];
  return outer === undefined || category === 'vendor' ? name : `${outer} ${name}`;
}

function identifiersOf({
  product_identification_helper: given,
}: z.infer<typeof named>): Pick<AdvisoryProduct, 'cpe' | 'purl'> {
  const purl = given?.purl ?? given?.purls?.[0];
  return { ...(given?.cpe === undefined ? {} : { cpe: given.cpe }), ...(purl === undefined ? {} : { purl }) };
}

function vectorsOf(scores: NonNullable<NonNullable<Document['vulnerabilities']>[number]['scores']>): string[] {
  const inOrder = (['cvss_v4', 'cvss_v3', 'cvss_v2'] as const).flatMap((member) =>
    scores.flatMap((score) => score[member]?.vectorString ?? []),
  );
  return [...new Set(inOrder)];
}

function dayOf(time: string): string {
  return time.slice(0, 10);
}

/** The page that people read: the document's own, not the JSON file. */
function urlOf({ references = [] }: Document['document']): string | null {
  const own = references.filter(({ category, url }) => category === 'self' && /^https?:/.test(url));
  return (own.find(({ url }) => !url.endsWith('.json')) ?? own[0])?.url ?? null;
}
