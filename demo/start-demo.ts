// Brings the demo centre up on loopback and takes it down again.
import { Invalid } from '#kit/index.ts';
import { DEMO_NETWORK, DEVICES, type DemoDevice, type DemoService } from './centre.data.ts';
import { selfSigned } from './certificate.ts';
import { guestNetwork, overhear } from './day.ts';
import { startDicomSpeaker } from './dicom-speaker.ts';
import type { Listener, ListenOptions } from './loopback-server.ts';
import {
  archivePages,
  gatewayPages,
  startBannerSpeaker,
  startHl7Speaker,
  startSilentSpeaker,
  startWebSpeaker,
  viewerPages,
} from './other-speakers.ts';
import { type DemoPaper, demoPapers } from './papers.ts';

export interface Demo {
  readonly network: string;
  /** The network of its waiting room, as the inventory names the zone. */
  readonly guests: string;
  /** The list of devices that the centre would have, as CSV. */
  readonly csv: string;
  /** What the centre has in hand beside: settings of a console, a bill of materials, a maker's MDS2. */
  readonly papers: readonly DemoPaper[];
  /** Lets the devices speak with each other, and gives what a mirror port would have seen (pcap). Throws Unavailable. */
  overhear(): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** First three parts of the addresses, with the dot at the end; must be loopback. */
  readonly network?: string;
}

const PAGES = { archive: archivePages, viewer: viewerPages, gateway: gatewayPages } as const;
const YEAR_MS = 365 * 86_400_000;

/** Starts every service; nothing is left behind when one of them cannot start. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const network = options.network ?? DEMO_NETWORK;
  const listeners: Listener[] = [];
  const close = async () => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  };
  const now = Date.now();
  const years = (from: number, to: number) => ({
    from: new Date(now + from * YEAR_MS),
    to: new Date(now + to * YEAR_MS),
  });
  const certificates = {
    current: selfSigned('imaging.demo.invalid', years(-1, 2)),
    expired: selfSigned('gateway.demo.invalid', years(-4, -1)),
  };
  try {
    for (const device of DEVICES) {
      for (const service of device.services) {
        listeners.push(await start(service, { address: `${network}${device.host}`, port: service.port }, certificates));
      }
    }
  } catch (error) {
    await close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Invalid(
        `The demo centre is already running on ${network}0/24, or something else listens there.`,
        {},
        error,
      );
    }
    throw error;
  }
  return {
    network: `${network}0/24`,
    guests: `${guestNetwork(network)}0/24`,
    csv: inventoryCsv(DEVICES, network),
    papers: demoPapers(network, new Date(now)),
    overhear: () => overhear(network),
    close,
  };
}

interface Certificates {
  readonly current: ReturnType<typeof selfSigned>;
  readonly expired: ReturnType<typeof selfSigned>;
}

function start(service: DemoService, at: ListenOptions, certificates: Certificates): Promise<Listener> {
  const { speaks } = service;
  switch (speaks.kind) {
    case 'dicom': {
      const mutual =
        speaks.tls === 'mutual' ? { requestCert: true, rejectUnauthorized: true, ca: certificates.current.cert } : {};
      const tls = speaks.tls ? { ...certificates.current, minVersion: 'TLSv1.2' as const, ...mutual } : undefined;
      return startDicomSpeaker({ ...at, tls }, speaks.settings);
    }
    case 'web':
      return startWebSpeaker(
        { ...at, tls: speaks.tls ? certificates.expired : undefined },
        'demo',
        PAGES[speaks.pages],
      );
    case 'hl7':
      return startHl7Speaker(at);
    case 'silent':
      return startSilentSpeaker(at);
    case 'banner':
      return startBannerSpeaker(at, speaks.text);
  }
}

const COLUMNS = [
  'Device',
  'Modality',
  'Maker',
  'Model',
  'Serial number',
  'Operating system',
  'Location',
  'Owner',
  'Criticality',
  'IP address',
  'AE title',
  'Host name',
  'Software',
];

/** The list of devices as a small centre keeps it. */
function inventoryCsv(devices: readonly DemoDevice[], network: string): string {
  const rows = devices.map((device) => [
    device.name,
    device.modality,
    device.vendor,
    device.model,
    device.serial,
    device.os,
    device.location,
    device.owner,
    String(device.criticality),
    `${network}${device.host}`,
    device.title,
    device.hostName ?? '',
    device.software?.join('; ') ?? '',
  ]);
  return `${[COLUMNS, ...rows].map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n')}\n`;
}
