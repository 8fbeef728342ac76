// The vulnerabilities of a CycloneDX document (ECMA-424, specification 1.4 to 1.6, JSON) read into an advisory: VEX, and lists of known
// flaws, which say of a part that it is affected.
import { z } from 'zod';
import { canonicalJson, Invalid, lookup, sha256 } from '#kit/index.ts';
import { parsePurl } from '../purl.ts';
import type { Advisory, AdvisoryProduct } from './advisory.ts';
import { justificationWords, VexGathering, type VexStatement, type VexStatus } from './vex-flaws.ts';

const text = z.string();
const maybe = text.nullish().catch(undefined);
const named = z.object({ name: maybe }).nullish().catch(undefined);

interface Part {
  readonly 'bom-ref'?: string | null | undefined;
  readonly name: string;
  readonly version?: string | null | undefined;
  readonly purl?: string | null | undefined;
  readonly cpe?: string | null | undefined;
  readonly supplier?: { readonly name?: string | null | undefined } | null | undefined;
}

const part: z.ZodType<Part> = z.object({
  'bom-ref': maybe,
  name: text,
  version: maybe,
  purl: maybe,
  cpe: maybe,
  supplier: named,
});
const vulnerability = z.object({
  id: maybe,
  ratings: z.array(z.object({ method: maybe, vector: maybe })).nullish(),
  cwes: z.array(z.number().int()).nullish(),
  recommendation: maybe,
  workaround: maybe,
  analysis: z.object({ state: maybe, justification: maybe, detail: maybe }).nullish(),
  affects: z
    .array(
      z.object({
        ref: text,
        versions: z.array(z.object({ version: maybe, range: maybe, status: maybe })).nullish(),
      }),
    )
    .nullish(),
});
type Vulnerability = z.infer<typeof vulnerability>;

const bom = z.object({
  bomFormat: z.literal('CycloneDX'),
  serialNumber: maybe,
  version: z.number().int().nullish(),
  metadata: z.object({ timestamp: maybe, component: part.nullish(), supplier: named, manufacture: named }).nullish(),
  components: z.array(part).nullish(),
  vulnerabilities: z.array(vulnerability).min(1),
});

const STATES: Readonly<Record<string, VexStatus>> = lookup({
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under investigation',
  false_positive: 'not affected',
  not_affected: 'not affected',
});
const VERSION_STATES: Readonly<Record<string, VexStatus>> = lookup({
  affected: 'affected',
  unaffected: 'not affected',
  unknown: 'under investigation',
});
const METHODS: Readonly<Record<string, string>> = lookup({
  CVSSv4: 'CVSS:4.0/',
  CVSSv31: 'CVSS:3.1/',
  CVSSv3: 'CVSS:3.0/',
  CVSSv2: '',
});

/** An advisory, and what of it could not be used, as sentences. */
export interface ReadVex {
  readonly advisory: Advisory;
  readonly problems: readonly string[];
}

/** Whether a JSON document is CycloneDX that speaks about flaws. */
export function isCycloneDxVex(value: unknown): boolean {
  const shape = z.object({ bomFormat: z.literal('CycloneDX'), vulnerabilities: z.array(z.unknown()).min(1) });
  return shape.safeParse(value).success;
}

