// Assesses a made-up site in a process of its own, so that its memory can be seen, and asks what would be.
import { threatFolders, threatLibrary } from '../../src/jobs/threat-library.ts';
import { canonicalJson, sha256 } from '#kit/index.ts';
import { assessRisk, WhatIf } from '#risk/index.ts';
import { largeInputs } from '../../src/risk/assessment/large-site.ts';

const devices = Number(process.argv[2] ?? 1000);
const { scenarios } = await threatLibrary(threatFolders(null));
const inputs = { ...largeInputs({ devices, threats: scenarios }), trials: 50_000 };
const text = canonicalJson(inputs);

function timed<T>(work: () => T) {
  const before = process.cpuUsage();
  const begun = performance.now();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (performance.now() - begun) / 1000, processorSeconds: (user + system) / 1e6 };
}

let last = performance.now();
let longestSilence = 0;
const parts = new Map<string, number>();
const whole = timed(() =>
  assessRisk(inputs, {
    progress: (_, what) => {
      const now = performance.now();
      longestSilence = Math.max(longestSilence, now - last);
      parts.set(what, (parts.get(what) ?? 0) + now - last);
      last = now;
    },
  }),
);
const document = canonicalJson(whole.result);
const actions = whole.result.plan.chosen.slice(0, 3).map(({ action }) => action);
const laid = timed(() => new WhatIf(inputs));
const asked = [[], actions, actions.slice(0, 1)].map((done) => timed(() => laid.result.ask(done)));
process.stdout.write(
  JSON.stringify({
    seconds: whole.seconds,
    processorSeconds: whole.processorSeconds,
    longestSilenceSeconds: longestSilence / 1000,
    parts: Object.fromEntries([...parts].map(([what, ms]) => [what, Math.round(ms)])),
    layingSeconds: laid.processorSeconds,
    whatIfSeconds: asked.map(({ processorSeconds }) => processorSeconds),
    inputsMb: text.length / 1e6,
    documentMb: document.length / 1e6,
    sha256: sha256(document),
    actions: whole.result.actions.length,
    targets: whole.result.targets.length,
    harm: whole.result.harm.length,
  }),
);
