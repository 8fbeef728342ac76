// What the maker says of a device (MDS2) held against what was seen of it. Both sides are cited, so that the maker can be asked.
import { readOperatingSystem } from '#inventory/model.ts';
import { lifecycleOf } from '#knowledge/index.ts';
import type { Draft, Rule } from '../draft.ts';
import { PROMISE_CHECKS } from '../observed-beside-promise.ts';
import type { PromiseCheck, Seen } from '../promise-check.ts';
import type { Review } from '../review.ts';
import { SETTING_CHECKS } from '../settings-beside-promise.ts';
import { systemIn } from '../system-in-mds2.ts';

type Promises = NonNullable<Review['device']['mds2']>;

/** Below this, nobody can say that the document is about this very product and release. */
const SURE_LINK = 0.85;
const MOST_SEEN = 5;

/** Findings on answers that do not go with what was seen. */
export const promisesKept: Rule = (review) => {
  const { mds2 } = review.device;
  if (mds2 === null) return [];
  const checked = CHECKS.flatMap((check) => {
    const answer = mds2.answers.find(({ sameAs }) => sameAs === check.question);
    if (answer?.kind !== check.promised) return [];
    const seen = check.seen(review.device, mds2, review.now);
    return seen.length === 0
      ? []
      : [{ check, promised: { text: saying(mds2, answer.id, `"${answer.answer}"`), facts: answer.facts }, seen }];
  });
  // Several questions may promise the same; the strongest promise says it all.
  const drafts = checked
    .filter(
      ({ check: { group } }, at) =>
        group === undefined || checked.findIndex(({ check }) => check.group === group) === at,
    )
    .map(({ check, promised, seen }) => draftOf(mds2, check, { promised, seen }));
  return [...drafts, ...otherSystem(review, mds2)];
};

const CHECKS = [...PROMISE_CHECKS, ...SETTING_CHECKS];

function draftOf(
  mds2: Promises,
  { question, title, state, sureness, about }: Omit<PromiseCheck, 'promised' | 'seen' | 'group'>,
  { promised, seen }: { readonly promised: Draft['because'][number]; readonly seen: readonly Seen[] },
): Draft {
  const [newest = null] = seen.map(({ source }) => source).sort((a, b) => b.asOf.localeCompare(a.asOf));
  return {
    rule: 'promise-not-kept',
    about: about === undefined ? question : `${question} ${about}`,
    title,
    state: mds2.confidence >= SURE_LINK && seen.some(({ isOpen }) => isOpen !== true) ? state : 'potential',
    confidence: sureness * Math.max(...seen.map(({ confidence }) => confidence ?? 1)) * mds2.confidence,
    because: [
      promised,
      ...seen.slice(0, MOST_SEEN).map(({ text, facts }) => ({ text: `${text}.`, facts })),
      ...(seen.length > MOST_SEEN ? [{ text: `And ${seen.length - MOST_SEEN} more.`, facts: [] }] : []),
      { text: `The document is taken to be about this device: ${mds2.because}.`, facts: [] },
    ],
    fix: {
      kind: 'ask maker',
      who: 'maker',
      text:
        `Send the maker what was seen beside answer ${question} of the MDS2 and ask in writing which of the two holds, and for the setting or ` +
        'update that makes the answer true. Change nothing on the device yourself.',
    },
    sources: [{ name: nameOf(mds2), asOf: mds2.head.day }, ...(newest === null ? [] : [newest])],
  };
}

/** Another operating system than the document names. */
function otherSystem(review: Review, mds2: Promises): Draft[] {
  const { os } = review.device;
  const named = systemIn(mds2.answers);
  if (os === null || named === null) return [];
  const { lifecycles } = review.knowledge;
  const stated = lifecycleOf(readOperatingSystem(named.text), review.now, lifecycles);
  const seen = review.lifecycle;
  if (stated === null || seen === null) return [];
  // A name that says less ("Windows 10") is no contradiction of one that says more.
  const [one, other] = [stated.label.toLowerCase(), seen.label.toLowerCase()];
  if (one.startsWith(other) || other.startsWith(one)) return [];
  const check = {
    question: named.question,
    title: 'Another operating system than its maker states',
    state: 'potential' as const,
    sureness: 0.8 * os.confidence,
  };
  const words = [os.name, os.version, os.build].filter(Boolean).join(' ');
  const because = `It runs "${words}" (${seen.label}), and not ${stated.label}`;
  const source = { name: 'Inventory', asOf: review.device.lastSeenAt ?? review.now };
  return [
    draftOf(mds2, check, {
      promised: {
        text: saying(mds2, named.question, `"${named.text}"`),
        facts: mds2.answers.find(({ id }) => id === named.question)?.facts ?? [],
      },
      seen: [{ text: because, facts: os.facts, source }],
    }),
  ];
}

function saying(mds2: Promises, question: string, answer: string): string {
  return `${nameOf(mds2)}${mds2.head.day === null ? '' : ` of ${mds2.head.day}`} says to ${question}: ${answer}.`;
}

function nameOf({ head: { documentId, manufacturer, model } }: Promises): string {
  const product = [manufacturer, model].filter((part) => part !== null).join(' ');
  return documentId === null ? `MDS2 of ${product}` : `MDS2 ${documentId} of ${product}`;
}
