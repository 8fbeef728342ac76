// Assessments of a site: how it stands against each framework, the risk analysis of HIPAA, and questionnaires to those outside.
import {
  type AnswerInput,
  type AssessmentList,
  assessments,
  type ControlStatus,
  type Finding,
  type Framework,
  type FrameworkStanding,
  type PartyList,
} from '#contracts/index.ts';
import { factSpan } from '#evidence/index.ts';
import { snapshots } from '#inventory/index.ts';
import { Invalid, inertText, NotFound } from '#kit/index.ts';
import {
  type AnalysisInput,
  allFindings,
  answersOf,
  countsOf,
  doneSteps,
  isStale,
  keepSaid,
  partiesOf,
  QUESTIONS,
  riskAnalysisParts,
  riskOf,
  rowsOfFramework,
  siteDay,
} from '#program/index.ts';
import type { Tenant, TenantId } from '#store/index.ts';
import { controlKnowledge } from './control-catalogue.ts';
import type { ChecksDeps } from './site-checks.ts';
import { controlStatuses } from './site-controls.ts';

/** Where the site keeps files of its own, and when it is asked. */
export interface AssessmentAt {
  readonly dataDir: string | null;
  readonly now: Date;
}

/** Frameworks that a center in the United States is asked about first. */
const FIRST = ['hipaa-security', 'hicp-2023', 'csf-2.0', 'nist-1800-24', 'hhs-cpg'];
/** Kinds of device that keep images or reports. */
const KEEPS = ['archive', 'modality', 'workstation', 'viewer', 'server'];

async function known(tx: Tenant, { dataDir, now }: AssessmentAt) {
  const { today } = await siteDay(tx, now);
  const { controls, frameworks } = await controlKnowledge(dataDir);
  const findings: Finding[] = await Array.fromAsync(allFindings(tx, now));
  const devices = { known: 0, withoutKind: 0, keepImages: 0 };
  for await (const { kind, retired } of snapshots(tx)) {
    if (retired) continue;
    devices.known++;
    if (kind === null) devices.withoutKind++;
    else if (KEEPS.includes(kind)) devices.keepImages++;
  }
  return { today, controls, frameworks, findings, devices, answers: await answersOf(tx) };
}

/** Works with what is known of a site, and with how its controls stand, which is worked out before, batch by batch. */
async function knowing<T>(
  deps: ChecksDeps,
  tenantId: TenantId,
  work: (tx: Tenant, site: Known) => Promise<T> | T,
): Promise<T> {
  const { store, clock } = deps;
  const statuses = await controlStatuses(deps, tenantId);
  const at = { dataDir: store.dataDir, now: clock.now() };
  return store.tenant(tenantId, async (tx) => work(tx, { ...(await known(tx, at)), statuses, at }), {
    priority: 'interactive',
  });
}

interface Known extends Awaited<ReturnType<typeof known>> {
  readonly statuses: ReadonlyMap<string, ControlStatus>;
  readonly at: AssessmentAt;
}

/** Every framework with how the site stands, those of health care in the United States first. */
export function assessmentList(deps: ChecksDeps, tenantId: TenantId): Promise<AssessmentList> {
  return knowing(deps, tenantId, (_, { frameworks, at, ...rest }) => ({
    schema: 'dosimeter.assessments/1',
    at: at.now.toISOString(),
    frameworks: inOrder(frameworks).map((framework) => {
      const { id, name, version } = framework;
      const own = rest.answers.filter(({ kind, scope }) => kind === 'row' && scope === id).map(({ on }) => on);
      const counts = countsOf(rowsOfFramework({ framework, ...rest }));
      return { id, name, version, ...counts, lastAnswer: own.sort().at(-1) ?? null };
    }),
  }));
}

/** One framework, row by row; beside the HIPAA Security Rule the parts of a risk analysis. Throws NotFound. */
export function frameworkStandingOf(
  deps: ChecksDeps,
  tenantId: TenantId,
  { id, site }: { readonly id: string; readonly site: string },
): Promise<FrameworkStanding> {
  return knowing(deps, tenantId, async (tx, known) => {
    const framework = frameworkWith(known.frameworks, id);
    const rows = rowsOfFramework({ ...known, framework });
    const { what, reference, asOf } = framework.source;
    return {
      schema: 'dosimeter.framework-standing/1',
      site,
      at: known.at.now.toISOString(),
      id,
      name: framework.name,
      version: framework.version,
      source: `${what}. ${reference}, ${asOf}.`,
      counts: countsOf(rows),
      analysis: id === 'hipaa-security' ? riskAnalysisParts(await analysisInput(tx, known)) : null,
      rows,
    };
  });
}

