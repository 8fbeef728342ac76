// What a document says held against what is known here, control by control, and what of it can be taken over. Pure.
// A fact is heard before a statement: what is taken over is a statement of a day, never a fact.
import type {
  AnswerInput,
  Control,
  ControlStatus,
  Framework,
  KeptAnswer,
  ReadControl,
  ReadingDifference,
  RowStanding,
  SystemDocumentKind,
} from '#contracts/index.ts';
import { looksLikePatientData } from '#evidence/model.ts';
import { inertText } from '#kit/index.ts';
import { type SaidInDocument, type SaidOfControl, tokenOf } from '#knowledge/index.ts';
import { isStale } from '#program/index.ts';
import { namesProductOf } from './oscal-products.ts';

/** How answers that came from a document are marked. */
export const VIA_OSCAL = 'OSCAL';

const RANK = { no: 0, partly: 1, yes: 2 } as const;

/** What is known here. */
export interface HereForReading {
  readonly today: string;
  readonly controls: readonly Control[];
  readonly frameworks: readonly Framework[];
  readonly statuses: ReadonlyMap<string, ControlStatus>;
  readonly answers: readonly KeptAnswer[];
  /** Rows of a framework as they stand. */
  readonly rowsOf: (framework: Framework) => ReadonlyMap<string, RowStanding>;
  /** Makers and models in use here, each as its words. */
  readonly products: readonly (readonly [maker: string, model: string])[];
}

/** The document, and of which day what it says is. */
export interface DocumentForReading {
  readonly kind: SystemDocumentKind;
  readonly said: SaidInDocument;
  /** Null where its date cannot be read. */
  readonly day: string | null;
  readonly madeHere: boolean;
  /** Names the document, for the record. */
  readonly origin: string;
}

/** A control with what would be kept of it, where it can be. */
export interface Held {
  readonly control: ReadControl;
  readonly answer: AnswerInput | null;
}

/** Every control of the document, in its order. */
export function differencesOf(document: DocumentForReading, here: HereForReading): Held[] {
  const find = finderOf(here);
  const titles = new Map(document.said.components.map((component) => [component.uuid, component]));
  const isInUse = namesProductOf(here.products);
  const seen = new Set<string>();
  return document.said.controls.map((said): Held => {
    const found = find(said);
    const words = wordsOf(said, titles);
    const isPatient = looksLikePatientData([said.control, words]);
    const there = statedBy(said, document, titles, isInUse);
    const own = found === null ? null : { kind: found.kind, scope: found.scope, subject: found.id };
    const answer: AnswerInput | null =
      own === null || there.state === null || document.day === null
        ? null
        : {
            ...own,
            answer: there.state,
            note: inertText(words, 990).trim(),
            evidence: document.origin,
            on: document.day,
          };
    const key = JSON.stringify(own);
    const twice = own !== null && seen.has(key);
    seen.add(key);
    const take = isPatient
      ? no('It looks like the data of a patient.')
      : twice
        ? no('The document says something of it before; only that is taken.')
        : takeOf({ said, found, there, answer, document, here });
    return {
      control: {
        control: inertText(said.control, 200),
        here: found,
        there: there.state,
        word: said.word === null ? null : inertText(said.word, 100),
        words: isPatient ? '' : inertText(words, 990),
        roles: [...new Set(said.by.flatMap(({ roles }) => roles))].slice(0, 20).map((role) => inertText(role, 80)),
        components: said.by.slice(0, 20).flatMap(({ component, word }) => {
          const named = component === null ? undefined : titles.get(component);
          return named
            ? [{ title: inertText(named.title, 200), word: word === null ? null : inertText(word, 100) }]
            : [];
        }),
        difference: differenceOf(found, there.state),
        take,
      },
      answer: take.can ? answer : null,
    };
  });
}

type Found = ReadControl['here'];
type Component = SaidInDocument['components'][number];

/** Finds what an id means here: a control of the catalogue, or a row, first of the framework that the document names. */
function finderOf({ controls, frameworks, statuses, rowsOf }: HereForReading): (said: SaidOfControl) => Found {
  const own = new Map(controls.flatMap((control) => namesOf(control.id).map((name) => [name, control] as const)));
  const rows = frameworks.map((framework) => ({
    framework,
    names: new Map(framework.rows.flatMap(({ id }) => namesOf(id).map((name) => [name, id] as const))),
  }));
  return ({ control, source }) => {
    const wanted = control.toLowerCase();
    const mine = own.get(wanted);
    if (mine) {
      const enforced = statuses.get(mine.id)?.enforced;
      return {
        kind: 'control',
        scope: '',
        id: mine.id,
        name: mine.name,
        answer: enforced?.answer ?? 'unknown',
        from: enforced?.basis ?? 'nothing',
        why: enforced?.why ?? 'Nothing is known of it.',
      };
    }
    const fitting = rows.filter(({ names }) => names.has(wanted));
    const hit = fitting.find(({ framework }) => isNamed(framework, source)) ?? fitting[0];
    const id = hit?.names.get(wanted);
    const row = hit && id !== undefined ? rowsOf(hit.framework).get(id) : undefined;
    if (!hit || !row) return null;
    const { name, answer, from, why } = row;
    return {
      kind: 'row',
      scope: hit.framework.id,
      id: row.id,
      name: `${hit.framework.name}: ${inertText(name, 200)}`,
      answer,
      from,
      why,
    };
  };
}

