// The risk-management file of IEC 80001-1 from the newest assessment: what is known is filled in, what only the organization can say stays open.
import type { RiskDocument, RiskFile, RiskInputs, SeverityAspect } from '#contracts/index.ts';
import { DEFAULT_HARM_MATRIX, risk } from '#contracts/index.ts';
import { canonicalJson, NotFound } from '#kit/index.ts';
import { riskInputsOf, riskOf } from '#program/index.ts';
import { buildRiskFile, type RiskFileInput } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';

const DAY_MS = 86_400_000;
const BY_RATERS = /^rated here/;

/** Builds the file. Throws NotFound before the first assessment. */
export async function riskFileOf(tx: Tenant): Promise<RiskFile> {
  const document = await riskOf(tx);
  if (!document) throw new NotFound('The risk of this site was not worked out yet. Work it out first.');
  const inputs = risk.riskInputs.parse(JSON.parse((await riskInputsOf(tx, document.id)).inputs));
  return buildRiskFile(fileInput(document, inputs));
}

function fileInput(document: RiskDocument, inputs: RiskInputs): RiskFileInput {
  const groupOf = (device: RiskInputs['devices'][number]) => device.modality ?? device.kind ?? 'other';
  const groups = Map.groupBy(inputs.devices, groupOf);
  const defaults = document.figures.filter(({ basis }) => basis === 'default').length;
  const dueOf = new Map(document.plan.chosen.map(({ action, dueDay }) => [action, dueDay]));
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
          inPlace: scenario.controls.filter(({ inPlace }) => inPlace).map(({ name }) => name),
        };
      }),
    actions: document.actions.map((action) => {
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
    }),
    decisions: [],
    stated: {},
  };
}
