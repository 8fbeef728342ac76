// The command line as other programs and people rely on it: exit status, one JSON document, one line for an error, words that are
// safe in a terminal. Most commands run in a server that has the data open, and the same ones without a server where it matters.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { api, board, documents, mds2 } from '#contracts/index.ts';
import { SOP_CLASS } from '#wire/dicom/index.ts';
import { acceptAll, type FakePeer, fakePeer, serveDicom } from '../support/fake-peer.ts';
import { documentOf, type Ended, endAll, ownFolder, run, startServer } from './dosimeter.ts';
import { type HostilePeers, startHostilePeers } from './hostile-peers.ts';

const COMMANDS = [
  'serve',
  'scan',
  'assess',
  'capture',
  'images',
  'feeds',
  'match',
  'sensor',
  'import',
  'report',
  'backup',
  'restore',
  'doctor',
  'user',
  'tenant',
  'clearance',
  'decision',
  'decision-log',
  'benchmark',
  'show',
  'purchase',
  'cvss',
  'quantify',
  'risk',
  'plan',
  'replay',
  'paths',
  'segment',
  'controls',
];
/** Questions of an MDS2, as many as tell it from another table. */
const PROMISED = ['MPII-1', 'ALOF-1', 'AUTH-1', 'CONN-7', 'MLDP-2', 'TXCF-2', 'SGUD-1', 'PAUT-5'];
const QUICK = ['--per-host-interval', '0', '--timeout', '3000'];
const AUTHORITY = ['--authority', 'the test'];

vi.setConfig({ testTimeout: 240_000 });

let folder: string;
let archive: FakePeer;
let hostile: HostilePeers;
/** Options that lead to the running server. */
let there: readonly string[];

beforeAll(async () => {
  folder = ownFolder();
  const data = path.join(folder, 'data');
  there = ['--data', data];
  archive = await fakePeer(serveDicom(), '127.90.5.1');
  hostile = await startHostilePeers('127.90.5.2');
  writeFileSync(path.join(folder, 'list.csv'), 'Device,IP address,Operating system\nCT 1,127.90.5.1,\n');
  writeFileSync(
    path.join(folder, 'mds2.csv'),
    ['DOC-1,Maker,Acme', 'DOC-3,Model,Sono 9', ...PROMISED.map((id) => `${id},Is it so?,Yes`)].join('\n'),
  );
  writeFileSync(path.join(folder, 'hostile.csv'), hostile.list);
  writeFileSync(path.join(folder, 'noise.csv'), Buffer.from([0, 1, 2, 255, 254, 0, 7]));
  await startServer(data);
});
afterAll(async () => {
  await archive.close();
  await hostile.close();
  await endAll();
});

const here = (args: readonly string[], more: Parameters<typeof run>[1] = {}) => run(args, { cwd: folder, ...more });
const target = () => [`127.90.5.1:${archive.port}`, ...AUTHORITY, ...QUICK];