/** The advisory of a CycloneDX document. Throws Invalid with what is wrong and where. */
export function readCycloneDxVex(value: unknown): ReadVex {
  const parsed = bom.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Invalid(
      `This CycloneDX document is not complete: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  const { metadata, components, vulnerabilities, serialNumber } = parsed.data;
  const itself = metadata?.component ?? undefined;
  const maker = itself?.supplier?.name ?? metadata?.manufacture?.name ?? metadata?.supplier?.name ?? '';
  const parts = new Map<string, AdvisoryProduct>();
  for (const each of [...(itself ? [itself] : []), ...(components ?? [])]) {
    const vendor = each.supplier?.name ?? (each === itself ? maker : '');
    if (each['bom-ref']) parts.set(each['bom-ref'], productOf(each, vendor));
  }
  const gathering = new VexGathering();
  const lost = new Set<string>();
  for (const each of vulnerabilities) {
    const flaw = flawOf(each);
    for (const { ref, versions } of each.affects ?? []) {
      const product = parts.get(ref) ?? productElsewhere(ref);
      if (product === null) {
        lost.add(ref);
        continue;
      }
      for (const said of statementsOf(each, product, versions ?? [])) {
        gathering.add(flaw.cve ?? flaw.title ?? '', flaw, said);
      }
    }
  }
  const day = (metadata?.timestamp ?? '').slice(0, 10);
  const advisory = gathering.advisory({
    id: serialNumber ?? `cyclonedx:${sha256(canonicalJson(value)).slice(0, 16)}`,
    title: ['VEX', itself ? `of ${[itself.name, itself.version].filter(Boolean).join(' ')}` : ''].join(' ').trim(),
    publisher: maker === '' ? 'not named' : maker,
    released: day,
    revised: day,
    url: null,
  });
  const problems = [...lost]
    .slice(0, 20)
    .map(
      (ref) => `A statement is about a part that this document does not hold (${ref.slice(0, 120)}), and was left out.`,
    );
  if (advisory.products.length === 0) {
    throw new Invalid('Every statement of this VEX document is about parts of other documents. Nothing was taken.');
  }
  return { advisory, problems };
}

function productOf({ name, version, purl, cpe }: Part, vendor: string): AdvisoryProduct {
  return {
    vendor,
    product: name,
    versions: version || '*',
    ...(purl ? { purl } : {}),
    ...(cpe ? { cpe } : {}),
  };
}

/** A part of another document (BOM-Link): it can be found when its reference is a package URL, as tools write it. */
function productElsewhere(ref: string): AdvisoryProduct | null {
  const fragment = ref.startsWith('urn:cdx:') ? ref.slice(ref.indexOf('#') + 1) : ref;
  for (const text of [fragment, decoded(fragment)]) {
    const read = parsePurl(text);
    if (read.kind !== 'purl') continue;
    return { vendor: '', product: read.purl.name, versions: read.purl.version ?? '*', purl: text };
  }
  return null;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

type AffectedVersions = NonNullable<NonNullable<Vulnerability['affects']>[number]['versions']>;

function statementsOf(flaw: Vulnerability, product: AdvisoryProduct, versions: AffectedVersions): VexStatement[] {
  const { analysis, recommendation, workaround } = flaw;
  const overall = STATES[analysis?.state ?? ''] ?? 'affected';
  const why = [analysis?.justification && justificationWords(analysis.justification), analysis?.detail]
    .filter(Boolean)
    .join('. ');
  const remedy = recommendation
    ? ({ kind: 'vendor_fix', text: recommendation } as const)
    : workaround
      ? ({ kind: 'workaround', text: workaround } as const)
      : null;
  const stated = (status: VexStatus, words: string): VexStatement => ({
    product: { ...product, versions: words },
    status,
    why,
    remedy: status === 'affected' ? remedy : null,
  });
  if (versions.length === 0) return [stated(overall, product.versions)];
  return versions.flatMap(({ version, range, status }) => {
    const words = version ?? range;
    if (!words) return [];
    const own = VERSION_STATES[status ?? 'affected'] ?? 'under investigation';
    // 'affected' is the default of the format: what the analysis says of the flaw holds for these versions.
    return [stated(own === 'affected' ? overall : own, words)];
  });
}

function flawOf({ id, ratings, cwes }: Vulnerability) {
  const cve = /^CVE-\d{4}-\d{4,}$/.exec(id ?? '')?.[0] ?? null;
  const [cwe] = cwes ?? [];
  const vectors = (ratings ?? []).flatMap(({ method, vector }) => {
    const prefix = METHODS[method ?? ''];
    if (!vector || prefix === undefined) return [];
    return [vector.startsWith('CVSS:') ? vector : `${prefix}${vector}`];
  });
  return {
    cve,
    title: cve === null ? (id ?? null) : null,
    cwe: cwe === undefined ? null : `CWE-${cwe}`,
    vectors: [...new Set(vectors)].sort((a, b) => (a < b ? 1 : -1)),
  };
}
