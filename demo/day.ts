// A moment of the demo centre's day: its devices really speak with each other, from their own addresses, and what passes is recorded.
// There is one patient, made up and named so, and nobody keeps it.
import { randomUid, systemRandom, Unavailable } from '#kit/index.ts';
import { type DataElement, type DataSet, SOP_CLASS, textElement } from '#wire/dicom/index.ts';
import { MllpStream } from '#wire/hl7/index.ts';
import { DEVICES, type DemoDevice } from './centre.data.ts';
import { callDicom, type DicomRequest } from './dicom-caller.ts';
import { pcapOf } from './pcap.ts';
import { type Line, type Recorded, recordLine } from './recorded-line.ts';

/** The patient who is not there. */
export const DEMO_PATIENT = { name: 'DEMO^PATIENT', id: 'DEMO-0001' } as const;

/** Longest that all of them together may take. */
const WHOLE_MS = 2000;
const ROWS = 64;

const ECHO: DicomRequest = { command: 'cEcho', sopClass: SOP_CLASS.verification, dataSet: null };

type Ask = (caller: DemoDevice) => DicomRequest;

/** Who calls whom for what. */
const CALLS: readonly { readonly from: string; readonly to: string; readonly asks: readonly Ask[] }[] = [
  { from: 'CT1', to: 'WORKLIST', asks: [worklist] },
  { from: 'MR1', to: 'WORKLIST', asks: [worklist] },
  { from: 'CT1', to: 'LAKEPACS', asks: [image, image] },
  { from: 'CT2', to: 'LAKEPACS', asks: [image] },
  { from: 'MR1', to: 'LAKEPACS', asks: [image] },
  { from: 'READ1', to: 'LAKEPACS', asks: [() => ECHO, studies] },
  { from: 'US_A', to: 'OLDPACS', asks: [() => ECHO] },
];

/** A laptop in the waiting room: it finds an archive, and the console of a CT that shows its screen before a sign-in. */
const GUEST = {
  title: 'LAPTOP',
  host: 40,
  to: { archive: 'OLDPACS', console: 'CT1' },
  desktopPort: 3389,
  implementation: '2.25.170141183460469231731687303715884105727',
} as const;
/** What a remote desktop client says first (MS-RDPBCGR 2.2.1.1), without a cookie. */
const DESKTOP_HELLO = Uint8Array.of(3, 0, 0, 19, 14, 224, 0, 0, 0, 0, 0, 1, 0, 8, 0, 3, 0, 0, 0);

/** The network of the guests beside that of the devices: the same but for its third part. */
export function guestNetwork(network: string): string {
  const [first = '127', second = '77'] = network.split('.');
  return `${first}.${second}.200.`;
}

async function guestCalls(network: string, signal: AbortSignal): Promise<Recorded[]> {
  const [archive, console] = [speaking(GUEST.to.archive), speaking(GUEST.to.console)];
  const from = guestNetwork(network) + GUEST.host;
  const ends = (host: number, port: number) => ({ from, to: network + host, port, signal });
  const itself = {
    title: GUEST.title,
    implementationClassUid: GUEST.implementation,
    implementationVersionName: 'TRYOUT',
  };
  const call = { caller: { ...archive.settings, ...itself }, called: GUEST.to.archive, requests: [ECHO] };
  return [
    await recordLine(ends(archive.device.host, archive.port), (line) => callDicom(line, call)),
    await recordLine(ends(console.device.host, GUEST.desktopPort), async (line) => line.say(DESKTOP_HELLO)),
  ];
}

/** Holds the conversations on a network where the centre is up, and gives the capture. Throws Unavailable when one fails. */
export async function overhear(network: string): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(WHOLE_MS);
  const connections: Recorded[] = [];
  for (const { from, to, asks } of CALLS) {
    const [caller, called] = [speaking(from), speaking(to)];
    const ends = { from: network + caller.device.host, to: network + called.device.host, port: called.port, signal };
    const requests = asks.map((ask) => ask(caller.device));
    const call = { caller: caller.settings, called: to, requests };
    connections.push(await recordLine(ends, (line) => callDicom(line, call)));
  }
  const [workstation, worklistServer] = [speaking('READ1').device, speaking('WORKLIST').device];
  const port = worklistServer.services.find(({ speaks }) => speaks.kind === 'hl7')?.port ?? 0;
  const ends = { from: network + workstation.host, to: network + worklistServer.host, port, signal };
  connections.push(await recordLine(ends, sendReport));
  connections.push(...(await guestCalls(network, signal)));
  return pcapOf(connections);
}

