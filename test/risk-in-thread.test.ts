// Claims about risk in threads: parts put together there give the bytes of one piece, a run is stopped in the midst of its work, and questions are answered.
import { describe, expect, test } from 'vitest';
import { type RiskInputs, risk } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk, doneChange, WhatIf } from '#risk/index.ts';
import { riskInThread } from '../src/jobs/risk-in-thread.ts';
import { WhatIfThread } from '../src/jobs/what-if-thread.ts';
import { largeInputs } from '../src/risk/assessment/large-site.ts';
import { RANSOM, RECORDS, sampleInputs } from '../src/risk/assessment/sample-site.ts';

function draftOf(inputs: RiskInputs) {
  return { inputs, before: null };
}

describe('an assessment in a thread', () => {
  test('gives the bytes that it gives here, and again from what is kept', async () => {
    const inputs = sampleInputs();
    const first = await riskInThread({ kind: 'first', draft: draftOf(inputs) });
    expect(first.inputs).toBe(canonicalJson(inputs));
    expect(first.text).toBe(canonicalJson(assessRisk(inputs)));
    const again = await riskInThread({ kind: 'again', text: first.inputs });
    expect(again.text).toBe(first.text);
  });

  test('knows what there was before from the text that was kept', async () => {
    const inputs = sampleInputs();
    const before = { id: 'x', at: inputs.at, mean: 1, reached: 2, text: canonicalJson(inputs) };
    const { inputs: kept } = await riskInThread({ kind: 'first', draft: { ...draftOf(inputs), before } });
    const found = JSON.parse(kept) as RiskInputs; // written by the thread, which holds its shape
    expect(found.before?.devices).toEqual(inputs.devices.map(({ id }) => id));
    expect(found.before?.findings.map(({ id }) => id)).toEqual(inputs.findings.map(({ id }) => id));
  });

  test('holds a year of another money against today in that of today, and says so', async () => {
    const dollars = sampleInputs();
    const yen = sampleInputs({ currency: 'JPY', perDollar: 150 });
    const before = { id: 'x', at: dollars.at, mean: 10, interval: [5, 20] as [number, number], reached: 2 };
    const draft = { ...draftOf(yen), before: { ...before, text: canonicalJson(dollars) } };
    const first = await riskInThread({ kind: 'first', draft });
    const { since } = risk.riskDocument.parse(JSON.parse(first.text));
    expect(since).toMatchObject({ mean: 1500, interval: [750, 3000] });
    expect(since?.because.join(' ')).toContain('The money was USD; what was worked out in it stands in JPY here');
    const again = await riskInThread({ kind: 'again', text: first.inputs });
    expect(again.text).toBe(first.text);
  });

  test('says what it does, and is stopped in the midst of it', async () => {
    const inputs = largeInputs({ devices: 1500, threats: [RANSOM, RECORDS] });
    const stop = new AbortController();
    const said: string[] = [];
    const run = riskInThread(
      { kind: 'first', draft: draftOf(inputs) },
      {
        signal: stop.signal,
        progress: (_, what) => {
          said.push(what);
          if (what.startsWith('working out')) stop.abort(new Error('somebody stopped it'));
        },
      },
    );
    await expect(run).rejects.toThrow('somebody stopped it');
    expect(said).toContain('putting together what is known');
  });
});

test('questions are answered by a thread as they are here, and what cannot be asked is refused', async () => {
  const inputs = largeInputs({ devices: 155, threats: [RANSOM, RECORDS] });
  let isEnded = false;
  const thread = new WhatIfThread(canonicalJson(inputs), () => {
    isEnded = true;
  });
  const here = new WhatIf(inputs);
  const [action = ''] = assessRisk(inputs).plan.chosen.map((step) => step.action);
  expect(await thread.ask([action], undefined)).toBe(canonicalJson(here.ask([action])));
  await expect(thread.ask(['close everything'], undefined)).rejects.toThrow('no such action');
  await thread.end();
  await expect.poll(() => isEnded).toBe(true);
});

test('what a step changes is the same from a thread as it is here', async () => {
  const inputs = sampleInputs({ currency: 'JPY', perDollar: 150 });
  const action = 'mend ct system';
  const { text } = await riskInThread({ kind: 'done', text: canonicalJson(inputs), action });
  const change = JSON.parse(text);
  expect(change).toEqual(JSON.parse(canonicalJson(doneChange(inputs, action))));
  expect(change).toMatchObject({ door: { device: 'ct', door: 'system' }, perDollar: 150, way: null });
  expect(change.titles.f1).toBe('os-known-hole on ct');
});