describe.concurrent('help', () => {
  test('names every command', async () => {
    const { status, stdout, stderr } = await here(['--help']);
    const named = [...stdout.matchAll(/^ {2}([\w-]+) (?:\[|<)/gm)].map(([, name]) => name);
    expect({ status, stderr, named }).toEqual({ status: 0, stderr: '', named: [...COMMANDS, 'help'] });
  });

  test.each(COMMANDS)('%s says what it does and what it takes', async (command) => {
    const { status, stdout, stderr } = await here([command, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: dosimeter ${command} [^\\n]+\\n\\n\\w[^\\n]+\\n`));
    for (const option of ['--json', '--data <dir>', '--database-url <url>']) expect(stdout).toContain(option);
  });

  test('the version is that of the package', async () => {
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')));
    expect(await here(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` });
  });
});

describe.concurrent('what cannot be used ends with 2, one line that says why, and nothing on stdout', () => {
  const CASES: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [['dance'], /unknown command 'dance'/],
    [['scna'], /unknown command 'scna'.*scan/],
    [['scan'], /missing required argument 'target'/],
    [['scan', '10.0.0.1', '--bogus'], /unknown option '--bogus'/],
    [['scan', '10.0.0.1', '--clearence', 'full'], /unknown option '--clearence'.*--clearance/],
    [['scan', '10.0.0.1', '--clearance', 'everything'], /handshake, query, full/],
    [['scan', '10.0.0.1', '--fail-on', 'awful'], /none, low, medium, high, critical/],
    [['scan', '10.0.0.1', '--ports', '104,x'], /--ports takes numbers and ranges/],
    [['scan', '10.0.0.1', '--timeout', 'soon'], /--timeout takes a whole number/],
    [['scan', '10.0.0.1', '--titles', 'absent.csv'], /--titles: .*absent\.csv cannot be read/],
    [['scan', '10.0.0.1', '--called', 'SEVENTEEN_LETTERS'], /called/],
    [['scan', '10.0.0.1:99999'], /99999.*1 to 65535/],
    [['scan', 'archive.example.org'], /archive\.example\.org/],
    [['scan', '10.0.0.0/33'], /10\.0\.0\.0\/33/],
    [['scan', '10.0.0.1', '\u001b[31m\u202eevil'], /evil/],
    [['scan', '10.0.0.1', '--\u001b[31m\u202eevil'], /evil/],
    [['feeds', 'update'], /--allow-network/],
    [['feeds', 'update', 'nothing', '--list'], /no feed 'nothing'/],
    [['show', 'dance'], /'dance' cannot be shown. Write one of these: findings,/],
    [['show', 'flaw'], /Write which flaw/],
    [['show', 'findings', 'x'], /'show findings' takes no id/],
    [['show', 'findings', '--limit', '0'], /--limit: write a number/],
    [['show', 'findings', '--severity', 'awful'], /none, low, medium, high, critical/],
    [['purchase'], /missing required argument 'file'/],
    [['purchase', 'absent.xlsx'], /absent\.xlsx cannot be read/],
    [['purchase', 'list.csv'], /^list\.csv: This is neither an MDS2 nor a bill of materials/],
    [['decision', 'dance'], /'dance' is none of list, show, accept/],
    [['decision', 'accept'], /Write the id of the finding/],
    [['decision', 'accept', 'x'], /--as anna@example\.org/],
    [['import', 'list.csv', '--column', 'Device'], /'Device' names no column and field/],
    [['match', 'absent.csv'], /absent\.csv cannot be read/],
    [['match', 'noise.csv'], /needs a first line|neither/],
    [['match', 'noise.csv', '--fail-on', 'awful'], /none, low, medium, high, critical/],
    [['report', '--format', 'docx'], /html, pdf, csv, json/],
    [['benchmark', 'export'], /Name the file to write/],
    [['benchmark', 'import'], /Name the file to take in/],
    [['benchmark', 'export', '--out', 'x.json', '--epsilon', '3'], /0.1 to 2/],
    [['report', '--board', '--date', 'soon'], /--date: Write a day/],
    [['report', '--date', '2026-09-01'], /go with --board or --review/],
    [['restore', 'absent.backup', '--data', 'fresh'], /absent\.backup/],
    [['user', 'dance'], /'dance' is none of list, add, role, reset-password/],
    [['clearance', 'add'], /Write a range/],
    [['clearance', 'add', '10.0.0.0/24', '--level', 'full'], /authority|owner/],
    [['serve', '--port', '70000'], /70000.*65535/],
    [['serve', '--host', '0.0.0.0'], /others can listen in.*--tls-cert/],
    [['serve', '--tls-cert', 'only.pem'], /--tls-cert and --tls-key go together/],
    [['serve', '--tls-cert', 'absent.pem', '--tls-key', 'absent.pem'], /--tls-cert: .*absent\.pem cannot be read/],
    [['serve', '--host', '0.0.0.0', '--behind-proxy', 'proxy'], /--behind-proxy takes the address/],
  ];

  test.each(CASES.map(([args, says]) => ({ name: JSON.stringify(args), args, says })))('$name', async (each) => {
    const data = each.args.includes('--data') ? [] : there;
    const { status, stdout, stderr } = await here([...each.args, ...data, '--json']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(each.says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(dangersIn(stderr)).toEqual([]);
  });
});

describe('a file that cannot be read costs none of those beside it, and is told by its name', () => {
  const CASES: readonly (readonly [files: readonly string[], bad: readonly string[], status: number])[] = [
    [['noise.csv', 'list.csv'], ['noise.csv'], 1],
    [['list.csv', 'absent.csv', 'noise.csv', 'mds2.csv'], ['absent.csv', 'noise.csv'], 1],
    [['noise.csv'], ['noise.csv'], 2],
    [['\u001b[31m\u202eabsent.csv'], ['absent.csv'], 2],
  ];

  test.each(CASES)('import %j', async (files, bad, status) => {
    const ended = await here(['import', ...files, ...there, '--json']);
    const lines = ended.stderr.split('\n').filter((line) => line !== '' && !/^\d+% /.test(line));
    expect({ status: ended.status, lines: lines.length }).toEqual({ status, lines: bad.length });
    for (const [at, name] of bad.entries()) expect(lines[at]).toContain(name);
    expect(dangersIn(ended.stderr)).toEqual([]);
    const document = documents.importDocument.parse(documentOf(ended));
    expect(document.files.map(({ file }) => file)).toEqual(files);
    const taken = document.files.filter(({ problem }) => problem === undefined);
    expect(taken).toHaveLength(files.length - bad.length);
    for (const { accepted } of taken) expect(accepted).toBeGreaterThan(0);
    const words = await here(['import', ...files, ...there]);
    expect({ status: words.status, told: words.stdout === '' }).toEqual({ status, told: status === 2 });
  });

  test('purchase', async () => {
    const ended = await here(['purchase', 'noise.csv', 'mds2.csv', ...there, '--json']);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^noise\.csv: /m);
    const { product, problems } = mds2.purchaseDocument.parse(documentOf(ended));
    expect(product).toMatchObject({ manufacturer: 'Acme', model: 'Sono 9' });
    expect(problems.join('\n')).toContain('noise.csv: ');
  });
});

describe('with --json, stdout is one document of the contracts', () => {
  const anything = z.looseObject({});
  const rows = z.int().positive();
  const CASES: readonly (readonly [args: () => readonly string[], schema: string, shape: z.ZodType])[] = [
    [() => ['scan', ...target()], 'dosimeter.scan/1', documents.scanDocument],
    [() => ['import', 'list.csv'], 'dosimeter.import/1', documents.importDocument],
    [() => ['match', 'list.csv'], 'dosimeter.findings/1', documents.findingsDocument],
    [() => ['import', 'mds2.csv'], 'dosimeter.import/1', documents.importDocument],
    [() => ['purchase', 'mds2.csv', '--os', 'Windows 7'], 'dosimeter.purchase/1', mds2.purchaseDocument],
    [
      () => ['assess', '--network', ...target(), '--import', 'list.csv', '--out', 'report'],
      'dosimeter.assessment/1',
      documents.assessmentDocument,
    ],
    [() => ['report'], 'dosimeter.assessment/1', documents.assessmentDocument],
    [() => ['report', '--format', 'pdf'], 'dosimeter.assessment/1', documents.assessmentDocument],
    [() => ['report', '--board', '--date', '2026-09-01'], 'dosimeter.board/1', board.boardDocument],
    [() => ['report', '--out', 'folder'], 'dosimeter.assessment/1', documents.assessmentDocument],
    [() => ['backup', 'all.backup'], 'dosimeter.backup-report/1', z.looseObject({ rows, tables: rows })],
    [
      () => ['doctor'],
      'dosimeter.doctor/1',
      z.looseObject({
        checks: z.array(z.strictObject({ check: z.string(), ok: z.boolean(), detail: z.string() })).nonempty(),
      }),
    ],
    [() => ['decision', 'list'], 'dosimeter.decisions/1', api.decisionsDocument],
    [() => ['user', 'list'], 'dosimeter.users/1', z.looseObject({ users: z.array(api.user) })],
    [() => ['tenant', 'list'], 'dosimeter.tenants/1', z.looseObject({ tenants: z.array(api.tenant).nonempty() })],
    [
      () => ['clearance', 'add', '10.9.9.0/24', '--deny', '--note', 'an operating room'],
      'dosimeter.clearances/1',
      z.looseObject({ clearances: z.array(api.clearance).nonempty() }),
    ],
  ];

  test.each(CASES)('%s', async (args, schema, shape) => {
    const ended = await here([...args(), ...there, '--json']);
    expect(ended).toMatchObject({ status: 0 });
    const document = documentOf(ended);
    expect(document.schema).toBe(schema);
    expect(anything.and(shape).safeParse(document).error).toBeUndefined();
    expect(ended.stderr).not.toContain('{');
  });

  test('and the same without a server', async () => {
    const alone = ['--data', path.join(folder, 'alone'), '--json'];
    const scan = await here(['scan', ...target(), ...alone]);
    expect(scan).toMatchObject({ status: 0 });
    expect(documents.scanDocument.parse(documentOf(scan)).endpoints).toMatchObject([{ exposure: 'E6' }]);
    const report = await here(['report', ...alone]);
    expect(documents.assessmentDocument.parse(documentOf(report)).devices).toHaveLength(1);
    const doctor = await here(['doctor', ...alone]);
    expect({ status: doctor.status, schema: documentOf(doctor).schema }).toEqual({
      status: 0,
      schema: 'dosimeter.doctor/1',
    });
  });

  test('what a column means is said once, and holds for the next list with these columns', async () => {
    const mappingOf = async (...args: readonly string[]) => {
      const ended = await here(['import', ...args, ...there, '--json']);
      expect(ended.status, ended.stderr).toBe(0);
      return documents.importDocument.parse(documentOf(ended)).files[0]?.mapping;
    };
    writeFileSync(path.join(folder, 'rooms.csv'), 'Device,Serial,Location\nCT 1,S-1001,Radiology\n');
    writeFileSync(path.join(folder, 'later.csv'), 'Device,Serial,Location\nCT 2,S-1002,Cardiology\n');
    expect(await mappingOf('later.csv')).toMatchObject({ Location: 'location' });
    expect(await mappingOf('rooms.csv', '--column', 'Location=department')).toMatchObject({ Location: 'department' });
    expect(await mappingOf('later.csv')).toMatchObject({ Device: 'name', Location: 'department' });
    expect(await mappingOf('later.csv', '--column', 'Device=')).toMatchObject({ Device: null, Location: 'department' });
  });

  test('the words without --json are no document', async () => {
    const { status, stdout, stderr } = await here(['scan', ...target(), ...there]);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^where +rung +transport/);
    expect(() => documentOf({ status, signal: null, stdout, stderr: '' })).toThrow();
  });
});

