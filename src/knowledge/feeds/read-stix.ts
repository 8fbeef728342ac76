// Bundles of MITRE in STIX 2: attack patterns of CAPEC and techniques of ATT&CK for ICS, by their numbers. Names only; the descriptions are
// MITRE's and stay in the file. Revoked and deprecated ones are left out.
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';
import { unusable } from './unusable.ts';

/** An attack pattern or technique. */
export interface AttackPattern {
  readonly id: string;
  readonly name: string;
  /** Kinds of weakness that it uses (CAPEC). */
  readonly weaknesses: readonly string[];
  /** Stages of an attack that it belongs to (ATT&CK). */
  readonly tactics: readonly string[];
}

const bundle = z.object({ type: z.literal('bundle'), objects: z.array(z.unknown()) });

const pattern = z.object({
  type: z.literal('attack-pattern'),
  name: z.string().min(1).max(300),
  modified: z.string(),
  revoked: z.boolean().default(false),
  x_mitre_deprecated: z.boolean().default(false),
  x_capec_status: z.string().default(''),
  external_references: z.array(z.object({ source_name: z.string(), external_id: z.string().optional() })),
  kill_chain_phases: z.array(z.object({ phase_name: z.string() })).default([]),
});

/** Which of the two it is, and how its numbers look. */
const SOURCES = {
  capec: { name: 'capec', number: /^CAPEC-\d+$/ },
  'attack-ics': { name: 'mitre-attack', number: /^T\d{4}(?:\.\d{3})?$/ },
} as const;

/** Reads the attack patterns of a bundle. Throws Invalid when it is none. */
export function readStix(
  value: unknown,
  kind: keyof typeof SOURCES,
): {
  readonly asOf: string;
  readonly records: ReadonlyMap<string, AttackPattern>;
  readonly problems: readonly string[];
} {
  const parsed = bundle.safeParse(value);
  if (!parsed.success) throw new Invalid('This is no STIX bundle, or a part of it is missing.');
  const records = new Map<string, AttackPattern>();
  const problems: string[] = [];
  let asOf = '';
  const { name: source, number } = SOURCES[kind];
  for (const [index, object] of parsed.data.objects.entries()) {
    if (!isPattern(object)) continue;
    const read = pattern.safeParse(object);
    if (!read.success) {
      problems.push(unusable(`Object ${index + 1}`, read.error));
      continue;
    }
    const { name, modified, external_references: references, kill_chain_phases: phases } = read.data;
    const { revoked, x_mitre_deprecated: deprecated, x_capec_status: status } = read.data;
    const id = references.find((each) => each.source_name === source)?.external_id;
    if (id === undefined || !number.test(id)) {
      problems.push(`The attack pattern "${name}" has no number.`);
      continue;
    }
    if (modified > asOf) asOf = modified;
    if (revoked || deprecated || /^(?:deprecated|obsolete)$/i.test(status)) continue;
    const weaknesses = references.flatMap(({ source_name, external_id }) =>
      source_name === 'cwe' && external_id !== undefined ? [external_id] : [],
    );
    records.set(id, { id, name, weaknesses, tactics: phases.map(({ phase_name }) => phase_name) });
  }
  if (asOf === '') throw new Invalid('This STIX bundle holds no attack patterns with numbers.');
  return { asOf, records, problems };
}

function isPattern(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'attack-pattern';
}
