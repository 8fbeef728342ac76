// A device as the inventory believes it to be: one view of all facts about it, with the reasons that pages show.

import { type Basis, type Circumstances, type Criticality, circumstances, NOT_KNOWN } from '#contracts/index.ts';
import { type CurrentFact, parseServiceKey, type SubjectRef } from '#evidence/model.ts';
import { lookup } from '#kit/index.ts';
import { vendorName } from '#knowledge/index.ts';
import { type Belief, believe, believeAll } from './believe.ts';
import { type Classification, type Clue, classify } from './classify.ts';
import { criticalityOf } from './criticality.ts';
import { exposureRank, highestRung } from './exposure-rank.ts';
import { LEAST_CONFIDENCE } from './marks.ts';
import { readOperatingSystem } from './operating-system.ts';
import { NAMES_SENSOR } from './software-code.ts';
import { compareAddresses, type OwnTag, Site, type ZoneReason } from './zone-of.ts';

/** The operating system as believed, with the facts that say so. */
export interface BelievedSystem {
  readonly name: string;
  readonly version: string | null;
  readonly build: string | null;
  readonly confidence: number;
  readonly basis: Basis;
  readonly facts: readonly string[];
}

/** A reason with the ids of the facts behind it. */
export type Reason = ZoneReason;

/** What is believed of a device. */
export interface DeviceDescription {
  readonly name: string;
  readonly kind: string | null;
  readonly modality: string | null;
  /** Why it is taken for what it is, with the facts that say so. */
  readonly kindBecause: readonly Reason[];
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly os: BelievedSystem | null;
  readonly zone: string | null;
  /** Why it is in its zone. */
  readonly zoneBecause: readonly Reason[];
  readonly location: string | null;
  readonly owner: string | null;
  readonly addresses: readonly string[];
  readonly aeTitles: readonly string[];
  readonly macs: readonly string[];
  readonly exposure: string | null;
  readonly exposureRank: number;
  readonly criticality: Criticality | null;
  /** What people said of how much hangs on it. */
  readonly circumstances: Circumstances;
  readonly firstSeenAt: string | null;
  /** Last time that anything of it answered; null when it is only listed. */
  readonly lastSeenAt: string | null;
  /** Some list names it. */
  readonly listed: boolean;
  /** Lower-case text that a search looks through. */
  readonly search: string;
}

/** Facts by attribute, for reading one after another. */
export class FactSheet {
  readonly #byAttribute = new Map<string, CurrentFact[]>();

  constructor(facts: readonly CurrentFact[]) {
    for (const fact of facts) {
      const known = this.#byAttribute.get(fact.attribute);
      if (known) known.push(fact);
      else this.#byAttribute.set(fact.attribute, [fact]);
    }
  }

  /** Every fact about an attribute. */
  of(attribute: string): readonly CurrentFact[] {
    return this.#byAttribute.get(attribute) ?? [];
  }

  /** What is believed of an attribute with one value. */
  belief(attribute: string): Belief | null {
    return believe(this.of(attribute));
  }

  /** The believed text of an attribute, or null. */
  text(attribute: string): string | null {
    const value = this.belief(attribute)?.value;
    return typeof value === 'string' ? value : null;
  }

  /** All texts of an attribute, the surest first; `least` leaves out hints. */
  texts(attribute: string, least = 0): string[] {
    const facts = this.of(attribute).filter((fact) => fact.confidence >= least);
    return believeAll(facts).filter((value) => typeof value === 'string');
  }

  /** The texts of one member of an attribute whose values are objects. */
  members(attribute: string, member: string): string[] {
    const values = believeAll(this.of(attribute)).map((value): unknown =>
      value !== null && typeof value === 'object' ? Reflect.get(value, member) : null,
    );
    return values.filter((value) => typeof value === 'string');
  }
}

const UNKNOWN_SITE = new Site([]);

