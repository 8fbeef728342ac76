// What was seen of a device that does not go with an answer of its maker's MDS2 (ANSI/NEMA HN 1-2019, section 5): one check for each
// question that traffic, scans or lists can speak to, with a setting beside where one shows the same.
import type { DeviceSnapshot, Promises } from '#inventory/model.ts';
import { whereOf } from './draft.ts';
import type { PromiseCheck, Seen } from './promise-check.ts';
import type { SnapshotService } from './review.ts';
import { listeningBeside, settingSeen } from './settings-seen.ts';

/** The checks that a scan, traffic or a list can speak to. */
export const PROMISE_CHECKS: readonly PromiseCheck[] = [
  {
    question: 'TXCF-2',
    promised: 'yes',
    group: 'in clear',
    title: 'Patient data travels unencrypted, although its maker says it is encrypted',
    state: 'confirmed',
    sureness: 0.95,
    seen: plainPatientData,
  },
  {
    question: 'TXCF-5',
    promised: 'yes',
    group: 'in clear',
    title: 'A secure way to send exists, says its maker, and is not in use',
    state: 'potential',
    sureness: 0.9,
    seen: plainPatientData,
  },
  {
    question: 'CONN-7',
    promised: 'yes',
    group: 'in clear',
    title: 'It can encrypt, says its maker, and speaks in clear',
    state: 'potential',
    sureness: 0.9,
    seen: plainPatientData,
  },
  {
    question: 'SAHD-9',
    promised: 'yes',
    title: 'Services run that its maker says are off',
    state: 'potential',
    sureness: 0.9,
    seen: (device) => [...named(device, NEEDLESS), ...weak(device, ['telnet', 'ftp', 'vnc'])],
  },
  {
    question: 'SAHD-7',
    promised: 'yes',
    title: 'File shares answer that its maker says are off',
    state: 'potential',
    sureness: 0.7,
    seen: (device, _, now) => [
      ...named(device, ['smb']),
      ...weak(device, ['smb1', 'smb-unsigned']),
      ...settingSeen(device, 'smb1', { values: ['on'], now }),
    ],
  },
  {
    question: 'SAHD-8',
    promised: 'yes',
    title: "Ports are open that are not on its maker's list",
    state: 'potential',
    sureness: 0.8,
    seen: unlistedPorts,
  },
  {
    question: 'AUTH-1',
    promised: 'yes',
    title: 'It serves strangers, although its maker says that it keeps them out',
    state: 'confirmed',
    sureness: 0.95,
    seen: (device) =>
      scanned(
        device,
        ({ endpoint }) => endpoint.query === 'executed' || endpoint.worklist === 'executed',
        (where) => `${where} answered a search for patients by a stranger`,
      ),
  },
  {
    question: 'NAUT-1',
    promised: 'yes',
    title: 'It speaks with systems that it does not know, although its maker says otherwise',
    state: 'potential',
    sureness: 0.85,
    seen: strangers,
  },
  {
    question: 'TXCF-4',
    promised: 'yes',
    title: 'Strangers may connect, although its maker says that only proven systems can',
    state: 'potential',
    sureness: 0.85,
    seen: strangers,
  },
  {
    question: 'NAUT-3',
    promised: 'yes',
    title: 'It asks for no certificate, although its maker says that it checks them',
    state: 'potential',
    sureness: 0.8,
    seen: (device) =>
      scanned(
        device,
        ({ endpoint }) => endpoint.protocol === 'dicom' && endpoint.echo === true && !endpoint.tls.mutual,
        (where) => `${where} took a DICOM association without a certificate`,
      ),
  },
  {
    question: 'CONN-4',
    promised: 'no',
    title: 'It speaks with the internet, although its maker says that it does not',
    state: 'confirmed',
    sureness: 0.9,
    seen: internet,
  },
  {
    question: 'RMOT-1',
    promised: 'no',
    title: 'Remote control is in use, although its maker says that there is none',
    state: 'potential',
    sureness: 0.85,
    seen: (device, _, now) => [
      ...device.remoteServices.map(({ name, facts, observedAt }) => ({
        text: `On ${observedAt.slice(0, 10)} it was in touch with ${name}`,
        facts,
        source: { name: 'Traffic', asOf: observedAt },
      })),
      ...named(device, ['rdp', 'vnc']),
      ...weak(device, ['vnc']),
      ...settingSeen(device, 'rdp', { values: ['nla', 'open'], now }),
      ...settingSeen(device, 'remoteService', { values: ['signed', 'unsigned', 'unvouched'], now }),
    ],
  },
];

