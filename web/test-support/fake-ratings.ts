// Ratings of threat scenarios in the fake API: three scenarios, what the person in front says, and what two others said.
import {
  type Agreement,
  type CombinedEstimate,
  type Rateable,
  type RatingsAnswer,
  ratings,
  SEVERITY_ASPECTS,
  type Triple,
} from '#contracts/index.ts';
import { daysAgo, HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const STORIES = [
  [
    'ct-dose-too-high',
    'CT protocol altered so that patients get too much radiation',
    'acquisition protocols',
    'intent',
  ],
  ['ct-motors', 'The table of the CT moves while a patient lies on it', 'table and gantry motors', 'intent'],
  ['lost-portable', 'A portable ultrasound is left in a taxi', 'its disk with exams', 'yearly'],
] as const;
const PRESET: Triple = { low: 1, mode: 2, high: 3 };

/** What the person in front said, by tenant. */
const SAID = new WeakMap<FakeTenant, Map<string, { as: string; mine: NonNullable<Rateable['mine']> }>>();

function saidIn(tenant: FakeTenant) {
  const known = SAID.get(tenant) ?? new Map();
  SAID.set(tenant, known);
  return known;
}

function rateablesOf(tenant: FakeTenant): Rateable[] {
  if (tenant.devices.length === 0) return [];
  return STORIES.map(([id, name, hit, likelihoodKind], place) => {
    const mine = saidIn(tenant).get(id)?.mine ?? null;
    return {
      id,
      name: place === 1 && tenant.devices.length > 100 ? (HOSTILE_NAMES[0] ?? name) : name,
      story: `${name}. Somebody who has got in does this, and nobody notices at once.`,
      function: hit,
      kinds: ['modality'],
      modalities: place === 2 ? ['US'] : ['CT'],
      likelihoodKind,
      mine,
      done: mine?.likelihood !== undefined && SEVERITY_ASPECTS.every((aspect) => mine.severity[aspect] !== undefined),
    };
  });
}

function progressOf(all: readonly Rateable[]) {
  return { done: all.filter(({ done }) => done).length, of: all.length };
}

const UNKNOWN: Agreement = {
  raters: 0,
  units: 0,
  alphaOrdinal: null,
  alphaOrdinalRange: null,
  alphaInterval: null,
  spearman: null,
  pairs: [],
  verdict: 'not known',
  because: 'Nobody has rated yet.',
};
const WELL: Agreement = {
  raters: 2,
  units: 18,
  alphaOrdinal: 0.81,
  alphaOrdinalRange: [0.7, 0.89],
  alphaInterval: 0.79,
  spearman: 0.78,
  pairs: [{ raters: ['radiologist AB', 'technologist CD'], units: 18, spearman: 0.78 }],
  verdict: 'well',
  because: 'Alpha is 0.8 or more: the result can be relied upon.',
};

function answerOf(tenant: FakeTenant): RatingsAnswer {
  const scenarios = rateablesOf(tenant);
  const preset: CombinedEstimate = { ...PRESET, from: 'default', raters: 0, default: PRESET };
  const rated: CombinedEstimate = { low: 2, mode: 2.5, high: 3, from: 'raters', raters: 2, default: PRESET };
  const byAspect = <T>(value: T) => ({
    injury: value,
    diagnosis: value,
    delay: value,
    privacy: value,
    equipment: value,
    trust: value,
  });
  const hasRaters = scenarios.length > 0;
  const agreement = hasRaters ? WELL : UNKNOWN;
  return {
    mayJudgeLikelihood: true,
    as: ratings.raterRole.optional().parse([...saidIn(tenant).values()].at(-1)?.as) ?? null,
    scenarios,
    progress: progressOf(scenarios),
    lastAt: hasRaters ? daysAgo(1) : null,
    result: {
      raters: hasRaters
        ? [
            { label: 'radiologist AB', as: 'radiologist', scenarios: 3 },
            { label: 'technologist CD', as: 'technologist', scenarios: 3 },
          ]
        : [],
      scenarios: scenarios.map(({ id, likelihoodKind }, place) => ({
        scenario: id,
        severity: byAspect(place === 2 ? preset : rated),
        likelihoodKind,
        likelihood: { ...preset, low: 0.1, mode: 0.2, high: 0.4, default: { low: 0.1, mode: 0.2, high: 0.4 } },
      })),
      agreement: { severity: agreement, aspects: byAspect(agreement), likelihood: UNKNOWN },
      disagreements: hasRaters
        ? [
            {
              scenario: 'ct-dose-too-high',
              about: 'injury',
              lowest: { value: 1, raters: ['technologist CD'] },
              highest: { value: 4, raters: ['radiologist AB'] },
            },
          ]
        : [],
    },
  };
}

/** /ratings. */
export const RATING_ROUTES: readonly Route[] = [
  ['GET', /^ratings$/, ({ tenant }) => ({ json: answerOf(tenant) })],
  [
    'PUT',
    /^ratings\/([^/]+)$/,
    ({ tenant, body }, id) => {
      const { as, ...mine } = ratings.ratingInput.parse(body);
      saidIn(tenant).set(id, { as, mine: { ...mine, at: daysAgo(0) } });
      const all = rateablesOf(tenant);
      const scenario = all.find((each) => each.id === id);
      return scenario && { json: { scenario, progress: progressOf(all) } };
    },
  ],
];
