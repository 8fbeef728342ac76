// The canary test: made-up patient names go over the wire from every kind of peer and stand in an imported list, and afterwards
// they are nowhere: not in the data folder, the report, the terminal, the log or an answer of the API. The names of two devices
// that came the same way are everywhere, which proves that the search would find what is there.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { documents } from '#contracts/index.ts';
import {
  COMMAND,
  type Command,
  encodeDataSet,
  encodePdu,
  IMPLICIT_LITTLE,
  messageToPdus,
  SOP_CLASS,
  TRANSFER_SYNTAX,
  textElement,
} from '#wire/dicom/index.ts';
import { acceptAll, type FakePeer, fakePeer, serveDicom } from '../support/fake-peer.ts';
import { type Ended, endAll, getLocal, ownFolder, run, startServer } from './dosimeter.ts';

const ADDRESS = '127.90.4.1';
const FAMILY = 'ZZKANARI';
const CANARIES = [FAMILY, 'QXISOLDE', 'KANARI-ID-77341', 'KANARIGASSE'];
const NAME = `${FAMILY}^QXISOLDE`;
/** Comes over the same wires, and may be kept. */
const CONTROL = 'WITNESS_31';
const LISTED = 'Witness ultrasound';

/** Bytes with a canary that the kernel took from a peer, by peer. */
const sent = new Map<string, number>();

function tell(socket: net.Socket, peer: string, bytes: Uint8Array): void {
  socket.write(bytes, (error) => {
    if (!error && found(Buffer.from(bytes)).length > 0) sent.set(peer, (sent.get(peer) ?? 0) + 1);
  });
}

/** An archive that answers every search, whatever it asks for, with patients; `worklist` answers for tomorrow's. */
function carelessArchive(socket: net.Socket, number: number): void {
  const searches: readonly string[] = [
    SOP_CLASS.studyRootFind,
    SOP_CLASS.patientRootFind,
    SOP_CLASS.modalityWorklist,
    SOP_CLASS.verification,
  ];
  serveDicom({
    onRequest: (rq) => {
      const answer = acceptAll(rq, number, (uid) => searches.includes(uid));
      if (answer.kind !== 'associate-ac') return answer;
      const contexts = answer.contexts.map((context) => ({
        ...context,
        transferSyntax: context.transferSyntax === null ? null : TRANSFER_SYNTAX.implicitLittle,
      }));
      return { ...answer, contexts, user: { ...answer.user, implementationVersionName: CONTROL } };
    },
    onCommand: (command, contextId, side) => {
      if (command.commandField !== COMMAND.cFind) {
        if (command.commandField !== COMMAND.cCancel) side.respond(command, contextId, 0);
        return;
      }
      const patient = encodeDataSet(
        [
          textElement(0x0008_0050, 'SH', 'KANARI-ID-77341'),
          textElement(0x0010_0010, 'PN', NAME),
          textElement(0x0010_0020, 'LO', 'KANARI-ID-77341'),
          textElement(0x0010_1040, 'LO', 'KANARIGASSE 7'),
          textElement(0x0020_000d, 'UI', '1.2.3.4.5'),
        ],
        IMPLICIT_LITTLE,
      );
      const answer = (status: number, dataSet: Uint8Array | null): void => {
        const response: Command = {
          commandField: command.commandField | 0x8000,
          hasDataSet: dataSet !== null,
          status,
          errorComment: `Looked for ${NAME}`,
          ...(command.messageId === undefined ? {} : { respondedMessageId: command.messageId }),
          ...(command.affectedSopClassUid === undefined ? {} : { affectedSopClassUid: command.affectedSopClassUid }),
        };
        for (const pdu of messageToPdus({ contextId, command: response, dataSet }, 16384))
          tell(side.socket, 'archive', encodePdu(pdu));
      };
      answer(0xff00, patient);
      answer(0xff00, patient);
      answer(0, null);
    },
  })(socket, number);
}

/** A web archive that shows whom it has: in its title, its search and its errors. */
function carelessWeb(socket: net.Socket): void {
  const study = { '00100010': { vr: 'PN', Value: [{ Alphabetic: NAME }] }, '0020000D': { vr: 'UI', Value: ['1.2.3'] } };
  let heard = '';
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1');
    if (!heard.startsWith('GET ')) return void socket.end(`HTTP/1.1 400 Bad Request\r\nServer: ${CONTROL}\r\n\r\n`);
    for (;;) {
      const end = heard.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      const [, target = '/'] = heard.slice(0, end).split(' ');
      heard = heard.slice(end + 4);
      const [status, type, body] = target.startsWith('/dicom-web/studies')
        ? target.includes('StudyInstanceUID')
          ? ['200 OK', 'application/dicom+json', '[]']
          : ['200 OK', 'application/dicom+json', JSON.stringify([study])]
        : target === '/'
          ? ['200 OK', 'text/html', `<title>Worklist: ${NAME} at 9</title>`]
          : ['404 Not Found', 'application/json', JSON.stringify({ error: `no ${target} for PatientName=${NAME}` })];
      const head = `HTTP/1.1 ${status}\r\nServer: ${CONTROL}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nX-Patient: ${NAME}\r\n\r\n`;
      tell(socket, 'web', Buffer.from(head + body, 'latin1'));
    }
  });
}

