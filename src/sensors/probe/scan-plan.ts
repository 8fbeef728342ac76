// What a scan may do and how gently: targets, ports, clearance, intervals, patience. And what it tells while it runs.
import type { ClearanceLevel, ScanEndpoint } from '#contracts/index.ts';
import type { AddressRange, Clock, Random } from '#kit/index.ts';
import { SERVICE_PORTS } from './service-ports.ts';

/** Addresses to look at; `ports` narrows them for this target alone, as in `10.1.2.3:104`. */
export interface ScanTarget {
  readonly range: AddressRange;
  readonly ports: readonly number[] | null;
}

/** How long to wait for a stranger, in milliseconds. */
export interface Patience {
  /** For a TCP connection, shortened for networks that were seen to answer faster. */
  readonly connectMs: number;
  readonly firstByteMs: number;
  /** For a whole PDU or a whole web page. */
  readonly wholeMs: number;
}

/** How much happens at once. Never more than one connection to a host. */
export interface Concurrency {
  /** Connects that were sent a moment ago. */
  readonly fresh: number;
  /** Connects without an answer. */
  readonly unanswered: number;
  /** Hosts that are being talked to. */
  readonly working: number;
  /** Hosts begun and not finished. */
  readonly hosts: number;
}

export interface ScanPlan {
  readonly targets: readonly ScanTarget[];
  readonly ports: readonly number[];
  /** The most that this run sends; an address may be cleared for less. */
  readonly clearance: 'handshake' | 'query' | 'full';
  /** Between connections that a host accepted. */
  readonly perHostIntervalMs: number;
  /** Between connections that a host refused or did not answer. */
  readonly refusedIntervalMs: number;
  readonly patience: Patience;
  readonly concurrency: Concurrency;
  /** The AE title of a service, from the inventory or a list; null when nobody knows it. Titles are never guessed. */
  readonly calledTitle: (address: string, port: number) => string | null;
  /** Where we look from, e.g. 'guest network'. */
  readonly vantage: string;
  /** List endpoints that do not answer, too. */
  readonly listClosed: boolean;
}

/** What may be sent to a range, and who allowed it. */
export type Permission =
  | { readonly range: AddressRange; readonly level: ClearanceLevel; readonly by: string }
  | { readonly range: AddressRange; readonly refused: string };

/** A line of the evidence log: what was sent where, and who allowed it. */
export interface ProbeRecord {
  /** An address, or a range in which nothing answered. */
  readonly target: string;
  readonly ports: readonly number[];
  readonly connections: number;
  readonly bytesSent: number;
  readonly clearance: ClearanceLevel;
  readonly by: string;
  readonly startedAt: string;
  readonly endedAt: string;
}

/** How far a scan is. */
interface ScanProgress {
  readonly hostsDone: number;
  readonly hostsTotal: number;
  /** Endpoints that answered so far. */
  readonly open: number;
}

/** Receives results as they come; a promise holds back the host that it came from, so that memory stays bounded. */
export interface ScanSink {
  endpoint(found: ScanEndpoint): void | Promise<void>;
  refused(target: string, reason: string): void;
  probed(record: ProbeRecord): void | Promise<void>;
  progress(progress: ScanProgress): void;
}

/** What a scan needs from its surroundings. */
export interface ScanDeps {
  /** Splits a range into parts with a decision each, in ascending order. Asked again while the scan runs. */
  readonly permit: (range: AddressRange) => readonly Permission[];
  readonly clock: Clock;
  readonly random: Random;
}

/** DICOM (IANA: acr-nema, dicom, dicom-iscl, dicom-tls; Orthanc's default; ports seen in the field), HL7, web. */
const IMAGING_PORTS: readonly number[] = [
  104, 11112, 2761, 2762, 4242, 11113, 10104, 2575, 8042, 8043, 80, 443, 8080, 8443,
];

/** The ports of a scan that names none: imaging, then services that should not be open on a modality. */
export const DEFAULT_PORTS: readonly number[] = [...IMAGING_PORTS, ...SERVICE_PORTS.keys()];

/** Patience as published: connect 1 s, first byte 3 s, a whole PDU 8 s. */
export const DEFAULT_PATIENCE: Patience = { connectMs: 1000, firstByteMs: 3000, wholeMs: 8000 };

/** What one machine bears, measured on loopback: more fresh connects at once make answers late, not quick. */
const DEFAULT_CONCURRENCY: Concurrency = { fresh: 96, unanswered: 2000, working: 200, hosts: 4096 };

/** A plan with the published defaults for what is left out. */
export function scanPlan(
  wanted: Pick<ScanPlan, 'targets'> & Partial<Omit<ScanPlan, 'targets' | 'refusedIntervalMs'>>,
): ScanPlan {
  const perHostIntervalMs = wanted.perHostIntervalMs ?? 1000;
  return {
    targets: wanted.targets,
    ports: wanted.ports ?? DEFAULT_PORTS,
    clearance: wanted.clearance ?? 'query',
    perHostIntervalMs,
    refusedIntervalMs: Math.min(20, perHostIntervalMs),
    patience: wanted.patience ?? DEFAULT_PATIENCE,
    concurrency: wanted.concurrency ?? DEFAULT_CONCURRENCY,
    calledTitle: wanted.calledTitle ?? (() => null),
    vantage: wanted.vantage ?? 'this machine',
    listClosed: wanted.listClosed ?? false,
  };
}