test('a risk is accepted by two people who sign in, the maker is asked and answers, and one alone is refused', async () => {
  const site = ['--tenant', 'Deciding site', ...there, '--json'];
  expect(await here(['tenant', 'add', 'Deciding site', ...there])).toMatchObject({ status: 0 });
  writeFileSync(
    path.join(folder, 'old.csv'),
    'Device,IP address,Operating system,Manufacturer\nCT 1,10.8.0.1,Windows 7,Acme\n',
  );
  expect(await here(['import', 'old.csv', ...site])).toMatchObject({ status: 0 });
  const input = 'a long enough password\n';
  for (const [name, role] of [
    ['anna', 'owner'],
    ['ben', 'owner'],
    ['cleo', 'reader'],
  ] as const) {
    const added = await here(['user', 'add', `${name}@site.example`, '--role', role, ...site], { input });
    expect(added).toMatchObject({ status: 0 });
  }
  const report = documents.assessmentDocument.parse(documentOf(await here(['report', ...site])));
  const finding = report.findings.find(({ state }) => state === 'confirmed')?.id ?? '';
  const decide = async (who: string, step: string, ...more: readonly string[]) => {
    const args = ['decision', step, finding, '--as', `${who}@site.example`, ...more, ...site];
    const ended = await here(args, { input });
    const decisions = ended.status === 0 ? api.decisionsDocument.parse(documentOf(ended)).decisions : [];
    return { status: ended.status, stderr: ended.stderr, states: decisions.map(({ state }) => state) };
  };
  const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const accept = ['--reason', 'It stands alone behind a firewall.', '--until', until];
  expect(await decide('cleo', 'accept', ...accept)).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/may not do this/),
  });
  expect(await decide('anna', 'accept', ...accept)).toMatchObject({ states: ['asked'] });
  expect(await decide('anna', 'approve')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/somebody else must approve/),
  });
  expect(await decide('ben', 'approve')).toMatchObject({ states: ['accepted'] });
  expect(await decide('anna', 'ask-maker', '--reason', 'Is there a repair?')).toMatchObject({ states: ['waiting'] });
  const listed = documentOf(await here(['decision', 'list', ...site]));
  expect(
    api.decisionsDocument
      .parse(listed)
      .decisions.map(({ state }) => state)
      .sort(),
  ).toEqual(['accepted', 'waiting']);
  const refusal = ['--outcome', 'refused', '--reason', 'Not for this model.'];
  expect(await decide('ben', 'maker-answer', ...refusal)).toMatchObject({ states: ['refused'] });
  expect(await decide('ben', 'withdraw', '--reason', 'It is replaced.')).toMatchObject({ states: ['withdrawn'] });
  expect(
    await here(['decision', 'approve', finding, '--as', 'ben@site.example', ...site], { input: 'wrong\n' }),
  ).toMatchObject({
    status: 1,
    stdout: '',
  });
});

