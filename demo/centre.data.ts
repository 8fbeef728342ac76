// The imaging centre of the demo, with the truth of each service: what it lets strangers do, and the rung that proves it.
// Every name is made up; it has no patients.
import { SOP_CLASS } from '#wire/dicom/index.ts';
import type { SpeakerSettings } from './dicom-speaker.ts';

export type ServiceKind =
  | { readonly kind: 'dicom'; readonly settings: SpeakerSettings; readonly tls?: 'server' | 'mutual' }
  | { readonly kind: 'web'; readonly pages: 'archive' | 'viewer' | 'gateway'; readonly tls?: 'expired' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'hl7' }
  | { readonly kind: 'banner'; readonly text: string };

export interface DemoService {
  readonly port: number;
  readonly speaks: ServiceKind;
  /** The rung that a scan with clearance `query` and the inventory's titles must find; null when it is on no ladder. */
  readonly expected: { readonly exposure: string | null; readonly web: string | null };
}

export interface DemoDevice {
  /** Last part of its address. */
  readonly host: number;
  readonly name: string;
  readonly modality: string;
  readonly vendor: string;
  readonly model: string;
  readonly serial: string;
  readonly os: string;
  readonly location: string;
  readonly owner: string;
  readonly criticality: number;
  readonly title: string;
  /** As the list names it, where it does. */
  readonly hostName?: string;
  /** Programs as the list names them. */
  readonly software?: readonly string[];
  readonly services: readonly DemoService[];
}

const IMPLEMENTATION_ROOT = '2.25.170141183460469231731687303715884105';
const ECHO = [SOP_CLASS.verification];
const QUERY = [SOP_CLASS.patientRootFind, SOP_CLASS.studyRootFind];
const RETRIEVE = [SOP_CLASS.studyRootMove, SOP_CLASS.studyRootGet];
const STORE = [SOP_CLASS.secondaryCapture, SOP_CLASS.ctImage, SOP_CLASS.mrImage];

function dicom(
  port: number,
  exposure: string,
  settings: Pick<SpeakerSettings, 'title' | 'services'> &
    Partial<SpeakerSettings> & {
      readonly version: string;
      /** The last part of its class UID; or that of a toolkit, which then shows itself as it would. */
      readonly number: number | string;
    },
  tls?: 'server' | 'mutual',
): DemoService {
  const { version, number, ...rest } = settings;
  return {
    port,
    speaks: {
      kind: 'dicom',
      ...(tls ? { tls } : {}),
      settings: {
        callers: null,
        checksCalled: false,
        ...rest,
        implementationClassUid: typeof number === 'string' ? number : `${IMPLEMENTATION_ROOT}${number}`,
        implementationVersionName: version,
      },
    },
    expected: { exposure, web: null },
  };
}

function silent(port: number): DemoService {
  return { port, speaks: { kind: 'silent' }, expected: { exposure: 'E1', web: null } };
}

