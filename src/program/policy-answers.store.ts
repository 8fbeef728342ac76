// What a site is told of its policies: the list with those of the library that nobody has begun, and one with its text, its versions and how
// it stands (written, known, enforced).
import type { ControlEvidence, PolicyRow, PolicyText, SitePolicy } from '#contracts/index.ts';
import type { Tenant } from '#store/index.ts';
import { controlStatusOf } from './control-status.ts';
import { siteDay } from './governance/calendar.store.ts';
import { dayIn } from './governance/calendar-days.ts';
import { asksElse, filledBody } from './policies/edit-policy.ts';
import { fillPolicy } from './policies/fill-policy.ts';
import { countReaders, readersOf } from './policies/readers.ts';
import { type CheckSums, evidenceOf, tallyChecks } from './policy-checks.store.ts';
import { type PoliciesAt, policiesAt } from './policy-history.store.ts';
import { meaningSince, policyReads } from './policy-reads.store.ts';
import {
  type KeptText,
  type PolicyHead,
  policyHead,
  policyHeads,
  policyText,
  policyVersions,
  standingTexts,
} from './policy-texts.store.ts';
import { policyLibrary } from './program-library.ts';
import { rosterOf } from './roster.store.ts';

type PolicyEvidence = Pick<ControlEvidence, 'policy' | 'attestations'>;

/**
 * Evidence of every policy that the site has begun, by id: whether it is approved and until when, and how many of the people who are asked have
 * read it. `today` is the day in the site's zone. `until`: by what was written, decided and said by then; the people are those of today.
 */
export async function policyEvidence(
  tx: Tenant,
  { today, timeZone }: { readonly today: string; readonly timeZone: string },
  until?: Date,
): Promise<Map<string, PolicyEvidence>> {
  const { heads, texts } = await policiesOf(tx, until);
  const roster = await rosterOf(tx);
  const reads = await policyReads(tx, { until });
  const since = await meaningSince(tx, until);
  return new Map(
    heads.map((head): [string, PolicyEvidence] => {
      const kept = texts.get(head.id) ?? [];
      const policy = writtenOf(head, kept);
      const counting = countingOf(head, kept);
      if (!counting) return [head.id, { policy }];
      const readers = readersOf({
        roster,
        reads: reads.get(head.id) ?? [],
        attestedBy: counting.body.attestedBy,
        meaningSince: since.get(head.id) ?? 1,
        today,
        timeZone,
      });
      return [head.id, { policy, attestations: countReaders(readers) }];
    }),
  );
}

/** Policies as they stand, or as they stood at a moment. */
async function policiesOf(tx: Tenant, until: Date | undefined): Promise<PoliciesAt> {
  return until ? policiesAt(tx, until) : { heads: await policyHeads(tx), texts: await standingTexts(tx) };
}

function writtenOf(
  { approved, retired }: PolicyHead,
  texts: readonly KeptText[],
): NonNullable<PolicyEvidence['policy']> {
  if (retired !== null) return { state: 'none' };
  if (approved === null) return { state: 'draft' };
  const due = texts.find(({ version }) => version.version === approved)?.version.reviewOn ?? null;
  return { state: 'approved', due };
}

/** As of when policies are told, how their checks stand then, and the name of the site, which stands in titles that ask for it. */
export interface AskedOfPolicies {
  readonly siteName: string;
  readonly now: Date;
  readonly sums: CheckSums;
  /** Of the past: by what was written, decided and said by then. */
  readonly until?: Date | undefined;
}

