// Turns what was seen at an endpoint into its place on the ladder: the highest rung proven, offers apart. Pure.
import type { Exposure, ScanEndpoint } from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import { deviceClassOf } from './device-class.ts';
import type { DicomSeen } from './dicom-probe.ts';
import { fingerprint } from './fingerprint.ts';
import { suspicionOf } from './honeypot.ts';
import { HL7_PORT } from './service-ports.ts';
import { NO_TLS } from './tls-grade.ts';
import type { Transcript } from './transcript.ts';
import type { WebSeen } from './web-probe.ts';

/** What was seen at one endpoint. */
export interface Sighting {
  readonly address: string;
  readonly port: number;
  connections: number;
  dicom: DicomSeen | null;
  web: WebSeen | null;
  tls: ScanEndpoint['tls'] | null;
  banner: string | null;
  readonly service: string | null;
  /** Nothing was sent. */
  listenedOnly: boolean;
  /** Bytes came that are neither DICOM nor web nor TLS. */
  spoke: boolean;
  readonly asked: ScanEndpoint['asked'];
  complete: boolean;
  notes: string[];
  readonly transcript: Transcript;
}

/** The endpoint as the scan document shows it. */
export function endpointResult(sighting: Sighting): ScanEndpoint {
  const { dicom, web, tls } = sighting;
  const protocol = protocolOf(sighting);
  return {
    address: sighting.address,
    port: sighting.port,
    transport: tls ? 'tls' : 'tcp',
    protocol,
    web: web?.rung ?? null,
    honeypot: dicom ? suspicionOf(dicom) : null,
    exposure: exposureOf(sighting),
    offered: dicom ? offersOf(dicom) : [],
    proven: dicom?.stored ? ['E8p'] : [],
    refusal: dicom?.refusal ?? null,
    titles: { calling: dicom?.calling ?? 'unknown', called: dicom?.called ?? 'unknown' },
    echo: dicom?.echo ?? null,
    query: dicom?.query ?? 'unknown',
    worklist: dicom?.worklist ?? 'unknown',
    read: dicom?.read ?? 'unknown',
    write: dicom?.write ?? 'unknown',
    reject: dicom?.reject ?? null,
    abort: dicom?.abort ?? null,
    tls: tls ?? NO_TLS,
    implementation: dicom ? fingerprint(dicom.classUid, dicom.versionName) : null,
    deviceClass: dicom?.accepted ? deviceClassOf(dicom.services) : null,
    maxPdu: dicom?.maxPdu ?? null,
    connections: sighting.connections,
    banner: web?.banner ?? sighting.banner,
    service: sighting.service,
    asked: sighting.asked,
    complete: sighting.complete,
    notes: [...hl7Note(sighting), ...sighting.notes, ...(dicom?.notes ?? []), ...(web?.notes ?? [])].map((note) =>
      inertText(note, 300),
    ),
    transcript: [...sighting.transcript.lines],
  };
}

/** An endpoint that does not answer, for lists that show those too. */
export function closedEndpoint(address: string, port: number): ScanEndpoint {
  return {
    address,
    port,
    transport: 'tcp',
    protocol: 'unknown',
    web: null,
    honeypot: null,
    exposure: 'E0',
    offered: [],
    proven: [],
    refusal: null,
    titles: { calling: 'unknown', called: 'unknown' },
    echo: null,
    query: 'unknown',
    worklist: 'unknown',
    read: 'unknown',
    write: 'unknown',
    reject: null,
    abort: null,
    tls: NO_TLS,
    implementation: null,
    deviceClass: null,
    maxPdu: null,
    connections: 0,
    banner: null,
    service: null,
    asked: 'handshake',
    complete: true,
    notes: [],
    transcript: [],
  };
}

function protocolOf(sighting: Sighting): ScanEndpoint['protocol'] {
  if (sighting.dicom) return 'dicom';
  if (sighting.web) return 'http';
  if (sighting.spoke) return 'other';
  if (sighting.tls) return 'tls';
  if (sighting.listenedOnly && sighting.port === HL7_PORT) return 'hl7';
  return 'unknown';
}

/** The highest rung proven (docs/exposure-ladder.md). Null where the web ladder stands instead. */
function exposureOf({ dicom, web, tls }: Sighting): Exposure | null {
  if (dicom) {
    if (!dicom.accepted) return 'E2';
    if (dicom.gave) return 'E7';
    if (dicom.query === 'executed' || dicom.worklist === 'executed') return 'E6';
    if (offersOf(dicom).includes('E5')) return 'E5';
    return dicom.echo === true ? 'E4' : 'E3';
  }
  if (web) return null;
  // A handshake that came to an end or asked for a certificate; versions are known of no other.
  return tls && tls.versions.length > 0 ? 'E1t' : 'E1';
}

function offersOf(dicom: DicomSeen): ScanEndpoint['offered'] {
  if (!dicom.accepted) return [];
  const asked = ['executed', 'refused', 'offered'];
  const offered: ScanEndpoint['offered'] = [];
  if (asked.includes(dicom.query) || asked.includes(dicom.worklist)) offered.push('E5');
  if (dicom.read === 'offered' || dicom.write === 'offered') offered.push('E8o');
  return offered;
}

function hl7Note(sighting: Sighting): string[] {
  if (!sighting.listenedOnly || sighting.port !== HL7_PORT || sighting.spoke) return [];
  return ['Possibly HL7: the port is usual for it; nothing was sent'];
}