describe('a knowledge pack goes from one machine to another', () => {
  const feeds = async (...args: readonly string[]) => {
    const ended = await here(['feeds', ...args, '--json']);
    return { ...ended, document: documents.feedsDocument.parse(documentOf(ended)) };
  };
  const kev = ({ feeds: all }: documents.FeedsDocument) => all.find(({ feed }) => feed === 'cisa-kev');

  test('only with the key of the one who made it, unchanged, and from then on without naming the key', async () => {
    const entry = { cveID: 'CVE-2026-1000', vulnerabilityName: 'x', dateAdded: '2026-01-02' };
    const catalog = { catalogVersion: '2025.08.25', dateReleased: '2025-08-25T00:00:00Z', vulnerabilities: [entry] };
    writeFileSync(path.join(folder, 'kev.json'), JSON.stringify(catalog));
    const connected = ['--data', path.join(folder, 'connected')];
    expect(await feeds('import', 'kev.json', ...connected)).toMatchObject({ status: 0 });
    const made = await feeds('pack', 'knowledge.pack', ...connected);
    expect(made).toMatchObject({ status: 0, document: { pack: { parts: [{ feed: 'cisa-kev', rows: 1 }] } } });

    const asFacts = await here(['import', 'knowledge.pack', ...there]);
    expect(asFacts.stderr + asFacts.stdout).toMatch(/knowledge pack.*dosimeter feeds import/);
    const tampered = readFileSync(path.join(folder, 'knowledge.pack'));
    tampered.writeUInt8(tampered.readUInt8(tampered.length - 60) ^ 1, tampered.length - 60);
    writeFileSync(path.join(folder, 'tampered.pack'), tampered);
    const { publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(path.join(folder, 'wrong.pem'), publicKey.export({ format: 'pem', type: 'spki' }));
    const key = 'connected/keys/pack-key.pub.pem';
    const refused: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
      [['knowledge.pack'], /key that is not known here.*--key FILE/],
      [['knowledge.pack', '--key', 'wrong.pem'], /key that is not known here/],
      [['tampered.pack', '--key', key], /not what was signed/],
    ];
    for (const [args, problem] of refused) {
      const { status, document } = await feeds('import', ...args, ...there);
      expect(status, args.join(' ')).toBe(2);
      expect(document.files).toMatchObject([{ problem: expect.stringMatching(problem) }]);
      expect(document.landed).toEqual([]);
      expect(kev(document)).toMatchObject({ asOf: null, rows: 0 });
    }
    const taken = await feeds('import', 'knowledge.pack', '--key', key, ...there);
    expect(taken).toMatchObject({ status: 0, document: { landed: [{ feed: 'cisa-kev', outcome: 'taken', rows: 1 }] } });
    const signedBy = made.document.pack?.signedBy;
    expect(kev(taken.document)).toMatchObject({ rows: 1, pack: { signedBy } });
    const words = async (...args: readonly string[]) => (await here(['feeds', ...args])).stdout;
    expect(await words('verify', 'knowledge.pack', ...connected)).toMatch(
      /: good: .*\nfeed .*\ncisa-kev +2025-08-25 +1 /,
    );
    expect(await words('import', 'kev.json', ...connected)).toBe('cisa-kev: nothing new.\n');
    expect(await words('status', ...connected)).toMatch(
      /CISA +2025-08-25 .*[\s\S]*\nBuilt in: \d+ advisories.* holes of/,
    );
    const again = await feeds('import', 'knowledge.pack', ...there);
    expect(again).toMatchObject({ status: 0, document: { landed: [{ feed: 'cisa-kev', outcome: 'same' }] } });
  });
});

