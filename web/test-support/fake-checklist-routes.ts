// The routes of the walk-round in the fake API.
import { HARDENING_TOPICS } from '#contracts/index.ts';
import { answerChecklist, checklistOf, roundRowOf } from './fake-checklists.ts';
import { pageOf } from './fake-lists.ts';
import type { Route } from './fake-routes.ts';

const SCRIPTS = [
  ['dosimeter-collect.ps1', 'Windows 7 and later (PowerShell)'],
  ['dosimeter-collect.sh', 'Linux (sh)'],
] as const;

/** /devices/{id}/checklist, /checklists, /collectors. */
export const CHECKLIST_ROUTES: readonly Route[] = [
  [
    'GET',
    /^devices\/([^/]+)\/checklist$/,
    ({ tenant }, id) => {
      const device = tenant.devices.find((each) => each.id === id);
      return device && { json: checklistOf(device) };
    },
  ],
  [
    'POST',
    /^devices\/([^/]+)\/checklist$/,
    ({ tenant, body }, id) => {
      const device = tenant.devices.find((each) => each.id === id);
      return device && { json: answerChecklist(device, body) };
    },
  ],
  [
    'GET',
    /^checklists$/,
    ({ tenant, query }) => {
      const rows = tenant.devices.map(roundRowOf);
      const words = (query.get('q') ?? '').toLowerCase();
      const found = rows.filter(
        ({ name, state, zone }) =>
          name.toLowerCase().includes(words) &&
          (query.get('state') === null || state === query.get('state')) &&
          (query.get('zone') === null || zone === query.get('zone')),
      );
      const counted = (state: string) => rows.filter((row) => row.state === state).length;
      const counts = { devices: rows.length, begun: counted('begun'), done: counted('done') };
      return { json: { ...pageOf(found, query), of: HARDENING_TOPICS.length, counts } };
    },
  ],
  [
    'GET',
    /^collectors$/,
    () => ({
      json: { items: SCRIPTS.map(([name, label]) => ({ name, label, bytes: 4096, sha256: '9f3a'.repeat(16) })) },
    }),
  ],
];
