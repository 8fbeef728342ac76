// The answers of a maker's MDS2 as facts: each is what the maker claims of a product on the day of the document, and no more.
import type { Fact } from '#contracts/index.ts';
import { looksLikePatientData, makeFact, mds2Subject } from '#evidence/model.ts';
import type { Clock } from '#kit/index.ts';
import type { Mds2Form } from '#knowledge/index.ts';
import { MDS2_KIND } from './read-mds2.ts';

/** Ours: a maker knows the product as it is delivered, and not how it stands at a site. */
const CLAIMED = 0.8;

/** The facts of a form, and the questions whose notes stay with the document alone. */
export function mds2Facts(
  form: Mds2Form,
  { id, by }: { readonly id: string; readonly by: string },
  clock: Clock,
): { readonly facts: readonly Fact[]; readonly withoutNote: readonly string[] } {
  const { edition, manufacturer, model, documentId, day, answers } = form;
  const now = clock.now().toISOString();
  const observedAt = day !== null && day <= now ? day : now;
  const product = [manufacturer, model].filter((part) => part !== null).join(' ');
  const detail = documentId === null ? `MDS2 of ${product}` : `MDS2 ${documentId} of ${product}`;
  const common = {
    subject: mds2Subject(id),
    attribute: 'mds2.answer',
    basis: 'attested',
    confidence: CLAIMED,
    source: { sensor: MDS2_KIND, run: id, detail },
    observedAt,
    by: manufacturer === null ? by : `${manufacturer} (maker)`,
  } as const;
  const said = answers.filter(({ kind, answer }) => kind !== 'none' && !looksLikePatientData(answer));
  const withoutNote = said.flatMap((each) => (looksLikePatientData(each.note) ? [each.id] : []));
  const facts = said.map((each) =>
    makeFact(
      {
        ...common,
        value: {
          question: each.id,
          edition,
          answer: each.answer === '' ? 'See Note' : each.answer,
          note: withoutNote.includes(each.id) ? null : each.note,
        },
      },
      clock,
    ),
  );
  return { facts, withoutNote };
}
