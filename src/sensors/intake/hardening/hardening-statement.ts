// One answer about a setting as a statement, if it is an answer that the table of topics knows.
import { type HardeningTopic, hardeningEntry } from '#contracts/index.ts';
import { type Statement, statement } from '../importer.ts';

type Known = Parameters<typeof statement>[3];

/** Makes the statement, or null when nobody may say that: a program does not attest. */
export function hardeningStatement(
  topic: HardeningTopic,
  value: string,
  basis: 'observed' | 'attested',
): ((subject: Statement['subject'], known: Known) => Statement) | null {
  const { values, attestedOnly } = hardeningEntry(topic);
  if (!Object.hasOwn(values, value)) return null;
  if (attestedOnly && basis !== 'attested') return null;
  return (subject, known) => statement(subject, `hardening.${topic}`, value, { ...known, basis });
}