/** Every policy: those of the library, begun or not, and others that the site has. */
export async function listPolicies(tx: Tenant, { siteName, now, sums, until }: AskedOfPolicies): Promise<PolicyRow[]> {
  const { today, timeZone } = await siteDay(tx, now);
  const { policies } = await policyLibrary();
  const { heads, texts } = await policiesOf(tx, until);
  const evidence = await policyEvidence(tx, { today, timeZone }, until);
  const begun = heads.flatMap((head): PolicyRow[] => {
    const kept = texts.get(head.id) ?? [];
    const newest = kept.at(-1);
    if (!newest) return [];
    const approved = countingOf(head, kept)?.version;
    const { title, purpose } = filledBody(head.id, newest.body);
    return [
      {
        id: head.id,
        title,
        purpose,
        state: stateOf(head, newest),
        version: head.latest,
        approved: approved ? approvalOf(approved, { today, timeZone }) : null,
        status: statusOf(evidence.get(head.id), boundTo(countingOf(head, kept) ?? newest), sums, today),
      },
    ];
  });
  const known = new Set(begun.map(({ id }) => id));
  const open = policies.items
    .filter(({ id }) => !known.has(id))
    .map((template): PolicyRow => {
      const values = template.variables.flatMap(({ name, from }) => (from === 'site' ? [[name, siteName]] : []));
      const { title, purpose } = fillPolicy(template, Object.fromEntries(values));
      return { id: template.id, title, purpose, state: 'not begun', version: 0, approved: null, status: null };
    });
  return [...begun, ...open].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** One policy of the site. Throws NotFound. */
export async function sitePolicy(tx: Tenant, id: string, now: Date): Promise<SitePolicy> {
  const { today, timeZone } = await siteDay(tx, now);
  const head = await policyHead(tx, id);
  const newest = await policyText(tx, id, head.latest);
  const inForce = head.approved === null ? null : await policyText(tx, id, head.approved);
  const evidence = (await policyEvidence(tx, { today, timeZone })).get(id);
  const tallies = await tallyChecks(tx, now);
  const bound = boundTo(inForce ?? newest);
  return {
    id,
    state: stateOf(head, newest),
    retired: head.retired,
    newest: textOf(id, newest),
    inForce: inForce ? textOf(id, inForce) : null,
    isOverdue: (inForce?.version.reviewOn ?? today) < today,
    status: statusOf(evidence, bound, tallies, today),
    checks: bound.flatMap((check) => tallies.get(check) ?? []),
    versions: await policyVersions(tx, id),
    mustBeReadAgain: asksElse(inForce?.body ?? null, newest.body),
  };
}

function countingOf({ approved }: PolicyHead, texts: readonly KeptText[]): KeptText | undefined {
  return texts.find(({ version }) => version.version === approved);
}

/** Checks that some clause is bound to, each once. */
function boundTo({ body }: KeptText): string[] {
  return [...new Set(body.clauses.flatMap(({ checks }) => checks))];
}

function statusOf(
  evidence: PolicyEvidence | undefined,
  bound: readonly string[],
  tallies: CheckSums,
  today: string,
): SitePolicy['status'] {
  return controlStatusOf({ ...evidence, checks: evidenceOf(bound, tallies) }, today);
}

/** Two people are needed: what to tell whoever asked when nobody else could approve; null when somebody can. */
export function policyAdvice(
  users: readonly { readonly role: string; readonly email: string }[],
  { askedBy, by }: KeptText['version'],
): string | null {
  const taken = [askedBy, by].map((who) => who?.toLowerCase());
  if (users.some(({ role, email }) => role === 'owner' && !taken.includes(email.toLowerCase()))) return null;
  return 'Nobody else can approve this: it takes an owner who neither wrote this version nor asked for it. Add a second owner under Settings, Users.';
}

/** A version with its blanks filled. */
export function textOf(id: string, { version, body }: KeptText): PolicyText {
  const { title, purpose, clauses, missing } = filledBody(id, body);
  return { version, body, filled: { title, purpose, clauses: [...clauses], missing: [...missing] } };
}

function stateOf({ retired }: PolicyHead, { version }: KeptText): SitePolicy['state'] {
  return retired === null ? version.state : 'retired';
}

function approvalOf(
  version: KeptText['version'],
  { today, timeZone }: { readonly today: string; readonly timeZone: string },
): NonNullable<PolicyRow['approved']> {
  const on = dayIn(new Date(version.decidedAt ?? version.at), timeZone);
  const due = version.reviewOn ?? on;
  return { version: version.version, on, by: version.decidedBy ?? '', due, isOverdue: due < today };
}