describe('--fail-on ends with 3 at or above the severity, and with 0 below', () => {
  test.each([
    ['critical', 0],
    ['high', 0],
    ['medium', 3],
    ['none', 3],
  ])('scan --fail-on %s, of a service that lets strangers in and does nothing for them', async (severity, status) => {
    const manners = serveDicom({ onRequest: (rq, n) => acceptAll(rq, n, (uid) => uid === SOP_CLASS.verification) });
    const peer = await fakePeer(manners, '127.90.5.3');
    const args = [`127.90.5.3:${peer.port}`, ...AUTHORITY, ...QUICK, '--fail-on', severity, '--json'];
    const ended = await here(['scan', ...args, ...there]);
    await peer.close();
    expect(ended).toMatchObject({ status });
    expect(documents.scanDocument.parse(documentOf(ended)).endpoints).toMatchObject([{ exposure: 'E4' }]);
  });

  test('scan of nothing that answers ends with 0', async () => {
    const ended = await here(['scan', '127.90.5.4:9', ...AUTHORITY, ...QUICK, '--fail-on', 'none', ...there]);
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining('Nothing answered.') });
  });

  test('assess, of one site alone', async () => {
    for (const site of ['Open site', 'Empty site'])
      expect(await here(['tenant', 'add', site, ...there])).toMatchObject({ status: 0 });
    const gate = ['--fail-on', 'critical', '--json', ...there];
    const open = await here(['assess', '--network', ...target(), '--tenant', 'Open site', ...gate]);
    expect(open.status).toBe(3);
    expect(documents.assessmentDocument.parse(documentOf(open)).summary.bySeverity).toContainEqual({
      severity: 'critical',
      findings: expect.toSatisfy((count: number) => count > 0),
    });
    expect(await here(['assess', '--tenant', 'Empty site', ...gate])).toMatchObject({ status: 0 });
    const nowhere = await here(['report', '--tenant', 'No site', ...there]);
    expect(nowhere).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining("no site 'No site'") });
  });
});

