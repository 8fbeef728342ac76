// An OSCAL document, read and taken over, in the fake API.
import type { OscalReading, ReadControl } from '#contracts/index.ts';
import { daysAgo, HOSTILE_NAMES } from './fake-devices.ts';
import type { Route } from './fake-routes.ts';

const STANDING = '0123456789ab';

function readingOf(site: string, name: string, isTaken: boolean): OscalReading {
  const control = (id: string, over: Partial<ReadControl>): ReadControl => ({
    control: id,
    here: {
      kind: 'control',
      scope: '',
      id,
      name: 'Exams go on with a paper worklist, and every image finds its patient afterwards',
      answer: isTaken ? 'yes' : 'unknown',
      from: isTaken ? 'attested' : 'nothing',
      why: 'Somebody stated it.',
    },
    there: 'yes',
    word: 'implemented',
    words: 'Paper lies in the drawer.',
    roles: ['isso'],
    components: [{ title: 'Imaging', word: 'implemented' }],
    difference: isTaken ? 'same' : 'not known here',
    take: isTaken
      ? { can: false, why: 'It was taken over before.' }
      : { can: true, why: 'It is kept as stated on 2026-11-20.' },
    ...over,
  });
  const no = { can: false, why: 'Findings here are closed by facts, and their days come from the policy of the site.' };
  return {
    schema: 'dosimeter.oscal-reading/1',
    site,
    at: daysAgo(0),
    file: { name, sha256: 'a'.repeat(64) },
    document: {
      kind: 'system-security-plan',
      title: HOSTILE_NAMES[0] ?? 'Plan',
      version: '2',
      oscalVersion: '1.1.2',
      day: '2026-11-20',
      madeHere: false,
    },
    counts: {
      controls: 3,
      same: isTaken ? 1 : 0,
      lessHere: 1,
      moreHere: 0,
      notKnownHere: isTaken ? 0 : 1,
      notSaidThere: 0,
      unknownHere: 1,
      components: 1,
      observations: 0,
      risks: 1,
      items: 1,
      references: 1,
      takeable: isTaken ? 0 : 1,
    },
    standing: STANDING,
    controls: [
      control('paper-worklist', {}),
      control('old-system-shield', {
        difference: 'less here',
        take: { can: false, why: 'Somebody answered no here on 2026-11-25; that stays.' },
      }),
      control('zz-99', {
        here: null,
        difference: 'unknown here',
        take: { can: false, why: 'No control and no row of a framework here has this id.' },
      }),
    ],
    risks: [
      {
        title: 'Old system',
        status: 'open',
        deadline: '2026-12-15T00:00:00Z',
        words: '',
        finding: null,
        isOpenHere: null,
        difference: 'No finding here is the same.',
        take: no,
      },
    ],
    items: [
      {
        title: 'Shield it',
        words: '',
        deadline: null,
        isClosed: true,
        action: null,
        finding: null,
        difference: 'Closed there, open here.',
        take: no,
      },
    ],
    references: [{ path: 'poam-items[2].related-risks[0].risk-uuid', to: '99999999-2222-4333-8444-555555555555' }],
    problems: ['It says that it is OSCAL 2.0; it was read as 1.1.'],
    taken: isTaken ? { answers: 1, steps: 0, acceptances: 0 } : null,
  };
}

const REFUSED = { type: 'about:blank', title: 'Not as asked for', status: 400, code: 'invalid' };

/** /oscal/read. */
export const OSCAL_ROUTES: readonly Route[] = [
  [
    'POST',
    /^oscal\/read$/,
    ({ tenant, query, file, body }) => {
      const isTaken = query.get('take') === 'yes';
      if (file?.text.startsWith('{') !== true)
        return { status: 400, json: { ...REFUSED, detail: 'The file is no JSON.' } };
      // A take names what was looked at, so that nothing that somebody answered meanwhile is lost.
      if (isTaken && body['standing'] !== STANDING)
        return { status: 400, json: { ...REFUSED, detail: 'What was looked at was not sent back.' } };
      return { json: readingOf(tenant.name, file.name, isTaken) };
    },
  ],
];
