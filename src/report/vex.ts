// Vulnerability Exploitability eXchange: what the site says about published flaws of its devices, in three published forms. The same
// state gives the same bytes: times come from what was judged and decided, names of documents from their content.
import { Invalid, sha256 } from '#kit/index.ts';
import type { VexStatement } from '#program/index.ts';

/** A device as others may know it; no address, no place, nobody's name. */
export interface VexDevice {
  readonly id: string;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly version: string | null;
  readonly kind: string | null;
}

export interface VexInput {
  /** Id and name of the site that says it. */
  readonly site: { readonly id: string; readonly name: string };
  readonly statements: readonly VexStatement[];
  readonly devices: readonly VexDevice[];
}

/** The forms, by the name that is asked for. */
export const VEX_FORMATS = ['vex-csaf', 'vex-openvex', 'vex-cyclonedx'] as const;
export type VexFormat = (typeof VEX_FORMATS)[number];

/** Statements about known devices, and the moment of the newest. Throws Invalid when there is nothing to say. */
export function vexContent({ statements, devices }: VexInput) {
  const known = new Map(devices.map((device) => [device.id, device]));
  const said = statements.filter(({ device }) => known.has(device));
  const [first] = said;
  if (!first) {
    throw new Invalid(
      'There is nothing to say in VEX yet: no finding here is about a published flaw with a CVE number.',
    );
  }
  const moment = said.reduce((newest, { changedAt }) => (changedAt > newest ? changedAt : newest), first.changedAt);
  const used = new Set(said.map(({ device }) => device));
  return {
    statements: said,
    moment,
    devices: [...known.values()].filter(({ id }) => used.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** A UUID that follows from text (RFC 9562, version 8). */
export function uuidFrom(text: string): string {
  const hex = sha256(text);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** `Siemens Healthineers SOMATOM go.Up VB19A, serial 12345`. */
export function nameOfDevice({ vendor, model, version, serial, kind }: VexDevice): string {
  const product = [vendor, model ?? kind, version].filter((part) => part !== null && part !== '').join(' ');
  const name = product === '' ? 'Device' : product;
  return serial === null || serial === '' ? name : `${name}, serial ${serial}`;
}
