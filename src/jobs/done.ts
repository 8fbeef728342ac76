// A person says that a step of the plan is done, or takes that back: kept with the step as it stood in the newest assessment.
import { type DoneKept, type DoneList, type RiskInputs, risk, riskDone } from '#contracts/index.ts';
import { type Clock, Invalid, NotFound } from '#kit/index.ts';
import { doneSteps, dropDone, keepDone, riskInputsOf } from '#program/index.ts';
import { type DoneChange, doneChange, earlierOf } from '#risk/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { riskInThread } from './risk-in-thread.ts';

/** Every step that is said to be done, the newest first. */
export async function doneList(tx: Tenant): Promise<DoneList> {
  return { schema: 'dosimeter.done/1', items: await doneSteps(tx) };
}

/**
 * Keeps that an action of the newest assessment, named by its id or by its whole name, is done. Throws NotFound before the first assessment,
 * Invalid for an action that it does not have.
 */
export async function sayDone(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  tenantId: TenantId,
  { action: asked, note, by }: { readonly action: string; readonly note: string; readonly by: string },
): Promise<DoneList> {
  const now = clock.now();
  const keep = (step: DoneKept) =>
    store.tenant(tenantId, async (tx) => {
      await keepDone(tx, step, now);
      return doneList(tx);
    });
  const kept = await store.tenant(tenantId, (tx) => riskInputsOf(tx));
  const document = risk.riskDocument.parse(JSON.parse(kept.text));
  const known = document.actions.filter(({ id, name }) => id === asked || name === asked);
  const action = known.find(({ id }) => id === asked) ?? known[0];
  if (!action) {
    const said = (await store.tenant(tenantId, doneSteps)).find((step) => step.action === asked || step.name === asked);
    // What was done already is offered no more; said again, it stays as it is.
    if (said) return keep({ ...said, note: note === '' ? said.note : note, by });
    // What was taken back since that assessment is withheld from its actions still: it is said as it was.
    const { done = [] } = risk.riskInputs.pick({ done: true }).parse(JSON.parse(kept.inputs));
    const before = done.find((step) => step.action === asked || step.name === asked);
    if (before) return keep({ ...riskDone.doneKept.parse(before), note: note === '' ? before.note : note, by });
    throw new Invalid(
      'action: the newest assessment has no such action. Look for its id in the plan, or work the risk out again.',
    );
  }
  if (known.length > 1 && action.id !== asked)
    throw new Invalid('action: several actions have this name. Name the one that is meant by its id.');
  const { titles, perDollar, ...changes } = await changeOf(kept.inputs, action.id);
  const { saves, harm, findings, devices, scenarios, ownerRole } = action;
  const step: DoneKept = {
    action: action.id,
    name: action.name,
    kind: action.kind,
    at: now.toISOString(),
    by,
    note,
    assessment: document.id,
    assessedAt: document.at,
    mean: document.expected.today.mean,
    currency: document.currency,
    ...(perDollar === null ? {} : { perDollar }),
    expected: { ...saves, harm: harm ?? null },
    findings: findings.map((id) => ({ id, title: titles[id] ?? id, device: devices[0] ?? '' })),
    devices,
    scenarios,
    ownerRole,
    ...changes,
  };
  return keep(step);
}

/** Inputs up to so many characters, some 300 devices, are read at once; larger ones by a thread, beside the server. */
const READ_AT_ONCE = 1_000_000;

async function changeOf(inputs: string, action: string): Promise<DoneChange> {
  if (inputs.length <= READ_AT_ONCE) return doneChange(risk.riskInputs.parse(JSON.parse(inputs)), action);
  const { text } = await riskInThread({ kind: 'done', text: inputs, action });
  return JSON.parse(text) as DoneChange; // the thread writes nothing else
}

/** Takes back that a step is done; named by its id or by its whole name. Throws NotFound where nobody said so. */
export async function takeBack(
  tx: Tenant,
  asked: string,
  actor: { readonly by: string; readonly now: Date },
): Promise<DoneList> {
  const step = (await doneSteps(tx)).find(({ action, name }) => action === asked || name === asked);
  await dropDone(tx, step?.action ?? asked, actor);
  return doneList(tx);
}

/** Texts of the inputs of the assessments that the steps which are done came from, by id; one that is gone is left out. */
export async function earlierInputs(
  tx: Tenant,
  inputs: Pick<RiskInputs, 'done'>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const id of earlierOf(inputs)) {
    try {
      found.set(id, (await riskInputsOf(tx, id)).inputs);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
  }
  return found;
}
