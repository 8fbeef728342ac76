// Ratings of the threat scenarios at rest, and what they come to together.
import {
  type Elicited,
  type Rateable,
  type RaterRole,
  type RatingInput,
  type RatingKept,
  type RatingsAnswer,
  SEVERITY_ASPECTS,
  ratings as shapes,
  type ThreatScenario,
} from '#contracts/index.ts';
import { Invalid, NotFound, Refused } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { defaultsOf, elicit, type Rater } from '#risk/index.ts';
import type { Tenant } from '#store/index.ts';

/** Who rates. */
export interface RatingActor {
  /** As the audit trail names them. */
  readonly by: string;
  /** As others see them; their initials are kept. */
  readonly name: string;
  readonly mayJudgeLikelihood: boolean;
}

const body = shapes.ratingInput.omit({ as: true });

/** Everything that one person said. */
interface StoredRater extends Rater {
  readonly who: string;
  readonly times: ReadonlyMap<string, string>;
}

/** What is to be rated, what the caller said of it, and what all say together. */
export async function ratingsFor(
  tx: Tenant,
  scenarios: readonly ThreatScenario[],
  actor: RatingActor,
): Promise<RatingsAnswer> {
  const raters = await storedRaters(tx);
  const own = raters.find(({ who }) => who === actor.by);
  const asked = scenarios.map((scenario) => rateableOf(scenario, own, actor));
  const times = raters.flatMap((rater) => [...rater.times.values()]).sort();
  return {
    mayJudgeLikelihood: actor.mayJudgeLikelihood,
    as: own?.as ?? null,
    scenarios: asked,
    progress: progressOf(asked),
    lastAt: times.at(-1) ?? null,
    result: elicit(scenarios.map(defaultsOf), raters),
  };
}

/** What all raters say together of the scenarios; the defaults of the library where nobody rated. */
export async function elicitedRatings(tx: Tenant, scenarios: readonly ThreatScenario[]): Promise<Elicited> {
  return elicit(scenarios.map(defaultsOf), await storedRaters(tx));
}

/**
 * Keeps what the caller says of a scenario in place of what they said before. Throws NotFound for a scenario that the library does not have,
 * Refused for a likelihood from somebody who may not judge it.
 */
export async function keepRating(
  tx: Tenant,
  scenarios: readonly ThreatScenario[],
  id: string,
  { as, ...said }: RatingInput,
  { now, ...actor }: RatingActor & { readonly now: Date },
): Promise<RatingKept> {
  const scenario = scenarios.find((each) => each.id === id);
  if (!scenario) throw new NotFound('There is no such scenario in the library.');
  if (said.likelihood !== undefined && !actor.mayJudgeLikelihood)
    throw new Refused('How likely it is, those rate who keep the systems. Leave likelihood out, or ask an owner.');
  if (said.likelihood && 'intent' in scenario.likelihood && said.likelihood.high > 1)
    throw new Invalid('likelihood.high: a share is at most 1.');
  const kept = { role: as, initials: initialsOf(actor.name), body: JSON.stringify(said), at: now };
  await tx.db
    .insertInto('ratings')
    .values({ tenantId: tx.id, scenario: id, rater: actor.by, ...kept })
    .onConflict((conflict) => conflict.columns(['tenantId', 'rater', 'scenario']).doUpdateSet(kept))
    .execute();
  await audit(tx, { who: actor.by, action: 'scenario rated', subject: id, detail: detailOf(as, said) }, now);
  const own = (await storedRaters(tx)).find(({ who }) => who === actor.by);
  const asked = scenarios.map((each) => rateableOf(each, own, actor));
  return { scenario: rateableOf(scenario, own, actor), progress: progressOf(asked) };
}

/** Everybody who rated, in an order that does not change. */
async function storedRaters(tx: Tenant): Promise<StoredRater[]> {
  const rows = await tx.db
    .selectFrom('ratings')
    .select(['scenario', 'rater', 'role', 'initials', 'body', 'at'])
    .where('tenantId', '=', tx.id)
    .orderBy('rater')
    .orderBy('at')
    .orderBy('scenario')
    .execute();
  const byRater = Map.groupBy(rows, ({ rater }) => rater);
  return [...byRater].map(([who, given]) => {
    const last = given.at(-1);
    return {
      who,
      as: shapes.raterRole.catch('other').parse(last?.role),
      initials: last?.initials ?? '',
      ratings: new Map(given.map((row) => [row.scenario, body.parse(row.body)])),
      times: new Map(given.map((row) => [row.scenario, row.at.toISOString()])),
    };
  });
}

function rateableOf(scenario: ThreatScenario, own: StoredRater | undefined, actor: RatingActor): Rateable {
  const { id, name, story, target, likelihood } = scenario;
  const said = own?.ratings.get(id);
  const at = own?.times.get(id);
  return {
    id,
    name,
    story,
    function: target.function,
    kinds: target.kinds,
    modalities: target.modalities ?? [],
    likelihoodKind: 'intent' in likelihood ? 'intent' : 'yearly',
    mine: said && at !== undefined ? { ...said, at } : null,
    done:
      said !== undefined &&
      SEVERITY_ASPECTS.every((aspect) => said.severity[aspect] !== undefined) &&
      (!actor.mayJudgeLikelihood || said.likelihood !== undefined),
  };
}

function progressOf(asked: readonly Rateable[]): RatingKept['progress'] {
  return { done: asked.filter(({ done }) => done).length, of: asked.length };
}

/** `Ana de la Cruz` is ADLC; an address in place of a name counts by its part before the @. */
function initialsOf(name: string): string {
  const words = name.replace(/@.*$/, '').match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .map((word) => [...word][0] ?? '')
    .join('')
    .slice(0, 4)
    .toUpperCase();
}

function detailOf(as: RaterRole, { severity, likelihood }: Omit<RatingInput, 'as'>): string {
  const levels = SEVERITY_ASPECTS.flatMap((aspect) => {
    const level = severity[aspect];
    return level === undefined ? [] : [`${aspect} ${level ?? 'cannot judge'}`];
  });
  const likely =
    likelihood === undefined
      ? []
      : [`likelihood ${likelihood ? `${likelihood.low}, ${likelihood.mode}, ${likelihood.high}` : 'cannot judge'}`];
  return `${as}: ${[...levels, ...likely].join('; ')}`;
}