async function analysisInput(
  tx: Tenant,
  { devices, findings, controls, statuses, answers, at: { now } }: Known,
): Promise<AnalysisInput> {
  const span = await factSpan(tx);
  const enforced = controls.flatMap(({ id }) => statuses.get(id)?.enforced ?? []);
  const of = (fits: (each: (typeof enforced)[number]) => boolean) => enforced.filter(fits).length;
  return {
    now: now.toISOString(),
    devices,
    facts: { count: span.facts, oldest: span.oldest, newest: span.newest },
    findings: { open: findings.length, flaws: findings.filter(({ cve }) => cve !== null).length },
    controls: {
      all: controls.length,
      known: of(({ answer }) => answer !== 'unknown'),
      inForce: of(({ answer }) => answer === 'yes'),
      attested: of(({ basis }) => basis === 'attested'),
    },
    risk: await riskOf(tx),
    done: (await doneSteps(tx)).length,
    answers: {
      count: answers.length,
      newest:
        answers
          .map(({ at }) => at)
          .sort()
          .at(-1) ?? null,
    },
  };
}

/** Keeps answers, after a look whether what they are about is there. Throws Invalid by name where it is not. */
export async function answerAssessment(
  tx: Tenant,
  said: readonly AnswerInput[],
  { dataDir, by, now, via }: AssessmentAt & { readonly by: string; readonly via: string },
): Promise<number> {
  const { controls, frameworks } = await controlKnowledge(dataDir);
  const rows = new Set(frameworks.flatMap(({ id, rows: all }) => all.map((row) => JSON.stringify([id, row.id]))));
  const ids = new Set(controls.map(({ id }) => id));
  const questions = new Set(
    (await partiesOf(tx)).flatMap(({ id, questionnaire }) =>
      QUESTIONS[assessments.questionnaireKind.parse(questionnaire)].map((question) =>
        JSON.stringify([id, question.id]),
      ),
    ),
  );
  for (const { kind, scope, subject } of said) {
    const key = JSON.stringify([scope, subject]);
    const isThere =
      kind === 'control' ? scope === '' && ids.has(subject) : kind === 'question' ? questions.has(key) : rows.has(key);
    if (!isThere)
      throw new Invalid(`subject: there is no ${kind} ${inertText(`${scope} ${subject}`.trim(), 200)} to answer.`);
  }
  return keepSaid(tx, said, { by, now }, via);
}

/** Every party with its questions and answers. */
export async function partyList(tx: Tenant, now: Date): Promise<PartyList> {
  const { today } = await siteDay(tx, now);
  const said = (await answersOf(tx)).filter(({ kind }) => kind === 'question');
  const parties = await partiesOf(tx);
  return {
    schema: 'dosimeter.questionnaires/1',
    items: parties.map(({ id, questionnaire, name, contact, at, byWhom }) => {
      const kind = assessments.questionnaireKind.parse(questionnaire);
      const own = new Map(said.filter(({ scope }) => scope === id).map((answer) => [answer.subject, answer]));
      const questions = QUESTIONS[kind].map((question) => {
        const answer = own.get(question.id) ?? null;
        return { ...question, answer, stale: answer !== null && isStale(answer.on, today) };
      });
      return {
        id,
        questionnaire: kind,
        name,
        contact,
        at: at.toISOString(),
        by: byWhom,
        questions,
        answered: questions.filter(({ answer, stale }) => answer !== null && !stale).length,
        bad: questions.filter(({ answer, stale }) => !stale && (answer?.answer === 'no' || answer?.answer === 'partly'))
          .length,
      };
    }),
  };
}

/** The framework with this id. Throws NotFound. */
function frameworkWith(frameworks: readonly Framework[], id: string): Framework {
  const framework = frameworks.find((each) => each.id === id);
  if (!framework)
    throw new NotFound(`There is no framework ${inertText(id, 60)}. Choose one from the list of assessments.`);
  return framework;
}

function inOrder(frameworks: readonly Framework[]): Framework[] {
  const place = ({ id }: Framework) => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);
  return frameworks.toSorted((a, b) => place(a) - place(b));
}
