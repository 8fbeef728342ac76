// The risk-management file of IEC 80001-1 from the newest assessment: what is known is filled in, what only the organization can say stays open.
import type { RiskDocument, RiskFile, RiskFileQuestions, RiskInputs, SeverityAspect } from '#contracts/index.ts';
import { DEFAULT_HARM_MATRIX, risk } from '#contracts/index.ts';
import { canonicalJson, Invalid, inertText, NotFound, Refused } from '#kit/index.ts';
import { keepRiskFileTexts, riskFileTexts, riskInputsOf, riskOf } from '#program/index.ts';
import { buildRiskFile, type RiskFileInput, TOP_MANAGEMENT } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';

const DAY_MS = 86_400_000;
const BY_RATERS = /^rated here/;

/** Builds the file. Throws NotFound before the first assessment. */
export async function riskFileOf(tx: Tenant): Promise<RiskFile> {
  const texts = await riskFileTexts(tx);
  const stated = Object.fromEntries(Object.entries(texts).map(([key, { text }]) => [key, text]));
  return buildRiskFile({ ...(await inputOf(tx)), stated });
}

/** Everything that only the organization can say, in the order of the file, and what was said. Throws NotFound before the first assessment. */
export async function riskFileQuestions(tx: Tenant): Promise<RiskFileQuestions> {
  const texts = await riskFileTexts(tx);
  const saidOf = (key: string) => texts[key] ?? { text: null, by: null, at: null };
  // With nothing stated all of it is open.
  const { open } = buildRiskFile(await inputOf(tx));
  const asked = new Set(open.map(({ key }) => key));
  return {
    questions: [
      ...open.map((question) => ({ ...question, ...saidOf(question.key), isAsked: true })),
      ...Object.keys(texts)
        .filter((key) => !asked.has(key))
        .sort()
        .map((key) => ({ key, what: key, toBeFilledBy: '', ...saidOf(key), isAsked: false })),
    ],
  };
}

/** Who says something, when, and whether they may speak for the management. */
export interface FileSpeaker {
  readonly by: string;
  readonly now: Date;
  readonly maySpeakForAll: boolean;
}

/**
 * Keeps what the organization says. Throws Invalid for a key that the file does not ask for, and Refused for what is for the management to say.
 */
export async function sayInRiskFile(
  tx: Tenant,
  texts: Readonly<Record<string, string | null>>,
  speaker: FileSpeaker,
): Promise<RiskFileQuestions> {
  const known = new Map((await riskFileQuestions(tx)).questions.map((question) => [question.key, question]));
  for (const key of Object.keys(texts)) {
    const question = known.get(key);
    if (!question)
      throw new Invalid(`texts.${inertText(key, 80)}: the file does not ask for this. Take a key from its list.`);
    if (question.toBeFilledBy === TOP_MANAGEMENT && !speaker.maySpeakForAll)
      throw new Refused('This is for the management to say. Ask an owner of the site to write it.');
  }
  await keepRiskFileTexts(tx, texts, speaker);
  return riskFileQuestions(tx);
}

async function inputOf(tx: Tenant): Promise<RiskFileInput> {
  const document = await riskOf(tx);
  if (!document) throw new NotFound('The risk of this site was not worked out yet. Work it out first.');
  const inputs = risk.riskInputs.parse(JSON.parse((await riskInputsOf(tx, document.id)).inputs));
  return fileInput(document, inputs);
}