const NEEDLESS = ['telnet', 'ftp', 'tftp', 'rlogin', 'rsh', 'rexec', 'x11'];

function plainPatientData(device: DeviceSnapshot): Seen[] {
  const wire = device.onWire
    .filter(({ isPlain, protocol }) => isPlain && (protocol === 'dicom' || protocol === 'hl7'))
    .map(({ address, port, protocol, observedAt, facts }) => ({
      text: `On ${observedAt.slice(0, 10)} port ${port} of ${address} spoke ${protocol === 'hl7' ? 'HL7' : 'DICOM'} without encryption`,
      facts,
      source: { name: 'Traffic', asOf: observedAt },
    }));
  const looked = scanned(
    device,
    ({ endpoint }) => endpoint.protocol === 'dicom' && endpoint.transport === 'tcp' && endpoint.echo === true,
    (where) => `${where} took a DICOM association without encryption`,
  );
  return [...wire, ...looked];
}

function strangers(device: DeviceSnapshot): Seen[] {
  return scanned(
    device,
    ({ endpoint }) =>
      endpoint.protocol === 'dicom' && endpoint.echo === true && endpoint.titles.calling === 'unchecked',
    (where) => `${where} took a DICOM association from a name that it cannot know`,
  );
}

function internet(device: DeviceSnapshot): Seen[] {
  return device.internet
    .filter(({ direction }) => direction === 'out')
    .map(({ address, publicAddress, port, observedAt, facts }) => ({
      text: `On ${observedAt.slice(0, 10)} ${address} opened a connection to port ${port} of ${publicAddress}`,
      facts,
      source: { name: 'Traffic', asOf: observedAt },
    }));
}

function named(device: DeviceSnapshot, services: readonly string[]): Seen[] {
  return scanned(
    device,
    ({ endpoint }) => endpoint.service !== null && services.includes(endpoint.service),
    (where, { endpoint }) => `${where} answered as ${endpoint.service ?? ''}`,
  );
}

function weak(device: DeviceSnapshot, weaknesses: readonly string[]): Seen[] {
  return device.onWire.flatMap((service) =>
    service.weaknesses
      .filter((weakness) => weaknesses.includes(weakness))
      .map((weakness) => ({
        text: `On ${service.observedAt.slice(0, 10)} port ${service.port} of ${service.address} was used by ${WORDS[weakness] ?? weakness}`,
        facts: service.facts,
        source: { name: 'Traffic', asOf: service.observedAt },
      })),
  );
}

const WORDS: Readonly<Record<string, string>> = {
  telnet: 'telnet',
  ftp: 'FTP',
  vnc: 'VNC',
  smb1: 'SMB 1',
  'smb-unsigned': 'SMB',
};

/** Ports that answered and stand in no note of the maker about ports; without such a note, what people say of them. */
function unlistedPorts(device: DeviceSnapshot, { answers }: Promises, now: string): Seen[] {
  const listed = new Set(
    answers
      .filter(({ sameAs }) => sameAs === 'CONN-2' || sameAs === 'SAHD-8')
      .flatMap(({ note }) => portsIn(note ?? '')),
  );
  const said = settingSeen(device, 'ports', { values: ['more'], now });
  if (listed.size === 0) return said;
  const scan = scanned(
    device,
    ({ endpoint }) => !listed.has(endpoint.port),
    (where) => `${where} took a connection; its maker lists ${[...listed].sort((a, b) => a - b).join(', ')}`,
  );
  return [...scan, ...listeningBeside(device, listed), ...said];
}

/** Numbers of ports in a sentence that speaks of ports. */
export function portsIn(text: string): number[] {
  if (!/\bports?\b|\btcp\b|\budp\b/i.test(text)) return [];
  const plain = text.replace(
    /\d{1,3}(?:\.\d{1,3}){1,3}|\b(?:19|20)\d\d-\d\d-\d\d\b|\b(?:tls|version|v|rev\.?|note)\s*\d[\d.]*/gi,
    ' ',
  );
  return [...plain.matchAll(/\b\d{2,5}\b/g)]
    .map(([number]) => Number(number))
    .filter((port) => port > 19 && port < 65_536);
}

function scanned(
  { services }: DeviceSnapshot,
  applies: (service: SnapshotService) => boolean,
  words: (where: string, service: SnapshotService) => string,
): Seen[] {
  return services.filter(applies).map((service) => ({
    text: words(`On ${service.observedAt.slice(0, 10)} ${whereOf(service)}`, service),
    facts: service.facts,
    source: { name: 'Scan', asOf: service.observedAt },
  }));
}
