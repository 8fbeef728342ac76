// What a capture says of what it saw, in the words of evidence: about addresses, services and flows. Public addresses are the
// far end of a flow and nothing more: they are nobody's device here.

import type { Basis } from '#contracts/index.ts';
import { type AttributeInput, type AttributeName, flowSubject, Observations, serviceSubject } from '#evidence/model.ts';
import { isPrivate, parseRange } from '#kit/index.ts';
import { imagingMaker, type MacRegistry, makerOfMac } from '#knowledge/index.ts';
import { acquires, type Equipment, equipmentKey } from '#sensors/images/index.ts';
import { type Conversation, TCP } from './conversation.ts';
import type { DicomAssociation } from './dicom/association.ts';
import { CarriedDoses } from './dicom/carried-doses.ts';
import type { CarriedEquipment } from './dicom/dicom-dissector.ts';
import type { CarriedObject } from './dicom/equipment-reader.ts';
import type { Hl7Session } from './hl7/hl7-session.ts';
import type { TlsSession } from './tls/tls-session.ts';

/** The place that passive sensors see from. */
export const WIRE = 'wire';

/** How sure, and since when. */
export interface Sureness {
  readonly basis: Basis;
  readonly confidence: number;
}

/** Seen as it stands. */
export const OBSERVED: Sureness = { basis: 'observed', confidence: 0.95 };

const MOST_RECORDS = 100_000;
const MOST_CACHED = 100_000;

/** Collects what dissectors learn. */
export class Seen {
  readonly observations = new Observations();
  readonly associations: DicomAssociation[] = [];
  readonly hl7: Hl7Session[] = [];
  readonly tls: TlsSession[] = [];
  readonly #local = new Map<string, boolean>();
  /** Machines whose objects an address sent, and addresses that receive objects. */
  readonly #sent = new Map<string, Map<string, Equipment>>();
  readonly #stores = new Set<string>();
  readonly #macs = new Map<string, Set<string>>();
  readonly #doses = new CarriedDoses(this.observations);
  readonly #registry: MacRegistry;
  /** Time of the packet at hand. */
  nowMs = 0;

  /** `registry` is a newer list of the makers of network cards than the built-in one. */
  constructor(registry: MacRegistry = () => null) {
    this.#registry = registry;
  }

  /** Whether an address can be one of ours. */
  isLocal(address: string): boolean {
    const known = this.#local.get(address);
    if (known !== undefined) return known;
    const local = isPrivate(parseRange(address)) && !/^(0\.0\.0\.0|255\.255\.255\.255|::)$/.test(address);
    if (this.#local.size < MOST_CACHED) this.#local.set(address, local);
    return local;
  }

  /** States something about whoever has an address. */
  address<A extends AttributeName>(
    address: string,
    attribute: A,
    value: AttributeInput<A> | null | undefined,
    sureness: Sureness = OBSERVED,
  ): void {
    if (!this.isLocal(address)) return;
    this.observations.state({ kind: 'address', key: address }, attribute, value, { ...sureness, atMs: this.nowMs });
    if (attribute === 'device.mac' && typeof value === 'string') this.#maker(address, value);
  }

  /** States something about a service. */
  service<A extends AttributeName>(
    conversation: Conversation,
    attribute: A,
    value: AttributeInput<A> | null | undefined,
    sureness: Sureness = OBSERVED,
  ): void {
    const { server, serverPort } = conversation;
    if (serverPort === 0 || !this.isLocal(server)) return;
    const subject = serviceSubject({ address: server, port: serverPort, vantage: WIRE });
    this.observations.state(subject, attribute, value, { ...sureness, atMs: this.nowMs });
  }

  /** States something about who speaks to whom. */
  flow<A extends AttributeName>(
    conversation: Conversation,
    attribute: A,
    value: AttributeInput<A> | null | undefined,
    sureness: Sureness = OBSERVED,
  ): void {
    const { client, server, serverPort: port, protocol } = conversation;
    if (!this.isLocal(client) && !this.isLocal(server)) return;
    const subject = flowSubject({ transport: protocol === TCP ? 'tcp' : 'udp', client, server, port });
    this.observations.state(subject, attribute, value, { ...sureness, atMs: conversation.lastMs });
  }

  /** A sign of what a device is or runs, kept with what it may mean. */
  hint(address: string, sign: string, value: string, means: string | null = null): void {
    this.address(
      address,
      'device.hint',
      { sign, value: value.slice(0, 150), means },
      { basis: 'inferred', confidence: 0.4 },
    );
  }

  /** Counts the dose of an object. */
  dosed(object: CarriedObject, atMs: number): void {
    this.#doses.add(object, atMs);
  }

  /** Notes which machines' objects went from where to where. */
  carried(client: string, server: string, carried: readonly CarriedEquipment[]): void {
    this.#stores.add(server);
    const known = this.#sent.get(client) ?? new Map<string, Equipment>();
    for (const { equipment } of carried) if (known.size < 50) known.set(equipmentKey(equipment), equipment);
    if (this.#sent.size < MOST_CACHED) this.#sent.set(client, known);
  }

  /** States that an address is the machine behind the objects that it sends. */
  #sender(address: string, equipment: Equipment): void {
    const sure: Sureness = { basis: 'inferred', confidence: 0.6 };
    this.address(address, 'device.vendor', equipment.vendor, sure);
    this.address(address, 'device.model', equipment.model, sure);
    this.address(address, 'device.serial', equipment.serial, sure);
    this.address(address, 'device.modality', equipment.modality, sure);
  }

  /** Who made the network card is a sign of what is behind it; an imaging maker's own card says more. */
  #maker(address: string, mac: string): void {
    const maker = makerOfMac(mac, this.#registry);
    if (maker === null) return;
    this.hint(address, 'Network card maker', maker);
    const vendor = imagingMaker(maker);
    if (vendor !== null) this.address(address, 'device.vendor', vendor, { basis: 'inferred', confidence: 0.5 });
  }

  /** Notes the hardware address that a packet came from. */
  mac(address: string, mac: string): void {
    const known = this.#macs.get(mac);
    if (known) {
      if (known.size < 4) known.add(address);
    } else if (this.#macs.size < MOST_CACHED) this.#macs.set(mac, new Set([address]));
  }

  /**
   * What only the whole of a capture tells: an address that sends the objects of one scanner, and receives none, is that
   * scanner; a hardware address that several addresses share is a router's, and says nothing.
   */
  conclude(): void {
    this.#doses.conclude();
    for (const [address, machines] of this.#sent) {
      const scanners = [...machines.values()].filter(isScanner);
      const [only] = scanners;
      if (scanners.length === 1 && only && !this.#stores.has(address)) this.#sender(address, only);
    }
    this.#sent.clear();
    for (const [mac, addresses] of this.#macs) {
      const family4 = [...addresses].filter((address) => !address.includes(':'));
      const [only] = addresses.size === 1 ? addresses : family4.length === 1 ? family4 : [];
      if (only === undefined) continue;
      this.address(only, 'device.mac', mac, { basis: 'observed', confidence: 0.8 });
    }
    this.#macs.clear();
  }

  /** Keeps a record of the document, up to a bound. */
  record<T>(list: T[], record: T): void {
    if (list.length < MOST_RECORDS) list.push(record);
  }
}

/** Whether this machine takes images itself and can be told apart, so that who sends them first may be it. */
function isScanner(equipment: Equipment): boolean {
  return acquires(equipment) && equipment.serial !== '';
}