function fileInput(document: RiskDocument, inputs: RiskInputs): RiskFileInput {
  const groupOf = (device: RiskInputs['devices'][number]) => device.modality ?? device.kind ?? 'other';
  const groups = Map.groupBy(inputs.devices, groupOf);
  const defaults = document.figures.filter(({ basis }) => basis === 'default').length;
  const dueOf = new Map(document.plan.chosen.map(({ action, dueDay }) => [action, dueDay]));
  const done = stepsDone(document, inputs);
  // A control that a step put in place stands as that step, with what proves it.
  const own = new Set(inputs.settings.controls);
  const byStep = new Set(done.map(({ id }) => id));
  const zones = new Map(inputs.zones.map(({ id, name }) => [id, name ?? id]));
  return {
    site: document.site,
    at: document.at,
    basis: [
      `Assessment ${document.id} of ${document.at.slice(0, 10)}, which can be worked out again from what is kept with it.`,
      `${inputs.devices.length} devices, ${inputs.findings.length} open findings, ${inputs.reach.length} recorded ways between devices.`,
      `${defaults} of ${document.figures.length} figures are defaults that nobody here has stated.`,
    ],
    matrix: inputs.matrix,
    matrixIsDefault: canonicalJson(inputs.matrix) === canonicalJson(DEFAULT_HARM_MATRIX),
    groups: [...groups]
      .map(([id, devices]) => ({
        id,
        name: id,
        makers: [],
        zones: [
          ...new Set(devices.map(({ zone }) => (zone === null ? 'no network' : (zones.get(zone) ?? zone)))),
        ].sort(),
        devices: devices.map((device) => ({ id: device.id, name: device.name })),
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    scenarios: document.scenarios
      .filter(({ reachesPerson }) => reachesPerson)
      .map((scenario) => {
        const threat = inputs.threats.find(({ id }) => id === scenario.id);
        const hit = document.harm.filter((row) => row.scenario === scenario.id).map(({ device }) => device);
        const devices = inputs.devices.filter(({ id }) => hit.includes(id));
        const severity = Object.fromEntries(scenario.severity.map(({ aspect, rating }) => [aspect, rating]));
        return {
          id: scenario.id,
          name: scenario.name,
          story: scenario.story,
          function: scenario.function,
          groups: [...new Set(devices.map(groupOf))].sort(),
          causes: [
            ...scenario.preconditions.flatMap(({ what, holds }) =>
              holds > 0 ? [`${what} (on ${holds} of the devices)`] : [],
            ),
            ...(scenario.path?.steps.map(({ words }) => words) ?? []),
          ],
          severity: severity as Record<SeverityAspect, number>, // the document has every aspect
          severityFrom:
            threat && Object.values(threat.severity).some(({ basis }) => BY_RATERS.test(basis)) ? 'raters' : 'default',
          today: scenario.harm.today,
          residual: scenario.harm.after,
          inPlace: scenario.controls
            .filter(({ id, inPlace }) => inPlace && (own.has(id) || !byStep.has(`control ${id}`)))
            .map(({ name }) => name),
        };
      }),
    actions: document.actions
      .map((action): RiskFileInput['actions'][number] => {
        const day = dueOf.get(action.id);
        return {
          id: action.id,
          name: action.name,
          scenarios: action.scenarios,
          state: day === undefined ? ('proposed' as const) : ('planned' as const),
          owner: action.ownerRole,
          due: day === undefined ? null : new Date(Date.parse(document.at) + day * DAY_MS).toISOString().slice(0, 10),
          verification: null,
        };
      })
      .concat(done),
    decisions: [],
    stated: {},
  };
}

/** Steps that are said to be done and are not offered again, with what proves them; what was only stated is verified by nothing yet. */
function stepsDone({ done, scenarios, harm }: RiskDocument, inputs: RiskInputs): RiskFileInput['actions'][number][] {
  const kept = new Map((inputs.done ?? []).map((step) => [step.action, step]));
  return done
    .filter(({ offeredAgain }) => !offeredAgain)
    .map((step) => {
      const { scenarios: own, ownerRole = null } = kept.get(step.action) ?? {};
      // Earlier versions did not keep what a step helps against.
      const at = new Set(harm.filter(({ device }) => step.devices.includes(device)).map(({ scenario }) => scenario));
      const found = scenarios.filter(({ id, controls }) =>
        step.kind === 'control' ? controls.some((control) => step.action === `control ${control.id}`) : at.has(id),
      );
      return {
        id: step.action,
        name: step.name,
        scenarios: own ?? found.map(({ id }) => id),
        state: 'done',
        owner: ownerRole,
        due: null,
        verification: step.state === 'confirmed' ? step.because : null,
      };
    });
}