/** An interface engine that pushes an admission to whoever connects, as HL7 v2 over MLLP; segments end with a carriage return. */
function carelessEngine(socket: net.Socket): void {
  const message = [
    'MSH|^~\\&|RIS|LAKE|MOD|LAKE|20261123||ADT^A01|1|P|2.5',
    `PID|1||KANARI-ID-77341^^^LAKE||${NAME}||19500101|F|||KANARIGASSE 7`,
  ].join('\r');
  tell(socket, 'engine', Buffer.from(`\v${message}\r\u001c\r`, 'latin1'));
  socket.resume();
}

/** A console that greets with what it shows. */
function carelessConsole(socket: net.Socket): void {
  tell(socket, 'console', Buffer.from(`${CONTROL} ready, Patient Name: ${NAME}\r\n`, 'latin1'));
  socket.resume();
}

/** The canaries in some bytes, also as UTF-16, hexadecimal and base64. */
function found(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const lower = text.toLowerCase();
  return CANARIES.filter((canary) => {
    const inHex = Buffer.from(canary).toString('hex');
    const inBase64 = [0, 1, 2].map((shift) =>
      Buffer.from(`${'.'.repeat(shift)}${canary}`)
        .toString('base64')
        .slice(shift === 0 ? 0 : 4, -4),
    );
    return (
      lower.includes(canary.toLowerCase()) ||
      lower.includes(inHex) ||
      inBase64.some((part) => text.includes(part)) ||
      bytes.includes(Buffer.from(canary, 'utf16le'))
    );
  });
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

const runProgram = promisify(execFile);

let folder: string;
let data: string;
let report: string;
let asked: Ended;
let full: Ended;
let words: Ended;
let server: Ended;
const answers = new Map<string, string>();
const peers: FakePeer[] = [];
let ports: Record<'archive' | 'web' | 'engine' | 'console', number>;

beforeAll(async () => {
  folder = ownFolder();
  data = path.join(folder, 'data');
  report = path.join(folder, 'report');
  const [archive, web, engine, screen] = await Promise.all([
    fakePeer(carelessArchive, ADDRESS),
    fakePeer(carelessWeb, ADDRESS),
    fakePeer(carelessEngine, ADDRESS),
    fakePeer(carelessConsole, ADDRESS),
  ]);
  peers.push(archive, web, engine, screen);
  ports = { archive: archive.port, web: web.port, engine: engine.port, console: screen.port };
  const list = path.join(folder, 'list.csv');
  writeFileSync(
    list,
    [
      'Device,Maker,Model,IP address,AE title,Operating system,Location,Owner,Patient name,Patient ID,Remarks',
      `${LISTED},Marlin,Echo 9,${ADDRESS},WITNESS,Windows 7,Room 3,Radiology,${NAME},KANARI-ID-77341,${NAME} lies there`,
      `CT of ${NAME},Alder,Helix,127.90.4.2,CT9,${NAME},"${NAME}^^",Patient Name: ${NAME},${NAME},KANARI-ID-77341,KANARIGASSE`,
    ].join('\n'),
  );

  const serving = await startServer(data, { env: { DOSIMETER_DEBUG: '1' } });
  const common = ['--data', data, '--ports', Object.values(ports).join(','), '--authority', 'the test'];
  const quick = ['--per-host-interval', '0', '--timeout', '500', '--vantage', 'a bench'];
  const assess = ['assess', '--network', ADDRESS, '--import', list, '--out', report, '--json', ...common, ...quick];
  asked = await run(assess, { cwd: folder });
  const authority = ['--owner', 'The owner', '--document', 'a'.repeat(64), '--expires', '2099-01-01T00:00:00Z'];
  await run(['clearance', 'add', ADDRESS, '--level', 'full', ...authority, '--data', data]);
  full = await run(['scan', ADDRESS, '--clearance', 'full', '--json', ...common, ...quick]);
  words = await run(['scan', ADDRESS, ...common, ...quick]);
  await readApi();
  server = await serving.stop();
  const kept = await run(['backup', path.join(folder, 'all.backup'), '--data', data]);
  expect(kept.status).toBe(0);
}, 120_000);

afterAll(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  await endAll();
});

