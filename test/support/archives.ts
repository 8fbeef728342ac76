// Real archives for the tests of asking them: an Orthanc with its DICOMweb plugin and a dcmqrscp, filled by storescu with objects that a
// test made. They listen on free ports, answer the caller that is named alone, and end with `stop`.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { encodePart10, type Part10, textElement } from '#wire/dicom/index.ts';

const run = promisify(execFile);
const EXPLICIT = '1.2.840.10008.1.2.1';
const PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';

/** The family name of every patient here. */
export const CANARY = 'ZZARCHIVKANARI';

/** The caller that the archives know. */
export const CALLER = 'DOSIMETER';

/** One image of an exam. */
export interface Exam {
  readonly study: string;
  /** YYYYMMDD */
  readonly date: string;
  readonly modality: string;
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly station: string;
  readonly software: string;
  /** What follows the family name in the ID of the patient; one patient for all where it is left out. */
  readonly patient?: string;
}

export interface RealArchive {
  readonly title: string;
  readonly port: number;
  /** Address of DICOMweb, null when it has none. */
  readonly web: string | null;
  store(exams: readonly Exam[]): Promise<void>;
  stop(): Promise<void>;
}

const SOP: Readonly<Record<string, string>> = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
  SR: '1.2.840.10008.5.1.4.1.1.88.33',
};

/** The object of an exam, as a file. */
function objectOf(exam: Exam, number: number): Part10 {
  const sop = SOP[exam.modality] ?? '';
  const instance = `${exam.study}.1.${number}`;
  const texts: readonly (readonly [number, string, string])[] = [
    [0x00080008, 'CS', 'ORIGINAL\\PRIMARY'],
    [0x00080016, 'UI', sop],
    [0x00080018, 'UI', instance],
    [0x00080020, 'DA', exam.date],
    [0x00080030, 'TM', '101500'],
    [0x00080050, 'SH', `${CANARY}-A${number}`],
    [0x00080060, 'CS', exam.modality],
    [0x00080070, 'LO', exam.vendor],
    [0x00080090, 'PN', `${CANARY}^DOCTOR`],
    [0x00081010, 'SH', exam.station],
    [0x00081030, 'LO', `Exam of ${CANARY}`],
    [0x00081090, 'LO', exam.model],
    [0x00100010, 'PN', `${CANARY}^QUINCY`],
    [0x00100020, 'LO', `${CANARY}-${exam.patient ?? '4711'}`],
    [0x00100030, 'DA', '19410203'],
    [0x00181000, 'LO', exam.serial],
    [0x00181020, 'LO', exam.software],
    [0x0020000d, 'UI', exam.study],
    [0x0020000e, 'UI', `${exam.study}.1`],
    [0x00200010, 'SH', '1'],
    [0x00200011, 'IS', '1'],
    [0x00200013, 'IS', String(number)],
  ];
  return {
    preamble: null,
    meta: [
      textElement(0x00020002, 'UI', sop),
      textElement(0x00020003, 'UI', instance),
      textElement(0x00020010, 'UI', EXPLICIT),
    ],
    transferSyntaxUid: EXPLICIT,
    dataSet: texts.map(([tag, vr, text]) => textElement(tag, vr, text)),
  };
}

/** What is missing for an archive, in words; null when nothing is. */
export function archiveMissing(kind: 'orthanc' | 'dcmqrscp'): string | null {
  const wanted = kind === 'orthanc' ? ['Orthanc', 'storescu'] : ['dcmqrscp', 'storescu'];
  const missing = wanted.filter(
    (program) => !['/usr/bin', '/usr/sbin', '/usr/local/bin'].some((f) => existsSync(path.join(f, program))),
  );
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  return kind === 'orthanc' && !existsSync(PLUGIN) ? 'not installed: orthanc-dicomweb' : null;
}

/** An Orthanc that answers its known caller and loopback alone. */
export async function startOrthanc(): Promise<RealArchive> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-orthanc-'));
  const [port, web] = [await freePort(), await freePort()];
  const settings = {
    StorageDirectory: path.join(folder, 'db'),
    IndexDirectory: path.join(folder, 'db'),
    DicomAet: 'ORTHANC',
    DicomPort: port,
    DicomCheckCalledAet: true,
    DicomCheckModalityHost: true,
    DicomAlwaysAllowEcho: false,
    DicomAlwaysAllowStore: false,
    DicomModalities: { caller: [CALLER, '127.0.0.1', 104] },
    HttpPort: web,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    Plugins: [PLUGIN],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
  };
  writeFileSync(path.join(folder, 'orthanc.json'), JSON.stringify(settings));
  const child = spawn('Orthanc', [path.join(folder, 'orthanc.json')], { stdio: 'ignore' });
  return archiveOf(child, folder, { title: 'ORTHANC', port, web: `http://127.0.0.1:${web}/dicom-web` });
}

/** A dcmqrscp that answers its known caller alone. */
export async function startDcmqrscp(): Promise<RealArchive> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-dcmqrscp-'));
  const port = await freePort();
  mkdirSync(path.join(folder, 'db'));
  const lines = [
    `NetworkTCPPort  = ${port}`,
    'MaxPDUSize      = 16384',
    'MaxAssociations = 4',
    'HostTable BEGIN',
    `caller = (${CALLER}, localhost, 104)`,
    'HostTable END',
    'VendorTable BEGIN',
    'VendorTable END',
    'AETable BEGIN',
    `ARCHIVE ${path.join(folder, 'db')} RW (500, 1024mb) caller`,
    'AETable END',
  ];
  writeFileSync(path.join(folder, 'dcmqrscp.cfg'), `${lines.join('\n')}\n`);
  const child = spawn('dcmqrscp', ['-c', path.join(folder, 'dcmqrscp.cfg')], { stdio: 'ignore' });
  return archiveOf(child, folder, { title: 'ARCHIVE', port, web: null });
}

async function archiveOf(
  child: ChildProcess,
  folder: string,
  place: Pick<RealArchive, 'title' | 'port' | 'web'>,
): Promise<RealArchive> {
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    const hurry = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(hurry);
    rmSync(folder, { recursive: true, force: true });
  };
  let stored = 0;
  const store = async (exams: readonly Exam[]) => {
    const files = exams.map((exam) => {
      const file = path.join(folder, `object-${stored}.dcm`);
      writeFileSync(file, encodePart10(objectOf(exam, stored++)));
      return file;
    });
    await run('storescu', ['-aet', CALLER, '-aec', place.title, '127.0.0.1', String(place.port), ...files], {
      timeout: 60_000,
    });
  };
  try {
    await listening(place.port);
    return { ...place, store, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const up = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The archive does not come up.');
}

/** A free port below those that the system gives to callers: whoever tries a port of that range may reach itself. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const isFree = await new Promise<boolean>((resolve) => {
      const server = net.createServer();
      server.once('error', () => resolve(false));
      server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
  throw new Error('No port is free.');
}
