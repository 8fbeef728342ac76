// VEX as OpenVEX 0.2.0 (github.com/openvex/spec): a statement for each flaw, status and reason, with its products. Not affected needs either a
// justification or an impact statement, affected an action statement.
import { canonicalJson } from '#kit/index.ts';
import type { VexStatement } from '#program/index.ts';
import { uuidFrom, type VexInput, vexContent } from './vex.ts';

const STATUS: Readonly<Record<VexStatement['status'], string>> = {
  affected: 'affected',
  'not affected': 'not_affected',
  fixed: 'fixed',
  'under investigation': 'under_investigation',
};

/** The document as text. */
export function vexOpenVex(input: VexInput): string {
  const { statements, devices, moment } = vexContent(input);
  const names = new Map(devices.map(({ id }) => [id, `urn:uuid:${uuidFrom(`device ${input.site.id} ${id}`)}`]));
  const groups = Map.groupBy(statements, ({ cve, status, justification, text }) =>
    JSON.stringify([cve, status, justification, text]),
  );
  const content = [...groups.values()].flatMap((said) => {
    const [first] = said;
    if (!first) return [];
    const timestamp = said.reduce(
      (newest, { changedAt }) => (changedAt > newest ? changedAt : newest),
      first.changedAt,
    );
    return [
      {
        vulnerability: { name: first.cve },
        timestamp,
        products: said.map(({ device }) => ({ '@id': names.get(device) ?? '' })),
        status: STATUS[first.status],
        ...wordsOf(first),
      },
    ];
  });
  return canonicalJson({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:uuid:${uuidFrom(canonicalJson([input.site.id, content]))}`,
    author: input.site.name,
    role: 'Operator of the devices',
    timestamp: moment,
    version: 1,
    tooling: 'Dosimeter',
    statements: content,
  });
}

function wordsOf({ status, justification, text }: VexStatement) {
  if (status === 'affected') return { action_statement: text };
  // The schema takes one of the two, never both.
  if (status === 'not affected')
    return justification ? { justification, status_notes: text } : { impact_statement: text };
  return { status_notes: text };
}