/** Every answer of the API to a GET, lists first and then what they name. */
async function readApi(): Promise<void> {
  const ask = async (route: string) => {
    const { status, body } = await getLocal(data, route);
    if (status === 200) answers.set(route, body);
    return body;
  };
  const spec = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(JSON.parse(await ask('/api/v1/openapi.json')));
  const routes = Object.entries(spec.paths)
    .filter(([, methods]) => 'get' in methods)
    .map(([route]) => (route.startsWith('/api/v1') ? route : `/api/v1${route}`));
  const ids = new Map<string, string[]>();
  for (const route of routes.filter((each) => !each.includes('{'))) {
    const list = z.object({ items: z.array(z.object({ id: z.string() })) }).safeParse(jsonOf(await ask(route)));
    ids.set(
      route,
      (list.data?.items ?? []).map(({ id }) => id),
    );
  }
  for (const route of routes.filter((each) => each.includes('{'))) {
    const [list = '', rest = ''] = route.split(/\/\{[^}]+\}/);
    for (const id of ids.get(list) ?? []) await ask(`${list}/${encodeURIComponent(id)}${rest}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

describe('patients who came over the wire and in a list', () => {
  test('were really sent by every peer, and their answers were taken', () => {
    expect([asked.status, full.status, words.status, server.status]).toEqual([0, 0, 0, 0]);
    expect([...sent.keys()].sort()).toEqual(['archive', 'console', 'engine', 'web']);
    const endpoints = (ended: Ended) =>
      new Map(documents.scanDocument.parse(JSON.parse(ended.stdout)).endpoints.map((each) => [each.port, each]));
    const proven = endpoints(full);
    expect(proven.get(ports.archive)).toMatchObject({ exposure: 'E7', query: 'executed' });
    expect(proven.get(ports.web)).toMatchObject({ web: 'W5' });
    const assessment = documents.assessmentDocument.parse(JSON.parse(asked.stdout));
    const first = new Map(assessment.scan?.endpoints.map((each) => [each.port, each]));
    expect(first.get(ports.archive)).toMatchObject({ query: 'executed', worklist: 'executed' });
    expect(first.get(ports.web)).toMatchObject({ web: 'W4' });
    expect(first.has(ports.engine) && first.has(ports.console)).toBe(true);
    expect(assessment.imports?.files[0]?.accepted).toBe(2);
  });

  test('are in no file of the data folder, the log of the database included', () => {
    const files = filesUnder(data);
    expect(files.some((file) => file.includes('pg_wal'))).toBe(true);
    const holding = (needle: string) => files.filter((file) => readFileSync(file).includes(needle));
    expect(holding(CONTROL).some((file) => file.includes('pg_wal'))).toBe(true);
    expect(holding(CONTROL).some((file) => !file.includes('pg_wal'))).toBe(true);
    expect(files.filter((file) => found(readFileSync(file)).length > 0)).toEqual([]);
  });

  test('are in no row of the database, compressed ones included', () => {
    const rows = gunzipSync(readFileSync(path.join(folder, 'all.backup')));
    for (const kept of [CONTROL, LISTED]) expect(rows.includes(kept)).toBe(true);
    for (const line of rows.toString('latin1').split('\n'))
      expect({ row: line.slice(0, 40), found: found(Buffer.from(line, 'latin1')) }).toMatchObject({ found: [] });
  });

  test('are in no file of the report', async () => {
    const files = filesUnder(report);
    expect(files.map((file) => path.basename(file)).sort()).toEqual([
      'actions.csv',
      'facts.jsonl',
      'index.html',
      'register.csv',
      'register.json',
      'report.pdf',
    ]);
    for (const file of files) expect({ file, found: found(readFileSync(file)) }).toEqual({ file, found: [] });
    for (const name of ['facts.jsonl', 'index.html', 'register.json'])
      expect(readFileSync(path.join(report, name), 'utf8')).toContain(CONTROL);
    const pdf = await runProgram('pdftotext', [path.join(report, 'report.pdf'), '-']).catch(() => null);
    if (pdf) {
      expect(pdf.stdout).toContain(LISTED);
      expect(found(Buffer.from(pdf.stdout))).toEqual([]);
    }
  });

  test('are in nothing that was printed or logged', () => {
    for (const text of [asked.stdout, full.stdout, words.stdout]) expect(text).toContain(CONTROL);
    for (const ended of [asked, full, words, server])
      expect(found(Buffer.from(ended.stdout + ended.stderr))).toEqual([]);
  });

  test('are in no answer of the API', () => {
    const routes = [...answers.keys()];
    for (const part of ['/devices/', '/scans/', '/findings', '/audit', '/overview'])
      expect(routes.some((route) => route.includes(part))).toBe(true);
    expect([...answers.values()].some((body) => body.includes(CONTROL))).toBe(true);
    const leaking = [...answers].filter(([, body]) => found(Buffer.from(body, 'latin1')).length > 0);
    expect(leaking.map(([route]) => route)).toEqual([]);
  });

  test('would be found: the search sees a name in every guise', () => {
    for (const guise of [
      Buffer.from(`x${NAME.toLowerCase()}y`),
      Buffer.from(NAME, 'utf16le'),
      Buffer.from(Buffer.from(NAME).toString('hex')),
      ...['', 'a', 'ab'].map((before) => Buffer.from(Buffer.from(`${before}${NAME}...`).toString('base64'))),
    ])
      expect(found(guise)).toContain(FAMILY);
    expect(found(Buffer.from(createHash('sha256').update(NAME).digest('hex')))).toEqual([]);
  });
});
