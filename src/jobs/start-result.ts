// The page at the end of the guided start: exposure, loss, harm, the first five things, a plan of 90 days, starter policies and lessons,
// each read from where it lives.
import {
  FEARS,
  type Fear,
  type FilledPolicy,
  type PolicyValues,
  type RiskDocument,
  STAFF_ROLES,
  type StartResult,
  startWalk,
} from '#contracts/index.ts';
import { placedDevices } from '#inventory/index.ts';
import { NotFound } from '#kit/index.ts';
import { overviewOf, riskOf, startFields, startStated, trainingCounts } from '#program/index.ts';
import { fillPolicy, lessonsFor, stateAnswers } from '#program/model.ts';
import type { Tenant } from '#store/index.ts';
import { answersOf, centerOf, startLibrary } from './start.ts';

export interface StartPlace {
  /** The name of the site. */
  readonly site: string;
  readonly dataDir: string | null;
}

const FIRST = 5;
/** Lessons that are named for a role. */
const LESSONS = 3;
/** Devices that a policy names. */
const NAMED = 60;
const BUCKETS = ['30', '60', '90'] as const;

/** The page. Throws NotFound before the guided start was finished once. */
export async function startResultOf(tx: Tenant, place: StartPlace, now: Date): Promise<StartResult> {
  const finished = await startStated(tx);
  if (!finished) throw new NotFound('The guided start is not finished yet. Answer its questions first.');
  const { questions, lessons } = await startLibrary(place.dataDir);
  const saved = await startFields(tx);
  const devices = await placedDevices(tx);
  const { summary } = await overviewOf(tx);
  const document = await riskOf(tx);
  const { open } = stateAnswers(questions, answersOf(saved), devices);
  const fears = startWalk.START_FIELDS.fears.safeParse(saved.find(({ field }) => field === 'fears')?.value).data ?? [];
  const { center, policies } = await startPolicies(tx, place);
  const { staff, totals } = await trainingCounts(tx, lessons.items, now);
  return {
    schema: 'dosimeter.start-result/1',
    center,
    finished: { at: finished.at, by: finished.by },
    devices: devices.length,
    exposure: summary.headline,
    risk: document && riskInShort(document),
    fears: document ? fears.map((fear) => fearInShort(fear, document)) : [],
    ...(document ? stepsOf(document) : { first: [], plan: [] }),
    policies: policies.map(({ id, title, missing }) => ({ id, title, missing: [...missing] })),
    staff: { active: staff.active, lessons: totals.assigned },
    training: STAFF_ROLES.map((role) => ({
      role,
      lessons: lessonsFor(lessons.items, [role], new Set())
        .slice(0, LESSONS)
        .map(({ lesson: { id, title } }) => ({ id, title })),
    })),
    open: questions.filter(({ id }) => open.includes(id)).map(({ id, ask, where }) => ({ id, ask, where })),
    left: [...finished.left],
  };
}

/** The starter policies with the name of the center and its devices in them; what only the center can say stays blank. */
export async function startPolicies(
  tx: Tenant,
  { site, dataDir }: StartPlace,
): Promise<{ center: string; policies: FilledPolicy[] }> {
  const { policies } = await startLibrary(dataDir);
  const centre = centerOf(await startFields(tx), site);
  const names = (await placedDevices(tx)).map(({ name }) => name);
  const devices = names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names;
  const filled = policies.items.map((policy) => {
    const values: PolicyValues = {};
    for (const { name, from } of policy.variables) {
      if (from === 'site') values[name] = centre;
      else if (from === 'devices' && devices.length > 0) values[name] = devices;
    }
    return fillPolicy(policy, values);
  });
  return { center: centre, policies: filled };
}

function riskInShort({ at, currency, expected, harm }: RiskDocument): NonNullable<StartResult['risk']> {
  const worst = harm.find(({ today }) => today.reachesPerson);
  const year = ({ mean, interval }: RiskDocument['expected']['today']) => ({ mean, interval });
  return {
    at,
    currency,
    today: year(expected.today),
    after: year(expected.after),
    harm: worst
      ? {
          scenario: worst.scenarioName,
          device: worst.deviceName,
          severity: worst.today.severity,
          yearlyChance: worst.today.yearlyChance,
        }
      : null,
  };
}

function fearInShort(fear: Fear, { scenarios }: RiskDocument): StartResult['fears'][number] {
  const groups: readonly string[] = FEARS[fear];
  const about = scenarios.filter(({ group, devices }) => groups.includes(group) && devices > 0);
  const [first] = about.toSorted((a, b) => b.events.today.mode - a.events.today.mode || (a.id < b.id ? -1 : 1));
  return {
    fear,
    scenarios: about.length,
    mean: about.reduce((sum, { loss }) => sum + loss.today.mean, 0),
    likeliest: first ? { id: first.id, name: first.name, events: first.events.today.mode } : null,
  };
}

function stepsOf({ actions, plan }: RiskDocument): Pick<StartResult, 'first' | 'plan'> {
  const known = new Map(actions.map((action) => [action.id, action]));
  const chosen = plan.chosen.flatMap(({ action: id, bucket, dueDay }) => {
    const action = known.get(id);
    return action ? [{ action, bucket, dueDay }] : [];
  });
  return {
    first: chosen.slice(0, FIRST).map(({ action: { id, name, why, ownerRole, cost } }) => ({
      id,
      name,
      why,
      role: ownerRole,
      cost: cost.mode,
    })),
    plan: BUCKETS.map((within) => ({
      within,
      steps: chosen
        .filter(({ bucket }) => bucket === within)
        .map(({ action: { id, name, ownerRole }, dueDay }) => ({ id, name, role: ownerRole, dueDay })),
    })),
  };
}
