// What is taken over from an OSCAL document: its statements, the steps that are done there, and the risks that somebody wants accepted.
// Whoever takes it over has seen how things stood. What somebody answered since then is left as it is, and told.
import type { KeptAnswer, ReadItem, ReadRisk } from '#contracts/index.ts';
import { canonicalJson, Fault, inertText, sha256 } from '#kit/index.ts';
import { answersToChange, askAcceptance } from '#program/index.ts';
import type { TenantId } from '#store/index.ts';
import { answerAssessment } from './assessments.ts';
import { sayDone } from './done.ts';
import { type Held, VIA_OSCAL } from './oscal-difference.ts';
import type { ChecksDeps } from './site-checks.ts';

/** Letters of one mark. */
const MARK = 12;
/** So many answers that were given meanwhile are told one by one. */
const TOLD = 20;

/** A document as it was read, who takes it over, and how things stood when that person looked (`standingMarks`). */
export interface TakeAsked {
  readonly held: readonly Held[];
  readonly risks: readonly ReadRisk[];
  readonly items: readonly ReadItem[];
  readonly origin: string;
  readonly by: string;
  readonly seen: string;
}

/** What was taken over, and what was not and why, as sentences. */
export interface Taken {
  readonly answers: number;
  readonly steps: number;
  readonly acceptances: number;
  readonly problems: readonly string[];
}

/** Takes over what can be. */
export async function takeOver(deps: ChecksDeps, tenantId: TenantId, asked: TakeAsked): Promise<Taken> {
  const { store, clock } = deps;
  const { risks, items, origin, by } = asked;
  const now = clock.now();
  const problems: string[] = [];
  const counts = await store.tenant(
    tenantId,
    async (tx) => {
      const at = { dataDir: store.dataDir, now, by, via: VIA_OSCAL };
      const { said, conflicts } = unchangedOf(asked, await answersToChange(tx));
      problems.push(...conflicts);
      const answers = said.length === 0 ? 0 : await answerAssessment(tx, said, at);
      let acceptances = 0;
      for (const { finding, deadline, words, take } of risks) {
        const until = deadline === null ? null : dayOf(deadline);
        if (!take.can || finding === null || until === null) continue;
        try {
          const reason = `${origin}. ${words}`.slice(0, 1_900).trim();
          await askAcceptance(tx, finding, { reason, until, justification: null }, { by, now });
          acceptances += 1;
        } catch (error) {
          if (!(error instanceof Fault)) throw error;
          problems.push(`${finding}: ${error.message}`);
        }
      }
      return { answers, acceptances };
    },
    { priority: 'interactive' },
  );
  let steps = 0;
  for (const { action, take } of items) {
    if (!take.can || action === null) continue;
    try {
      await sayDone({ store, clock }, tenantId, { action, note: origin, by });
      steps += 1;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      problems.push(`${action}: ${error.message}`);
    }
  }
  return { ...counts, steps, problems };
}

/** The day (UTC) of a time with its zone; null where it is none. */
export function dayOf(time: string): string | null {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().slice(0, 10);
}

/** How everything stands that the document speaks of: one mark for each, of what is answered there now. */
export function standingMarks(held: readonly Held[], answers: readonly KeptAnswer[]): string {
  const standing = byKey(answers);
  return [...new Set(held.flatMap((each) => keyOfHeld(each) ?? []))].map((key) => markOf(key, standing)).join('');
}

/** What can be kept without taking the place of something that was not seen, and what somebody answered meanwhile, as sentences. */
function unchangedOf({ held, origin, seen }: TakeAsked, answers: readonly KeptAnswer[]) {
  const standing = byKey(answers);
  const marks = new Set(seen.match(new RegExp(`.{${MARK}}`, 'gu')));
  const conflicts = new Map<string, string>();
  const said = held.flatMap((each) => {
    const key = keyOfHeld(each);
    if (key === null) return [];
    const before = standing.get(key);
    if (marks.has(markOf(key, standing))) return each.answer ?? [];
    // Somebody else took the same document over meanwhile.
    if (before?.via === VIA_OSCAL && before.evidence === origin) return [];
    if (!conflicts.has(key)) conflicts.set(key, `${inertText(each.control.control, 200)}: ${meanwhile(before)}`);
    return [];
  });
  const sentences = [...conflicts.values()];
  const more = sentences.length - TOLD;
  return {
    said,
    conflicts: [
      ...sentences.slice(0, TOLD),
      ...(more > 0 ? [`Of ${more} more something else was answered since this was read; that stays, too.`] : []),
    ],
  };
}

function meanwhile(before: KeptAnswer | undefined): string {
  const look = 'Look at it, and take the document over again if it is right.';
  return before
    ? `${before.answer}, as of ${before.on}, was answered here since this was read. That stays. ${look}`
    : `What was answered here was taken back since this was read. Nothing was taken over for it. ${look}`;
}

/** Of which control or row it speaks; null where that is none here, or where it does not say how it stands. */
function keyOfHeld({ control: { here, there } }: Held): string | null {
  return here === null || there === null ? null : keyOf({ kind: here.kind, scope: here.scope, subject: here.id });
}

function keyOf({ kind, scope, subject }: Pick<KeptAnswer, 'kind' | 'scope' | 'subject'>): string {
  return JSON.stringify([kind, scope, subject]);
}

function byKey(answers: readonly KeptAnswer[]): ReadonlyMap<string, KeptAnswer> {
  return new Map(answers.map((answer) => [keyOf(answer), answer]));
}

function markOf(key: string, standing: ReadonlyMap<string, KeptAnswer>): string {
  return sha256(canonicalJson([key, standing.get(key) ?? null])).slice(0, MARK);
}