/** The description of a device from its subjects, what holds now about them, and the segments of the site. */
export function describeDevice(
  id: string,
  subjects: readonly SubjectRef[],
  facts: readonly CurrentFact[],
  site = UNKNOWN_SITE,
): DeviceDescription {
  const sheet = new FactSheet(facts);
  const addresses = addressesOf(subjects, sheet);
  const aeTitles = sheet.texts('device.aeTitle', LEAST_CONFIDENCE).sort();
  const macs = sheet.texts('device.mac').sort();
  const hostNames = sheet.texts('device.hostName', LEAST_CONFIDENCE);
  const implementationVendor = sheet.members('service.implementation', 'vendor')[0] ?? null;
  const vendor = sheet.text('device.vendor') ?? implementationVendor;
  const model = sheet.text('device.model');
  const serial = sheet.text('device.serial');
  const stated = sheet.text('device.name');
  const classification = classificationOf(sheet, aeTitles, stated);
  const { kind, modality } = classification;
  const os = systemOf(sheet);
  const zone = addresses[0] === undefined ? null : site.zoneOf(addresses[0], tagsOf(sheet));
  const location = placeOf(sheet);
  const owner = sheet.text('device.owner') ?? sheet.text('device.department');
  const exposure = highestRung(
    [...sheet.of('service.exposure'), ...sheet.of('service.web')].map((fact) => String(fact.value)),
  );
  const products = sheet.members('service.implementation', 'product');
  const name =
    stated ?? hostNames[0] ?? aeTitles[0] ?? plainName(id, { vendor, model, kind, modality, products, addresses });
  const said = circumstancesOf(sheet);
  const maker = vendor === null ? null : vendorName(vendor);
  const osText = os === null ? null : [os.name, os.version, os.build].filter((part) => part !== null).join(' ');
  return {
    name,
    kind,
    modality,
    kindBecause: classification.reasons.map((clue) => ({ text: clue.text, facts: factsBehind(clue, sheet) })),
    vendor: maker,
    model,
    serial,
    os,
    zone: zone?.id ?? null,
    zoneBecause: zone?.because ?? [],
    location,
    owner,
    addresses,
    aeTitles,
    macs,
    exposure,
    exposureRank: exposureRank(exposure),
    criticality: criticalityOf(statedCriticality(sheet), { kind, modality, circumstances: said }),
    circumstances: said,
    firstSeenAt: facts.reduce<string | null>((least, fact) => min(least, fact.firstObservedAt), null),
    lastSeenAt: facts.filter(isSighting).reduce<string | null>((most, fact) => max(most, fact.lastObservedAt), null),
    listed: facts.some(isListing),
    search: [name, kind, modality, vendor, maker, model, serial, osText, location, owner, ...hostNames, ...products]
      .concat(addresses, aeTitles, macs, namedSoftware(sheet), sheet.text('device.assetTag'))
      .filter((part) => part !== null)
      .join(' ')
      .toLowerCase()
      .slice(0, 2000),
  };
}

/** What a sensor saw of an endpoint or an address; a list that names it is no sighting. */
function isSighting({ subject, basis }: CurrentFact): boolean {
  return (subject.kind === 'service' || subject.kind === 'address') && basis !== 'attested';
}

/** What a list says; what a person says on a device's page, or of software in general, is no list. */
function isListing({ subject, basis, sensor }: CurrentFact): boolean {
  return basis === 'attested' && subject.kind !== 'device' && sensor !== NAMES_SENSOR;
}

function tagsOf(sheet: FactSheet): OwnTag[] {
  return sheet
    .of('device.vlan')
    .flatMap(({ value, factId }) => (typeof value === 'number' ? [{ tag: value, fact: factId }] : []))
    .sort((a, b) => (a.fact < b.fact ? -1 : 1));
}

/** Software that people of the site named. */
function namedSoftware(sheet: FactSheet): string[] {
  const named = sheet.of('software').filter(({ sensor }) => sensor === NAMES_SENSOR);
  return new FactSheet(named).members('software', 'name');
}

/** The facts that a judgement rests on. */
function factsBehind({ attribute, value }: Clue, sheet: FactSheet): string[] {
  const states = (said: unknown) =>
    said === value || (said !== null && typeof said === 'object' && Reflect.get(said, 'product') === value);
  return sheet.of(attribute).flatMap((fact) => (states(fact.value) ? [fact.factId] : []));
}

function min(a: string | null, b: string): string {
  return a === null || b < a ? b : a;
}