/** The device of a title, with what it says of itself and where it listens. */
function speaking(title: string) {
  for (const device of DEVICES) {
    for (const { port, speaks } of device.services)
      if (speaks.kind === 'dicom' && speaks.settings.title === title)
        return { device, port, settings: speaks.settings };
  }
  throw new Unavailable(`The demo has no device with the title ${title}.`);
}

function today(): string {
  return new Date().toISOString().slice(0, 10).replaceAll('-', '');
}

/** Today's exams of the caller (PS3.4 K.6.1). */
function worklist({ modality, title }: DemoDevice): DicomRequest {
  const step = [
    textElement(0x00080060, 'CS', modality),
    textElement(0x00400001, 'AE', title),
    textElement(0x00400002, 'DA', today()),
  ];
  const dataSet: DataSet = [
    textElement(0x00100010, 'PN', ''),
    textElement(0x00100020, 'LO', ''),
    { tag: 0x00400100, vr: 'SQ', value: { kind: 'items', items: [step] } },
  ];
  return { command: 'cFind', sopClass: SOP_CLASS.modalityWorklist, dataSet };
}

/** The studies of the patient (PS3.4 C.6.2.1). */
function studies(): DicomRequest {
  const dataSet = [
    textElement(0x00080052, 'CS', 'STUDY'),
    textElement(0x00100010, 'PN', DEMO_PATIENT.name),
    textElement(0x0020000d, 'UI', ''),
  ];
  return { command: 'cFind', sopClass: SOP_CLASS.studyRootFind, dataSet };
}

/** A gray wedge that names the machine which made it. */
function image({ modality, vendor, model, serial, title }: DemoDevice): DicomRequest {
  const sopClass = modality === 'MR' ? SOP_CLASS.mrImage : SOP_CLASS.ctImage;
  const instance = randomUid(systemRandom);
  const pixels = Uint16Array.from({ length: ROWS * ROWS }, (_, at) => (at % ROWS) * 16);
  const dataSet: DataSet = [
    textElement(0x00080008, 'CS', ['ORIGINAL', 'PRIMARY', 'AXIAL']),
    textElement(0x00080016, 'UI', sopClass),
    textElement(0x00080018, 'UI', instance),
    textElement(0x00080020, 'DA', today()),
    textElement(0x00080060, 'CS', modality),
    textElement(0x00080070, 'LO', vendor),
    textElement(0x00081010, 'SH', title),
    textElement(0x00081090, 'LO', model),
    textElement(0x00100010, 'PN', DEMO_PATIENT.name),
    textElement(0x00100020, 'LO', DEMO_PATIENT.id),
    textElement(0x00181000, 'LO', serial),
    textElement(0x0020000d, 'UI', randomUid(systemRandom)),
    textElement(0x0020000e, 'UI', randomUid(systemRandom)),
    number(0x00280002, 1),
    textElement(0x00280004, 'CS', 'MONOCHROME2'),
    ...[0x00280010, 0x00280011].map((tag) => number(tag, ROWS)),
    ...[0x00280100, 0x00280101].map((tag) => number(tag, 16)),
    number(0x00280102, 15),
    number(0x00280103, 0),
    { tag: 0x7fe00010, vr: 'OW', value: { kind: 'bytes', bytes: new Uint8Array(pixels.buffer) } },
  ];
  return { command: 'cStore', sopClass, instance, dataSet };
}

function number(tag: number, value: number): DataElement {
  return { tag, vr: 'US', value: { kind: 'bytes', bytes: Uint8Array.of(value & 0xff, value >>> 8) } };
}

/** A report goes to the information system (HL7 v2.5.1, ORU^R01), which acknowledges it. */
async function sendReport(line: Line): Promise<void> {
  const segments = [
    `MSH|^~\\&|READ1|LAKESIDE|WORKLIST|LAKESIDE|${today()}||ORU^R01|DEMO-1|P|2.5.1`,
    `PID|1||${DEMO_PATIENT.id}||${DEMO_PATIENT.name}`,
    'OBR|1|||CT^CT of the chest',
    'OBX|1|TX|REPORT||Made up for the demo.||||||F',
  ];
  line.say(Buffer.from(`\x0b${segments.join('\r')}\r\x1c\r`, 'latin1'));
  const frames = new MllpStream();
  for (;;) {
    const bytes = await line.hear();
    if (bytes === null) throw new Unavailable('WORKLIST hung up before it acknowledged a report.');
    if (frames.push(bytes).length > 0) return;
  }
}