describe('an address that nobody cleared is refused, and nothing is sent', () => {
  const refusedScan = async (args: readonly string[]) => {
    const ended = await here(['scan', ...args, ...QUICK, '--json', ...there]);
    const { refused, totals, endpoints } = documents.scanDocument.parse(documentOf(ended));
    return { status: ended.status, reasons: refused.map(({ reason }) => reason), totals, endpoints };
  };
  const nothing = { totals: { connections: 0, bytesSent: 0, hosts: 0 }, endpoints: [] };

  test('without authority', async () => {
    const before = archive.takenAt.length;
    const seen = await refusedScan([`127.90.5.1:${archive.port}`]);
    expect(seen).toMatchObject({ status: 1, reasons: [expect.stringMatching(/^Nobody cleared this/)], ...nothing });
    expect(archive.takenAt).toHaveLength(before);
    const words = await here(['scan', `127.90.5.1:${archive.port}`, ...there]);
    expect(words).toMatchObject({ status: 1, stdout: expect.stringMatching(/^Nothing was sent/) });
    expect(words.stdout).toContain('Nobody cleared this address');
    expect(words.stdout).not.toContain('Nothing answered');
  });

  // Addresses for documentation (RFC 5737, RFC 3849) and a well-known one.
  test.each(['192.0.2.1', '8.8.8.8', '2001:4860:4860::8888'])('public: %s, whoever says so', async (address) => {
    const seen = await refusedScan([address, ...AUTHORITY]);
    expect(seen).toMatchObject({
      status: 1,
      reasons: [expect.stringMatching(/^Public addresses are refused/)],
      ...nothing,
    });
  });

  test('denied for good, whoever says so, with what is beside it scanned', async () => {
    await here(['clearance', 'add', '127.90.5.8', '--deny', ...there]);
    const ended = await refusedScan(['127.90.5.8', `127.90.5.1:${archive.port}`, ...AUTHORITY]);
    expect(ended).toMatchObject({ status: 0, totals: { hosts: 1 }, endpoints: [{ exposure: 'E6' }] });
    expect(ended.reasons).toHaveLength(1);
  });
});

