// What a scanner's report says of one host, in the words of evidence; shared by the scanners' readers.

import type { Severity } from '#contracts/index.ts';
import { serviceSubject } from '#evidence/model.ts';
import { parseAddress } from '#kit/index.ts';
import { type Statement, statement } from '../importer.ts';

/** A weakness as a scanner reports it. */
export interface ReportedWeakness {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly cves: readonly string[];
  readonly port: number | null;
}

/** A service as a scanner saw it. */
export interface ReportedService {
  readonly port: number;
  readonly name: string;
  /** Product and version as one text. */
  readonly banner: string;
  readonly protocol: 'dicom' | 'http' | 'hl7' | 'tls' | 'other' | 'unknown';
}

const MOST_TITLE = 180;

/** Collects statements about one host. */
export class HostSayings {
  readonly list: Statement[] = [];
  readonly #vantage: string;
  readonly #atMs: number | undefined;
  readonly address: string;

  /** Null when the text is no address. */
  static of(address: string, vantage: string, atMs: number | undefined): HostSayings | null {
    return parseAddress(address) ? new HostSayings(address, vantage, atMs) : null;
  }

  constructor(address: string, vantage: string, atMs: number | undefined) {
    this.address = address;
    this.#vantage = vantage;
    this.#atMs = atMs;
  }

  #known(confidence: number, basis: 'observed' | 'inferred' = 'observed') {
    return this.#atMs === undefined ? { basis, confidence } : { basis, confidence, atMs: this.#atMs };
  }

  get #subject() {
    return { kind: 'address', key: this.address } as const;
  }

  hostName(name: string, confidence = 0.7): void {
    if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/.test(name) && !parseAddress(name)) {
      this.list.push(statement(this.#subject, 'device.hostName', name, this.#known(confidence)));
    }
  }

  mac(mac: string): void {
    const text = mac.toLowerCase().replaceAll('-', ':');
    if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(text)) {
      this.list.push(statement(this.#subject, 'device.mac', text, this.#known(0.9)));
    }
  }

  system(name: string, confidence: number): void {
    if (name !== '')
      this.list.push(statement(this.#subject, 'os.name', name.slice(0, 190), this.#known(confidence, 'inferred')));
  }

  hint(sign: string, value: string): void {
    if (value !== '') {
      const content = { sign, value: value.slice(0, 150) };
      this.list.push(statement(this.#subject, 'device.hint', content, this.#known(0.4, 'inferred')));
    }
  }

  /** Says that something answered there, when nothing else does. */
  seen(): void {
    this.role('Answered a scanner');
  }

  role(role: string): void {
    this.list.push(statement(this.#subject, 'device.role', role, this.#known(0.9)));
  }

  vlan(tag: number): void {
    if (Number.isInteger(tag) && tag >= 1 && tag <= 4094) {
      this.list.push(statement(this.#subject, 'device.vlan', tag, this.#known(0.9)));
    }
  }

  software(name: string, version: string | null, cpe: string | null): void {
    if (name === '') return;
    const content = {
      name: name.slice(0, 190),
      version: version?.slice(0, 190) || null,
      cpe: cpe?.slice(0, 190) || null,
    };
    this.list.push(statement(this.#subject, 'software', content, this.#known(0.6, 'inferred')));
  }

  service({ port, name, banner, protocol }: ReportedService): void {
    if (!(port >= 1 && port <= 65_535)) return;
    const subject = serviceSubject({ address: this.address, port, vantage: this.#vantage });
    this.list.push(statement(subject, 'service.port', port, this.#known(0.9)));
    this.list.push(statement(subject, 'service.protocol', protocol, this.#known(0.7, 'inferred')));
    if (name !== '')
      this.list.push(statement(subject, 'service.name', name.slice(0, 60), this.#known(0.7, 'inferred')));
    if (banner !== '') this.list.push(statement(subject, 'service.banner', banner.slice(0, 250), this.#known(0.8)));
  }

  weakness({ id, title, severity, cves, port }: ReportedWeakness): void {
    const known = [
      ...new Set(cves.map((cve) => cve.toUpperCase().trim()).filter((cve) => /^CVE-\d{4}-\d{4,10}$/.test(cve))),
    ].sort();
    const content = {
      id: id.slice(0, 80),
      title: title.slice(0, MOST_TITLE),
      severity,
      cves: known.slice(0, 500),
      port: port !== null && port >= 1 && port <= 65_535 ? port : null,
    };
    if (content.id !== '' && content.title !== '') {
      this.list.push(statement(this.#subject, 'vulnerability.reported', content, this.#known(0.6, 'inferred')));
    }
  }
}

/** What a service's name on a report means among the protocols that we tell apart. */
export function protocolOf(name: string, isEncrypted = false): ReportedService['protocol'] {
  if (/^dicom|acr-nema/i.test(name)) return 'dicom';
  if (/^(?:http|www)/i.test(name)) return 'http';
  if (/hl7/i.test(name)) return 'hl7';
  if (isEncrypted || /^(?:ssl|tls)/i.test(name)) return 'tls';
  return name === '' || name === 'unknown' || name === 'general' ? 'unknown' : 'other';
}