function namesOf(id: string): string[] {
  return [id.toLowerCase(), tokenOf(id).toLowerCase()];
}

function isNamed({ id, source }: Framework, named: string | null): boolean {
  if (named === null) return false;
  const plain = named.toLowerCase();
  const file = source.reference.toLowerCase().split('/').at(-1) ?? '';
  return plain.includes(id.toLowerCase()) || (file !== '' && plain.includes(file));
}

interface There {
  readonly state: 'yes' | 'partly' | 'no' | null;
  /** Why it is less than the document says, or nothing. */
  readonly because: string;
}

/**
 * What the document says of the site. A component definition says what a product can do: it counts where such a product is in use here, and no
 * further than partly.
 */
function statedBy(
  { state, by }: SaidOfControl,
  { kind }: DocumentForReading,
  titles: ReadonlyMap<string, Component>,
  isInUse: (title: string) => boolean,
): There {
  const said = state === 'none' ? null : state;
  if (kind !== 'component-definition') return { state: said, because: '' };
  const holders = by.flatMap(({ component }) => (component === null ? [] : (titles.get(component) ?? [])));
  if (holders.some(({ type }) => type === 'this-system')) return { state: said, because: '' };
  if (!holders.some(({ title }) => isInUse(title))) return { state: null, because: 'No such product is in use here.' };
  if (said === 'no' || state === 'none') return { state: said, because: '' };
  return {
    state: 'partly',
    because: 'A product that is in use here does it; whether all of the site does, it does not say.',
  };
}

function wordsOf({ by }: SaidOfControl, titles: ReadonlyMap<string, Component>): string {
  const lines = by.flatMap(({ component, text }) => {
    if (text.trim() === '') return [];
    const title = component === null ? undefined : titles.get(component)?.title;
    return [title === undefined || title === '' ? text.trim() : `${title}: ${text.trim()}`];
  });
  return [...new Set(lines)].join(' ').replace(/\s+/gu, ' ');
}

function differenceOf(found: Found, there: There['state']): ReadingDifference {
  if (found === null) return 'unknown here';
  if (there === null) return 'not said there';
  if (found.answer === 'unknown') return 'not known here';
  if (found.answer === there) return 'same';
  return RANK[found.answer] < RANK[there] ? 'less here' : 'more here';
}

function no(why: string) {
  return { can: false, why };
}

interface Asked {
  readonly said: SaidOfControl;
  readonly found: Found;
  readonly there: There;
  readonly answer: AnswerInput | null;
  readonly document: DocumentForReading;
  readonly here: HereForReading;
}

function takeOf({ said, found, there, answer, document, here }: Asked): ReadControl['take'] {
  if (found === null) return no('No control and no row of a framework here has this id.');
  if (there.state === null)
    return no(
      there.because !== ''
        ? there.because
        : said.state === 'none'
          ? 'It says that this does not apply. Here each control is asked for.'
          : 'It does not say whether this is done.',
    );
  if (document.madeHere) return no('This site wrote the document: it cannot vouch for itself.');
  if (answer === null || document.day === null) return no('The date of the document cannot be read.');
  if (document.day > here.today) return no(`The document is dated ${document.day}, which is still to come.`);
  if (isStale(document.day, here.today))
    return no(`It is of ${document.day}, more than a year ago, and would not count.`);
  const before = here.answers.find(
    ({ kind, scope, subject }) => kind === answer.kind && scope === answer.scope && subject === answer.subject,
  );
  if (before && isTaken(before, answer)) return no('It was taken over before.');
  if (before && before.via !== VIA_OSCAL && before.on >= document.day)
    return no(`Somebody answered ${before.answer} here on ${before.on}; that stays.`);
  if (before && before.on > document.day) return no(`A newer document, of ${before.on}, was taken over.`);
  if (before && document.kind === 'component-definition' && !isStale(before.on, here.today))
    return no(`It was answered ${before.answer} on ${before.on}; what a product can do does not change that.`);
  const facts =
    found.from === 'observed' || found.from === 'both' ? ' Facts show how it stands here, and count before it.' : '';
  return {
    can: true,
    why: `It is kept as stated on ${document.day}.${there.because === '' ? '' : ` ${there.because}`}${facts}`,
  };
}

function isTaken(before: KeptAnswer, { answer, note, evidence, on }: AnswerInput): boolean {
  return before.answer === answer && before.note === note && before.evidence === evidence && before.on === on;
}