/** The devices, in the order of the inventory list. */
export const DEVICES: readonly DemoDevice[] = [
  {
    host: 11,
    name: 'CT 1',
    modality: 'CT',
    vendor: 'Northwind Medical',
    model: 'Helix 64',
    serial: 'HX64-0117',
    os: 'Windows 7 SP1',
    location: 'Room 1',
    owner: 'Radiology',
    criticality: 5,
    title: 'CT1',
    hostName: 'CT1-CONSOLE',
    services: [dicom(11112, 'E4', { title: 'CT1', services: ECHO, version: 'HELIX_41', number: 1 }), silent(3389)],
  },
  {
    host: 12,
    name: 'CT 2',
    modality: 'CT',
    vendor: 'Northwind Medical',
    model: 'Helix 128',
    serial: 'HX128-0042',
    os: 'Windows 10 IoT Enterprise LTSC 2021',
    location: 'Room 2',
    owner: 'Radiology',
    criticality: 5,
    title: 'CT2',
    services: [
      dicom(11112, 'E2', { title: 'CT2', services: ECHO, callers: ['LAKEPACS'], version: 'HELIX_52', number: 2 }),
    ],
  },
  {
    host: 13,
    name: 'MR 1',
    modality: 'MR',
    vendor: 'Alder Imaging',
    model: 'Tesla 1.5',
    serial: 'T15-2209',
    os: 'Windows XP Embedded SP3',
    location: 'Room 3',
    owner: 'Radiology',
    criticality: 4,
    title: 'MR1',
    services: [
      dicom(11112, 'E4', {
        title: 'MR1',
        services: [...ECHO, SOP_CLASS.storageCommitment],
        version: 'ALDER_MR_30',
        number: 3,
      }),
      { port: 5900, speaks: { kind: 'banner', text: 'RFB 003.008\n' }, expected: { exposure: 'E1', web: null } },
    ],
  },
  {
    host: 14,
    name: 'Ultrasound A',
    modality: 'US',
    vendor: 'Marlin',
    model: 'Echo 9',
    serial: 'ME9-551',
    os: 'Windows 10 IoT Enterprise LTSC 2019',
    location: 'Room 4',
    owner: 'Radiology',
    criticality: 3,
    title: 'US_A',
    services: [dicom(11112, 'E4', { title: 'US_A', services: ECHO, version: 'MARLIN_9', number: 4 })],
  },
  {
    host: 15,
    name: 'Ultrasound B',
    modality: 'US',
    vendor: 'Marlin',
    model: 'Echo 7',
    serial: 'ME7-118',
    os: 'Windows 7 Embedded Standard SP1',
    location: 'Room 5',
    owner: 'Radiology',
    criticality: 3,
    title: '',
    services: [
      dicom(11112, 'E2', { title: 'US_B_7', services: ECHO, checksCalled: true, version: 'MARLIN_7', number: 5 }),
    ],
  },
  {
    host: 16,
    name: 'Ultrasound C (portable)',
    modality: 'US',
    vendor: 'Marlin',
    model: 'Pocket',
    serial: 'MP-007',
    os: '',
    location: 'Cart',
    owner: '',
    criticality: 2,
    title: 'US_C',
    services: [],
  },
  {
    host: 17,
    name: 'X-ray 1',
    modality: 'DX',
    vendor: 'Clearwater',
    model: 'DR 500',
    serial: 'DR5-9001',
    os: 'Windows 8.1',
    location: 'Room 6',
    owner: 'Radiology',
    criticality: 3,
    title: 'DX1',
    services: [dicom(11112, 'E4', { title: 'DX1', services: ECHO, version: 'CLEAR_DR_2', number: 6 })],
  },
  {
    host: 18,
    name: 'Mammography',
    modality: 'MG',
    vendor: 'Clearwater',
    model: 'Mammo 3D',
    serial: 'M3D-330',
    os: 'Windows 10 22H2',
    location: 'Room 7',
    owner: 'Radiology',
    criticality: 4,
    title: 'MG1',
    services: [dicom(2762, 'E1t', { title: 'MG1', services: ECHO, version: 'CLEAR_MG_4', number: 7 }, 'mutual')],
  },
  {
    host: 20,
    name: 'Archive (PACS)',
    modality: 'PACS',
    vendor: 'Lakeside IT',
    model: 'Open archive',
    serial: 'VM-1',
    os: 'Debian 12',
    location: 'Server room',
    owner: 'PACS administrator',
    criticality: 5,
    title: 'LAKEPACS',
    services: [
      dicom(4242, 'E6', {
        title: 'LAKEPACS',
        services: [...ECHO, ...QUERY, ...RETRIEVE, ...STORE],
        version: 'LAKEPACS_3',
        number: 8,
      }),
      { port: 8042, speaks: { kind: 'web', pages: 'archive' }, expected: { exposure: null, web: 'W3' } },
    ],
  },
  {
    host: 21,
    name: 'Old archive',
    modality: 'PACS',
    vendor: 'Harbor Systems',
    model: 'Store 4',
    serial: 'HS4-77',
    os: 'Windows Server 2008 R2 SP1',
    location: 'Server room',
    owner: 'PACS administrator',
    criticality: 4,
    title: 'OLDPACS',
    services: [
      dicom(11112, 'E6', {
        title: 'OLDPACS',
        services: [...ECHO, ...QUERY],
        checksCalled: true,
        // Built on a toolkit with published flaws, as many products are.
        version: 'OFFIS_DCMTK_366',
        number: '1.2.276.0.7230010.3.0.3.6.6',
      }),
    ],
  },
  {
    host: 22,
    name: 'Worklist server',
    modality: 'RIS',
    vendor: 'Harbor Systems',
    model: 'Worklist',
    serial: 'HWL-12',
    os: 'Windows Server 2016',
    location: 'Server room',
    owner: 'RIS administrator',
    criticality: 4,
    title: 'WORKLIST',
    services: [
      dicom(11113, 'E6', {
        title: 'WORKLIST',
        services: [...ECHO, SOP_CLASS.modalityWorklist],
        version: 'HARBOR_WL_2',
        number: 10,
      }),
      { port: 2575, speaks: { kind: 'hl7' }, expected: { exposure: 'E1', web: null } },
    ],
  },
  {
    host: 23,
    name: 'Web viewer',
    modality: 'PACS',
    vendor: 'Lakeside IT',
    model: 'Viewer',
    serial: 'VM-2',
    os: 'Debian 13',
    location: 'Server room',
    owner: 'PACS administrator',
    criticality: 3,
    title: '',
    services: [{ port: 8080, speaks: { kind: 'web', pages: 'viewer' }, expected: { exposure: null, web: 'W4' } }],
  },
  {
    host: 30,
    name: 'Service gateway of Northwind',
    modality: '',
    vendor: 'Northwind Medical',
    model: 'Remote Link',
    serial: 'RL-5',
    os: '',
    location: 'Server room',
    owner: 'Northwind Medical',
    criticality: 3,
    title: '',
    services: [
      {
        port: 8443,
        speaks: { kind: 'web', pages: 'gateway', tls: 'expired' },
        expected: { exposure: null, web: 'W2' },
      },
    ],
  },
  {
    host: 31,
    name: 'Reading workstation',
    modality: 'WS',
    vendor: 'Lakeside IT',
    model: 'Diagnostic',
    serial: 'WS-31',
    os: 'Windows 11 24H2 Enterprise',
    location: 'Reading room',
    owner: 'Radiology',
    criticality: 3,
    title: 'READ1',
    // A real program with published flaws, so that advisories have something to be about.
    software: ['MicroDicom DICOM Viewer 2023.1'],
    services: [
      dicom(2762, 'E4', { title: 'READ1', services: [...ECHO, ...STORE], version: 'READER_6', number: 11 }, 'server'),
    ],
  },
];

/** The network of the demo, never the lab's. */
export const DEMO_NETWORK = '127.77.0.';
/** The ports on which it listens: all above 1023, so that nobody needs to be root. */
export const DEMO_PORTS: readonly number[] = [
  ...new Set(DEVICES.flatMap(({ services }) => services.map(({ port }) => port))),
].sort((a, b) => a - b);
