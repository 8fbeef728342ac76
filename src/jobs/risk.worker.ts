// Works on risk in a thread: the task comes as data, progress and the answer go back.
import { parentPort, workerData } from 'node:worker_threads';
import { canonicalJson, Invalid } from '#kit/index.ts';
import { assessRisk, planFor, WhatIf } from '#risk/index.ts';
import type { RiskSaid, RiskTask } from './risk-in-thread.ts';

function say(said: RiskSaid): void {
  parentPort?.postMessage(said);
}

function progress(done: number, what: string): void {
  say({ kind: 'progress', done, what });
}

function answerTo(task: RiskTask): unknown {
  switch (task.kind) {
    case 'assess':
      return assessRisk(task.inputs, { progress });
    case 'plan':
      return planFor(task.inputs, task.asked, progress);
    case 'what if':
      return new WhatIf(task.inputs).ask(task.actions, task.settings);
  }
}

try {
  say({ kind: 'done', text: canonicalJson(answerTo(workerData as RiskTask)) }); // made by risk-in-thread.ts alone
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  say({ kind: 'failed', message, isInvalid: error instanceof Invalid });
}