describe('names that a terminal, a browser or a spreadsheet would obey', () => {
  let document: string;
  let words: Ended[];
  let out: string;

  beforeAll(async () => {
    out = path.join(folder, 'hostile');
    const site = `Site ${'\u001b'}[31m${'\u202e'}<b>`;
    await here(['tenant', 'add', 'Hostile site', ...there]);
    const inSite = ['--tenant', 'Hostile site', ...there];
    const probing = [
      '--authority',
      `${site}<script>alert(2)</script>`,
      '--vantage',
      `${site}=cmd`,
      '--ports',
      hostile.ports.join(','),
      ...QUICK,
    ];
    const assess = ['assess', '--network', hostile.address, '--import', 'hostile.csv', '--out', out, ...probing];
    const json = await here([...assess, '--json', ...inSite]);
    expect(json).toMatchObject({ status: 0 });
    document = json.stdout;
    words = [
      json,
      await here([...assess, ...inSite]),
      await here(['scan', hostile.address, ...probing, ...inSite]),
      await here(['import', 'hostile.csv', ...inSite]),
      await here(['tenant', 'add', site, ...there]),
      await here(['clearance', 'add', '10.1.1.1', '--note', site, ...there]),
    ];
  });

  test('reach us from every peer and cell', () => {
    const { scan, devices, imports } = documents.assessmentDocument.parse(JSON.parse(document));
    expect(new Set(scan?.endpoints.map(({ port }) => port))).toEqual(new Set(hostile.ports));
    expect(imports?.files[0]?.accepted).toBe(3);
    const said = JSON.stringify(scan);
    // Each danger in its inert spelling: it came, and was made harmless.
    for (const inert of ['\\u{1b}[31m', '=cmd|', '<script>alert(1)</script>'])
      expect(said).toContain(JSON.stringify(inert).slice(1, -1));
    expect(scan?.endpoints.some(({ tls }) => tls.certificate?.subject.includes('\\u{202e}'))).toBe(true);
    expect(scan?.endpoints.some(({ implementation }) => implementation?.versionName?.includes('\\u{1b}'))).toBe(true);
    expect(devices.some(({ name }) => name.includes('\\u{1b}[31m') && name.includes('<script>'))).toBe(true);
  });

  test('are inert in a terminal and in JSON', () => {
    for (const { stdout, stderr } of words) expect(dangersIn(stdout + stderr)).toEqual([]);
    expect(words.map(({ stdout }) => stdout).join()).toContain('\\u{1b}');
  });

  test('are inert in the files of the report', () => {
    for (const name of ['index.html', 'register.json', 'facts.jsonl', 'register.csv', 'actions.csv']) {
      const text = readFileSync(path.join(out, name), 'utf8');
      expect({ name, dangers: dangersIn(text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')) }).toEqual({
        name,
        dangers: [],
      });
      // No step of the plan names a device here.
      if (name !== 'actions.csv') expect(text).toContain('alert(1)');
    }
  });

  test('are text, not markup, in the page', () => {
    const page = readFileSync(path.join(out, 'index.html'), 'utf8');
    expect(page).toContain('&#60;script&#62;alert(1)');
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
    expect(page).toContain('&#60;script&#62;alert(2)');
    for (const live of ['<script>alert', '<img src=x', '<b>x', '<i>=A', '<b>=cmd'])
      expect(page.includes(live)).toBe(false);
  });

  test('are no formula in the table', () => {
    const text = readFileSync(path.join(out, 'register.csv'), 'utf8');
    const cells: string[] = parse(text, { bom: true }).flat();
    expect(cells.filter((cell) => /^[=+\-@\t\r|%]/.test(cell))).toEqual([]);
    expect(cells.some((cell) => cell.startsWith("'=cmd|"))).toBe(true);
  });

  test('are plain text in the PDF', async ({ skip }) => {
    const file = path.join(out, 'report.pdf');
    const text = await promisify(execFile)('pdftotext', [file, '-']).then(
      ({ stdout }) => stdout,
      () => null,
    );
    if (text === null) return skip('pdftotext is not installed (Debian: poppler-utils)');
    expect(text).toContain('<script>alert(1)</script>');
    expect(dangersIn(text.replaceAll('\f', ''))).toEqual([]);
    expect(readFileSync(file, 'latin1')).not.toMatch(/\/JavaScript|\/JS\b|\/Launch|\/OpenAction/);
  });
});

/** Characters that a terminal or a reader would obey: controls but the line end, bidirectional marks, invisible ones. */
function dangersIn(text: string): string[] {
  const harmful = text.match(/[^\P{C}\n]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f]/gu) ?? [];
  return [...new Set(harmful)].map((each) => `U+${(each.codePointAt(0) ?? 0).toString(16)}`);
}
