// The JSON schemas of OSCAL 1.1.2 as NIST publishes them, read from the shared folder; none is copied here.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../shared');
const SCHEMAS = path.join(SHARED, 'data/nist/schemas');

export const HAS_OSCAL_SCHEMAS = existsSync(SCHEMAS);

const NAMES = {
  catalog: 'catalog',
  profile: 'profile',
  'component-definition': 'component',
  'system-security-plan': 'ssp',
  'assessment-results': 'assessment-results',
  'plan-of-action-and-milestones': 'poam',
} as const;
export type OscalKind = keyof typeof NAMES;

const compiled = new Map<OscalKind, ValidateFunction>();

/** What the schema of NIST has against a document; nothing where it is valid. */
export function oscalErrors(kind: OscalKind, document: unknown): string[] {
  let validate = compiled.get(kind);
  if (!validate) {
    // The schemas name parts by "$id" with anchors, which strict mode takes for mistakes.
    const ajv = new Ajv({ allErrors: true, strict: false });
    addFormats.default(ajv);
    validate = ajv.compile(JSON.parse(readFileSync(path.join(SCHEMAS, `oscal_${NAMES[kind]}_schema.json`), 'utf8')));
    compiled.set(kind, validate);
  }
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}
