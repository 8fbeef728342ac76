// What logs of network monitors say, in the words of evidence; shared by the monitors.
import { flowSubject, serviceSubject } from '#evidence/model.ts';
import { parseAddress } from '#kit/index.ts';
import { type Statement, statement } from '../importer.ts';
import { isOwnAddress } from '../own-address.ts';

const SEEN = { basis: 'observed', confidence: 0.9 } as const;

/** Names by which machines can be called. */
export function isHostName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/.test(name) && !parseAddress(name);
}

/** Collects statements about one line. */
export class Sayings {
  readonly list: Statement[] = [];
  readonly #vantage: string;
  readonly #atMs: number | undefined;

  constructor(vantage: string, atMs: number | undefined) {
    this.#vantage = vantage;
    this.#atMs = atMs;
  }

  #known(confidence: number, basis: 'observed' | 'inferred' = 'observed') {
    return this.#atMs === undefined ? { basis, confidence } : { basis, confidence, atMs: this.#atMs };
  }

  /** A name of whoever has an address. */
  hostName(address: string | undefined, name: string | undefined, confidence = 0.8): void {
    if (address === undefined || name === undefined || !isHostName(name) || !isOwnAddress(address)) return;
    this.list.push(statement({ kind: 'address', key: address }, 'device.hostName', name, this.#known(confidence)));
  }

  mac(address: string | undefined, mac: string | undefined): void {
    const text = mac?.toLowerCase().replaceAll('-', ':') ?? '';
    if (address === undefined || !isOwnAddress(address) || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(text)) return;
    this.list.push(statement({ kind: 'address', key: address }, 'device.mac', text, this.#known(SEEN.confidence)));
  }

  role(address: string | undefined, role: string): void {
    if (address === undefined || !isOwnAddress(address)) return;
    this.list.push(statement({ kind: 'address', key: address }, 'device.role', role, this.#known(0.9)));
  }

  hint(address: string | undefined, sign: string, value: string | undefined, means: string | null = null): void {
    if (address === undefined || !value || !isOwnAddress(address)) return;
    const content = { sign, value: value.slice(0, 150), means };
    this.list.push(statement({ kind: 'address', key: address }, 'device.hint', content, this.#known(0.4, 'inferred')));
  }

  system(address: string | undefined, name: string, confidence: number): void {
    if (address === undefined || !isOwnAddress(address)) return;
    this.list.push(statement({ kind: 'address', key: address }, 'os.name', name, this.#known(confidence, 'inferred')));
  }

  /** A service that answered. */
  service(address: string | undefined, port: number): ServiceSayings | null {
    if (address === undefined || !isOwnAddress(address) || !(port > 0 && port <= 65_535)) return null;
    const subject = serviceSubject({ address, port, vantage: this.#vantage });
    this.list.push(statement(subject, 'service.port', port, this.#known(0.9)));
    return {
      protocol: (protocol) => this.list.push(statement(subject, 'service.protocol', protocol, this.#known(0.85))),
      banner: (text) => this.list.push(statement(subject, 'service.banner', text.slice(0, 200), this.#known(0.85))),
      weakness: (weakness) => this.list.push(statement(subject, 'service.weakness', weakness, this.#known(0.9))),
      tls: (version, isOutdated) =>
        this.list.push(
          statement(
            subject,
            'service.tls',
            {
              grade: isOutdated ? 1 : 2,
              versions: [version],
              mutual: false,
              weaknesses: isOutdated ? [`Accepts ${version}, out of use since 2021`] : [],
            },
            this.#known(0.8),
          ),
        ),
    };
  }

  /** Who speaks to whom. */
  flow(client: string | undefined, server: string | undefined, { port, transport, protocol }: FlowWords): void {
    if (client === undefined || server === undefined || !(port >= 0 && port <= 65_535)) return;
    if (!isOwnAddress(client) && !isOwnAddress(server)) return;
    if (!parseAddress(client) || !parseAddress(server)) return;
    const subject = flowSubject({ transport, client, server, port });
    this.list.push(statement(subject, 'flow.protocol', protocol, this.#known(0.9)));
  }
}

/** What a flow is. */
export interface FlowWords {
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
  readonly protocol: string;
}

/** What can be said of a service. */
export interface ServiceSayings {
  protocol(protocol: 'dicom' | 'http' | 'hl7' | 'tls' | 'other'): void;
  banner(text: string): void;
  weakness(
    weakness: 'password-in-clear' | 'smb1' | 'telnet' | 'ftp' | 'snmp-community' | 'vnc' | 'tls-outdated' | 'ntlm-v1',
  ): void;
  tls(version: string, isOutdated: boolean): void;
}