function max(a: string | null, b: string): string {
  return a === null || b > a ? b : a;
}

/** Addresses that answer come before addresses that lists give. */
function addressesOf(subjects: readonly SubjectRef[], sheet: FactSheet): string[] {
  const seen = subjects.flatMap(({ kind, key }) =>
    kind === 'service' ? [parseServiceKey(key).address] : kind === 'address' ? [key] : [],
  );
  const listed = sheet.texts('device.address').sort(compareAddresses);
  return [...new Set([...seen.sort(compareAddresses), ...listed])];
}

function classificationOf(sheet: FactSheet, aeTitles: readonly string[], name: string | null): Classification {
  return classify({
    kind: sheet.text('device.kind'),
    modality: sheet.text('device.modality'),
    model: sheet.text('device.model'),
    name,
    aeTitles,
    deviceClasses: sheet.texts('service.deviceClass'),
    products: sheet.members('service.implementation', 'product'),
    protocols: sheet.texts('service.protocol'),
    roles: sheet.texts('device.role'),
  });
}

/** The operating system: version and build count when they come with the name, or when nothing contradicts them. */
function systemOf(sheet: FactSheet): BelievedSystem | null {
  const belief = sheet.belief('os.name');
  const deciding = belief?.facts[0];
  if (!belief || !deciding || typeof belief.value !== 'string') return null;
  const part = (attribute: string): Belief | null => {
    const own = sheet.of(attribute).filter(({ subject }) => belief.facts.some((fact) => same(fact.subject, subject)));
    return believe(own);
  };
  const version = part('os.version');
  const build = part('os.build');
  const read = readOperatingSystem(belief.value, textOf(version), textOf(build));
  const facts = [...belief.facts, ...(version?.facts ?? []), ...(build?.facts ?? [])];
  return {
    name: read.name,
    version: read.version,
    build: read.build,
    confidence: belief.confidence,
    basis: belief.basis,
    facts: facts.map((fact) => fact.factId),
  };
}

function same(a: SubjectRef, b: SubjectRef): boolean {
  return a.kind === b.kind && a.key === b.key;
}

function textOf(belief: Belief | null): string | null {
  return typeof belief?.value === 'string' ? belief.value : null;
}

function placeOf(sheet: FactSheet): string | null {
  const parts = [sheet.text('device.site'), sheet.text('device.location')].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

function statedCriticality(sheet: FactSheet): { level: number; reasons: string[] } | null {
  const belief = sheet.belief('criticality.level');
  const fact = belief?.facts[0];
  if (!fact || typeof belief?.value !== 'number') return null;
  const by = fact.subject.kind === 'device' ? 'stated on this page' : 'stated in a list';
  const reasons = sheet.texts('criticality.reason');
  return { level: belief.value, reasons: reasons.length > 0 ? reasons : [by] };
}

function circumstancesOf(sheet: FactSheet): Circumstances {
  const stated = Object.keys(circumstances.shape).flatMap((name) => {
    const value = sheet.belief(`criticality.${name}`)?.value;
    return value === undefined || value === NOT_KNOWN ? [] : [[name, value] as const];
  });
  const read = circumstances.safeParse(Object.fromEntries(stated));
  return read.success ? read.data : {};
}

const KIND_NAMES: Readonly<Record<string, string>> = lookup({ archive: 'Image archive', worklist: 'Worklist server' });

interface NameClues {
  readonly vendor: string | null;
  readonly model: string | null;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly products: readonly string[];
  readonly addresses: readonly string[];
}

/** A name for what nobody named: what it is, and where. */
function plainName(id: string, clues: NameClues): string {
  const { vendor, model, kind, modality, products } = clues;
  const made = [vendor, model].filter((part) => part !== null).join(' ');
  const what =
    model !== null
      ? made
      : kind === 'modality' && modality !== null
        ? [vendor, modality].filter((part) => part !== null).join(' ')
        : kind !== null
          ? (KIND_NAMES[kind] ?? `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`)
          : (products[0] ?? 'Device');
  return `${what} ${clues.addresses[0] ?? id.slice(0, 10)}`.slice(0, 200);
}
