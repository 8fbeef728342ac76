// The guided start of the stand-in: one that is finished, with its page of results, and, where no devices are, one that nobody began.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type StartResult, type StartSaved, type StartWalk, start } from '#contracts/index.ts';
import { daysAgo } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';
import type { FakeTenant } from './fake-tenant.ts';

const LONG = `Radiologische Praxis am ${'Krankenhaus'.repeat(8)}`;

const { questions: QUESTIONS } = start.startFile.parse(
  parse(readFileSync(new URL('../../src/program/start/questions.yaml', import.meta.url), 'utf8')),
);

function walkOf({ devices }: FakeTenant): StartWalk {
  const by = { version: 1, at: daysAgo(1), by: 'owner@example.org' };
  const answers = QUESTIONS.map(
    ({ id, answer }): StartSaved => ({ field: id, value: answer.kind === 'number' ? 12 : 'unknown', ...by }),
  );
  const saved: StartSaved[] =
    devices.length === 0 ? [] : [{ field: 'fears', value: ['ransom', 'images'], ...by }, ...answers];
  return {
    schema: 'dosimeter.start-walk/1',
    center: LONG,
    saved,
    questions: QUESTIONS.map(({ states: _states, onlyIf: _onlyIf, ...shown }) => shown),
    asked: QUESTIONS.map(({ id }) => id),
    devices: {
      total: devices.length,
      first: devices.slice(0, 20).map(({ id, name }) => ({ id, name, kind: 'modality', modality: 'CT' })),
    },
    finished: devices.length === 0 ? null : { at: daysAgo(1), by: 'owner@example.org' },
    changed: devices.length > 300,
  };
}

function resultOf({ devices }: FakeTenant): StartResult | undefined {
  if (devices.length === 0) return undefined;
  const steps = [
    { id: 'close-way', name: `Close the way from the guest network to ${LONG}`, role: 'it', dueDay: 12 },
    { id: 'new-password', name: 'Change the password that came with the machine', role: 'biomed', dueDay: 20 },
  ];
  return {
    schema: 'dosimeter.start-result/1',
    center: LONG,
    finished: { at: daysAgo(1), by: 'owner@example.org' },
    devices: devices.length,
    exposure: '3 of 14 devices answer strangers.',
    risk: {
      at: daysAgo(1),
      currency: 'USD',
      today: { mean: 480_000, interval: [420_000, 540_000] },
      after: { mean: 120_000, interval: [90_000, 150_000] },
      harm: { scenario: 'CT dose too high', device: LONG, severity: 'critical', yearlyChance: 0.04 },
    },
    fears: [
      {
        fear: 'ransom',
        scenarios: 3,
        mean: 210_000,
        likeliest: { id: 'archive-ransomware', name: 'The archive is held to ransom', events: 0.2 },
      },
      { fear: 'images', scenarios: 0, mean: 0, likeliest: null },
    ],
    first: steps.map(({ id, name, role }) => ({ id, name, role, why: 'It lowers the loss most.', cost: 1500 })),
    plan: [
      { within: '30', steps },
      { within: '60', steps: [] },
      { within: '90', steps: [] },
    ],
    policies: [{ id: 'remote-service', title: 'Makers who connect from outside', missing: ['person', 'phone'] }],
    staff: { active: devices.length > 300 ? 0 : 6, lessons: devices.length > 300 ? 0 : 12 },
    training: [{ role: 'technologist', lessons: [{ id: 'false-messages', title: 'Messages that lie' }] }],
    open: QUESTIONS.slice(0, 4).map(({ id, ask, where }) => ({ id, ask, where })),
    left: [{ what: 'site.patients', here: '20000', said: '12' }],
  };
}

/** /start and /start/result. */
export const START_ROUTES: readonly Route[] = [
  ['GET', /^start$/, ({ tenant }) => ({ json: walkOf(tenant) })],
  [
    'GET',
    /^start\/result$/,
    ({ tenant }) => {
      const result = resultOf(tenant);
      return result && { json: result };
    },
  ],
];
