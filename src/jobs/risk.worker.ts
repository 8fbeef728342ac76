// Works out the risk of a site in a thread: inputs come as text, progress and the document go back.
import { parentPort, workerData } from 'node:worker_threads';
import { risk } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk } from '#risk/index.ts';
import type { RiskSaid } from './risk.ts';

function say(said: RiskSaid): void {
  parentPort?.postMessage(said);
}

try {
  const inputs = risk.riskInputs.parse(JSON.parse(String(workerData)));
  const document = assessRisk(inputs, { progress: (done, what) => say({ kind: 'progress', done, what }) });
  say({ kind: 'done', text: canonicalJson(document) });
} catch (error) {
  say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
