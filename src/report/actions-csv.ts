// The plan as a table for spreadsheets: its steps in the order in which they are done, then what was left out and why. RFC 4180 with a
// byte order mark; no cell is a formula (OWASP, CSV injection).
import { stringify } from 'csv-stringify/sync';
import { type AssessmentDocument, expectedCost, type RiskDone, type RiskTalk } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';
import { riskIn } from './risk-answers.ts';
import { dayAfter } from './risk-words.ts';

const COLUMNS = [
  'order',
  'in the plan',
  'action',
  'why',
  'who',
  'due',
  'days of work',
  'currency',
  'cost',
  'cost low',
  'cost high',
  'alone saves a year',
  'saves low',
  'saves high',
  'loss of an average year before',
  'before low',
  'before high',
  'loss of an average year after',
  'after low',
  'after high',
  'clinical flows cut',
  'flows to decide about',
  'conversations cut',
  'clinical flows that must stay open',
  'conversations that must stay open',
  'hours that devices stand still',
  'maker must agree',
  'maker',
  'systems',
  'findings',
  'basis',
  'left out because',
  'action id',
  'said to be done',
  'state',
  'achieved a year',
] as const;

/** The plan of the newest assessment of risk as CSV; the head alone before the first. */
export function actionsCsv(document: AssessmentDocument): string {
  const risk = riskIn(document);
  return stringify([[...COLUMNS], ...(risk ? rowsOf(document, risk) : [])], { bom: true, record_delimiter: '\r\n' });
}

function rowsOf(document: AssessmentDocument, risk: NonNullable<AssessmentDocument['risk']>): string[][] {
  const { plan, actions, currency, at } = risk;
  const byId = new Map(actions.map((action) => [action.id, action]));
  const names = new Map(document.devices.map(({ id, name }) => [id, name]));
  const because = new Map(plan.leftOut.map((each) => [each.action, each.because]));
  const chosen = new Map(plan.chosen.map((each) => [each.action, each]));
  const order = [...chosen.keys(), ...actions.map(({ id }) => id).filter((id) => !chosen.has(id))];
  const done = new Map(risk.done.map((step) => [step.action, step]));
  const offered = order.flatMap((id, index) => {
    const action = byId.get(id);
    if (!action) return [];
    const step = chosen.get(id);
    const cells: Readonly<Record<(typeof COLUMNS)[number], string>> = {
      order: String(index + 1),
      'in the plan': step ? 'yes' : 'no',
      action: action.name,
      why: action.why,
      who: action.ownerRole,
      due: step ? dayAfter(at, step.dueDay) : '',
      'days of work': String(action.days),
      currency,
      cost: String(Math.round(expectedCost(action.cost) * 100) / 100),
      'cost low': String(action.cost.low),
      'cost high': String(action.cost.high),
      'alone saves a year': String(action.saves.mean),
      'saves low': String(action.saves.interval[0]),
      'saves high': String(action.saves.interval[1]),
      'loss of an average year before': step ? String(step.lossBefore) : '',
      'before low': String(step?.beforeInterval?.[0] ?? ''),
      'before high': String(step?.beforeInterval?.[1] ?? ''),
      'loss of an average year after': step ? String(step.lossAfter) : '',
      'after low': String(step?.afterInterval?.[0] ?? ''),
      'after high': String(step?.afterInterval?.[1] ?? ''),
      'clinical flows cut': String(action.cutsFlows),
      'flows to decide about': String(action.asksFlows ?? 0),
      'conversations cut': talksIn(action.cuts),
      'clinical flows that must stay open': String(action.keepsFlows ?? 0),
      'conversations that must stay open': talksIn(action.keeps),
      'hours that devices stand still': String(action.downtimeHours),
      'maker must agree': action.needsMaker ? 'yes' : 'no',
      maker: action.maker ?? '',
      systems: action.devices.map((device) => names.get(device) ?? device).join('; '),
      findings: action.findings.join(' '),
      basis: action.basis,
      'left out because': because.get(id) ?? '',
      'action id': id,
      ...doneCells(done.get(id)),
    };
    return [COLUMNS.map((column) => inertCell(cells[column]))];
  });
  const rest = risk.done.filter(({ action }) => !byId.has(action));
  return [...offered, ...rest.map((step) => doneRow(step, names, currency))];
}

/** What is said of a step that is done; empty where nothing is. */
function doneCells(step: RiskDone | undefined) {
  return {
    'said to be done': step?.at.slice(0, 10) ?? '',
    state: step?.state ?? '',
    'achieved a year': step?.achieved ? String(step.achieved.mean) : '',
  };
}

/** A step that is done and offered no more. */
function doneRow(step: RiskDone, names: ReadonlyMap<string, string>, currency: string): string[] {
  const cells: Partial<Readonly<Record<(typeof COLUMNS)[number], string>>> = {
    'in the plan': 'done',
    action: step.name,
    why: step.because,
    currency,
    'alone saves a year': String(step.expected.mean),
    'saves low': String(step.expected.interval[0]),
    'saves high': String(step.expected.interval[1]),
    systems: step.devices.map((device) => names.get(device) ?? device).join('; '),
    findings: step.proof.findings.map(({ id }) => id).join(' '),
    'action id': step.action,
    ...doneCells(step),
  };
  return COLUMNS.map((column) => inertCell(cells[column] ?? ''));
}

/** `CT 1 to Archive, port 104, last seen on 2026-11-20`, one after another. */
function talksIn(talks: readonly RiskTalk[] = []): string {
  return talks
    .map(
      ({ fromName, toName, port, lastSeenAt }) =>
        `${fromName} to ${toName}, port ${port}${lastSeenAt === null ? '' : `, last seen on ${lastSeenAt.slice(0, 10)}`}`,
    )
    .join('; ');
}
