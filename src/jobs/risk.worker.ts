// Works on risk in a thread: the task comes as data, progress and the answer go back.
import { parentPort, workerData } from 'node:worker_threads';
import { type RiskInputs, risk } from '#contracts/index.ts';
import { canonicalJson, Invalid } from '#kit/index.ts';
import { assessRisk, digestsOf, doneChange, planFor, rateBetween, WhatIf } from '#risk/index.ts';
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
  const rate = last ? rateBetween(last.settings, inputs.settings) : 1;
  const whole: RiskInputs = {
    ...inputs,
    before:
      before && last
        ? {
            id: before.id,
            at: before.at,
            mean: before.mean * rate,
            ...(before.interval ? { interval: [before.interval[0] * rate, before.interval[1] * rate] } : {}),
            reached: before.reached,
            devices: last.devices.map(({ id }) => id),
            findings: last.findings.map(({ id, title, device }) => ({ id, title, device })),
            stated: last.stated,
            currency: last.settings.currency,
            parts: digestsOf(last),
          }
        : null,
  };
  return canonicalJson(whole);
}

/** Assesses with the inputs of earlier assessments, by id. */
function assessed(inputs: RiskInputs, earlier: ReadonlyMap<string, string> = new Map()): string {
  const read = new Map([...earlier].map(([id, text]) => [id, inputsIn(text)]));
  return canonicalJson(assessRisk(inputs, { progress, earlier: read }));
}

function gather({ inputs, before }: RiskDraft, earlier: ReadonlyMap<string, string> | undefined): void {
  const parts: Record<string, unknown[]> = {
    devices: [],
    findings: [],
    reach: [],
    // Earlier drafts have none.
    ...(inputs.conversations ? { conversations: [] } : {}),
  };
  parentPort?.on('message', (part: Part) => {
    if (part.kind === 'part') return void parts[part.field]?.push(...part.items);
    progress(0, 'putting together what is known');
    answer(() => {
      // Every item was sent by risk-in-thread.ts; the shape is held in any case.
      const found = inputsIn(wholeOf({ inputs: { ...inputs, ...parts } as RiskDraft['inputs'], before }));
      return { text: assessed(found, earlier), inputs: canonicalJson(found) };
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
    gather(task.draft, task.earlier);
    break;
  case 'again':
    answer(() => ({ text: assessed(inputsIn(task.text), task.earlier) }));
    break;
  case 'plan':
    answer(() => ({ text: canonicalJson(planFor(inputsIn(task.text), task.asked, progress)) }));
    break;
  case 'done':
    answer(() => ({ text: canonicalJson(doneChange(inputsIn(task.text), task.action)) }));
    break;
  case 'what if':
    answerQuestions(task.text);
    break;
}
