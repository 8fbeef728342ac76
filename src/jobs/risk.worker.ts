// Works on risk in a thread: the task comes as data, progress and the answer go back.
import { parentPort, workerData } from 'node:worker_threads';
import { type RiskInputs, risk } from '#contracts/index.ts';
import { canonicalJson, Invalid } from '#kit/index.ts';
import { assessRisk, planFor, WhatIf } from '#risk/index.ts';
import type { Part, Question, RiskDraft, RiskSaid, RiskTask } from './risk-in-thread.ts';

function say(said: RiskSaid): void {
  parentPort?.postMessage(said);
}

function progress(done: number, what: string): void {
  say({ kind: 'progress', done, what });
}

function inputsIn(text: string): RiskInputs {
  return risk.riskInputs.parse(JSON.parse(text));
}

/** Says what a piece of work gave, or why it failed. */
function answer(work: () => { readonly text: string; readonly inputs?: string }, turn?: number): void {
  const asked = turn === undefined ? {} : { turn };
  try {
    say({ kind: 'done', ...work(), ...asked });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ kind: 'failed', message, isInvalid: error instanceof Invalid, ...asked });
  }
}

/** The inputs of a draft, as they are kept: through the shape and one spelling, so that they give the same again. */
function wholeOf({ inputs, before }: RiskDraft): string {
  const last = before && inputsIn(before.text);
  const whole: RiskInputs = {
    ...inputs,
    before:
      before && last
        ? {
            id: before.id,
            at: before.at,
            mean: before.mean,
            reached: before.reached,
            devices: last.devices.map(({ id }) => id),
            findings: last.findings.map(({ id, title, device }) => ({ id, title, device })),
            stated: last.stated,
          }
        : null,
  };
  return canonicalJson(whole);
}

function gather({ inputs, before }: RiskDraft): void {
  const parts: Record<string, unknown[]> = { devices: [], findings: [], reach: [] };
  parentPort?.on('message', (part: Part) => {
    if (part.kind === 'part') return void parts[part.field]?.push(...part.items);
    progress(0, 'putting together what is known');
    answer(() => {
      // Every item was sent by risk-in-thread.ts; the shape is held in any case.
      const found = inputsIn(wholeOf({ inputs: { ...inputs, ...parts } as RiskDraft['inputs'], before }));
      return { text: canonicalJson(assessRisk(found, { progress })), inputs: canonicalJson(found) };
    });
  });
}

function answerQuestions(text: string): void {
  let laid: WhatIf | undefined;
  parentPort?.on('message', ({ turn, actions, settings }: Question) => {
    answer(() => {
      laid ??= new WhatIf(inputsIn(text));
      return { text: canonicalJson(laid.ask(actions, settings)) };
    }, turn);
  });
}

const task = workerData as RiskTask; // made by risk-in-thread.ts alone
switch (task.kind) {
  case 'first':
    gather(task.draft);
    break;
  case 'again':
    answer(() => ({ text: canonicalJson(assessRisk(inputsIn(task.text), { progress })) }));
    break;
  case 'plan':
    answer(() => ({ text: canonicalJson(planFor(inputsIn(task.text), task.asked, progress)) }));
    break;
  case 'what if':
    answerQuestions(task.text);
    break;
}
