// What an agent, a register or an export says of one device that it knows by a name of its own, in the words of evidence.
import type { AttributeInput, AttributeName, SubjectRef } from '#evidence/model.ts';
import { formatAddress, parseAddress } from '#kit/index.ts';
import { macText, type Statement, statement } from '../importer.ts';

/** How well, and on whose word, something is known. */
export interface Known {
  readonly basis: 'observed' | 'inferred' | 'attested';
  readonly confidence: number;
  readonly atMs?: number;
}

/** Attributes whose value is text. */
type TextAttribute = {
  [A in AttributeName]: AttributeInput<A> extends string ? (string extends AttributeInput<A> ? A : never) : never;
}[AttributeName];

/** Addresses that every machine has. */
const OWN_ONLY = /^(?:127\.|0\.|169\.254\.|::1?$|fe80:|ff)/i;

/** Collects statements about one device. */
export class AssetSayings {
  readonly list: Statement[] = [];
  readonly subject: SubjectRef;
  readonly #known: Known;

  /** `key` names the device within the source, as in `osquery/ct-1`. */
  constructor(key: string, known: Known) {
    this.subject = { kind: 'asset', key: key.slice(0, 250) };
    this.#known = known;
  }

  text(attribute: TextAttribute, value: string | null | undefined, most = 190): void {
    const text = value?.trim() ?? '';
    if (text !== '') this.list.push(statement(this.subject, attribute, text.slice(0, most), this.#known));
  }

  /** Says whether the address was one that can be told from others. */
  address(text: string | null | undefined): boolean {
    const parsed = parseAddress((text ?? '').trim().replace(/%.*$/, ''));
    if (!parsed) return false;
    const address = formatAddress(parsed.family, parsed.value);
    if (OWN_ONLY.test(address)) return false;
    this.list.push(statement(this.subject, 'device.address', address, this.#known));
    return true;
  }

  hostName(name: string | null | undefined): void {
    const text = name?.trim() ?? '';
    if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,252}$/.test(text) && !parseAddress(text) && !/^localhost(?:\.|$)/i.test(text)) {
      this.list.push(statement(this.subject, 'device.hostName', text, this.#known));
    }
  }

  mac(mac: string | null | undefined): void {
    const text = macText(mac ?? '');
    if (text === '' || /^(?:00|ff)(?::(?:00|ff)){5}$/.test(text)) return;
    this.list.push(statement(this.subject, 'device.mac', text, this.#known));
  }

  /** An AE title as PS3.5 6.2 allows it: at most 16 characters, no backslash. */
  aeTitle(title: string | null | undefined): boolean {
    const text = title?.trim() ?? '';
    if (!/^[ -[\]-~]{1,16}$/.test(text)) return false;
    this.list.push(statement(this.subject, 'device.aeTitle', text, this.#known));
    return true;
  }

  peer(title: string, address: string | null, port: number | null): void {
    const isPort = port !== null && port >= 1 && port <= 65_535;
    const value = { title: title.trim(), address: address?.slice(0, 190) || null, port: isPort ? port : null };
    if (/^[ -[\]-~]{1,16}$/.test(value.title))
      this.list.push(statement(this.subject, 'device.peer', value, this.#known));
  }

  software(name: string | null | undefined, version: string | null | undefined, cpe: string | null = null): void {
    const text = name?.trim() ?? '';
    if (text === '') return;
    const value = { name: text.slice(0, 190), version: version?.trim().slice(0, 190) || null, cpe };
    this.list.push(statement(this.subject, 'software', value, this.#known));
  }

  vlan(tag: number): void {
    if (Number.isInteger(tag) && tag >= 1 && tag <= 4094) {
      this.list.push(statement(this.subject, 'device.vlan', tag, this.#known));
    }
  }

  /** A setting of the machine, or a figure about it. */
  setting<A extends Extract<AttributeName, `hardening.${string}`>>(attribute: A, value: AttributeInput<A>): void {
    this.list.push(statement(this.subject, attribute, value, this.#known));
  }

  hint(sign: string, value: string, means: string | null = null): void {
    if (value !== '') {
      this.list.push(statement(this.subject, 'device.hint', { sign, value: value.slice(0, 150), means }, this.#known));
    }
  }
}
