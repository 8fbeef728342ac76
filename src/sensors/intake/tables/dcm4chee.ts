// The devices that a dcm4chee archive knows (DICOM PS3.15 annex H, LDAP schema): the JSON of its /aes and /devices, and the LDIF of its
// directory. In the directory the archive is told apart, so who is configured to speak with it is known.
import { z } from 'zod';
import { parseAddress } from '#kit/index.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';
import { AssetSayings } from '../scanners/asset-sayings.ts';
import { type LdifEntry, ldifEntries } from './ldif.ts';

const KNOWN = { basis: 'attested', confidence: 0.8 } as const;
const words = z.string().optional().catch(undefined);
const some = z
  .union([z.string().transform((text) => [text]), z.array(z.string())])
  .optional()
  .catch(undefined);
const connections = z
  .array(z.object({ dicomHostname: words, dicomPort: z.coerce.number().optional().catch(undefined) }))
  .optional()
  .catch(undefined);

const entity = z.object({
  dicomDeviceName: z.string().min(1),
  dicomAETitle: words,
  dicomNetworkAE: z
    .array(z.object({ dicomAETitle: words }))
    .optional()
    .catch(undefined),
  dicomNetworkConnection: connections,
  dicomManufacturer: words,
  dicomManufacturerModelName: words,
  dicomDeviceSerialNumber: words,
  dicomSoftwareVersion: some,
});

/** /dcm4chee-arc/aes, /dcm4chee-arc/devices and one device. */
export const dcm4cheeJson: Importer = {
  kind: 'dcm4chee-json',
  label: 'AE titles of dcm4chee (JSON)',
  verified: false,
  recognizes: (head) => /^\s*\[?\s*\{/.test(head) && /"dicomDeviceName"\s*:/.test(head),
  async *read(source) {
    for await (const records of jsonRecords(source)) yield records.map(entityRow);
  },
};

function entityRow(record: JsonRecord): ImportedRow {
  if ('problem' in record) return record;
  const { row } = record;
  const found = entity.safeParse(record.value).data;
  if (!found) return { row, problem: 'The record names no device.' };
  const titles = [found.dicomAETitle, ...(found.dicomNetworkAE ?? []).map(({ dicomAETitle }) => dicomAETitle)];
  const hosts = (found.dicomNetworkConnection ?? []).map(({ dicomHostname }) => dicomHostname);
  const say = deviceSayings({
    name: found.dicomDeviceName,
    titles: titles.flatMap((title) => title ?? []),
    hosts: hosts.flatMap((host) => host ?? []),
    vendor: found.dicomManufacturer,
    model: found.dicomManufacturerModelName,
    serial: found.dicomDeviceSerialNumber,
    software: found.dicomSoftwareVersion ?? [],
  });
  return { row, statements: say.list };
}

interface KnownDevice {
  readonly name: string;
  readonly titles: readonly string[];
  readonly hosts: readonly string[];
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  readonly serial: string | undefined;
  readonly software: readonly string[];
}

function deviceSayings({ name, titles, hosts, vendor, model, serial, software }: KnownDevice): AssetSayings {
  const say = new AssetSayings(`dcm4chee/${name}`, KNOWN);
  say.text('device.name', name);
  for (const title of titles) say.aeTitle(title);
  for (const host of hosts) {
    if (parseAddress(host)) say.address(host);
    else say.hostName(host);
  }
  say.text('device.vendor', vendor);
  say.text('device.model', model);
  say.text('device.serial', serial, 90);
  for (const version of software) say.software(model ?? name, version);
  return say;
}

/** The directory as LDIF. */
export const dcm4cheeLdif: Importer = {
  kind: 'dcm4chee-ldif',
  label: 'Directory of dcm4chee (LDIF)',
  verified: false,
  recognizes: (head) => /^dn:.*\bdicomDeviceName=/im.test(head) || /^objectClass:\s*dicomNetworkAE\s*$/im.test(head),
  async *read(source) {
    const devices = new Map<string, LdifEntry[]>();
    const problems: ImportedRow[] = [];
    for await (const entries of ldifEntries(source)) {
      for (const entry of entries) {
        if (entry.problem !== null) problems.push({ row: entry.row, problem: entry.problem });
        const name = /(?:^|,)\s*dicomDeviceName=([^,]+)/i.exec(entry.dn)?.[1]?.trim();
        if (name !== undefined) devices.set(name, [...(devices.get(name) ?? []), entry]);
      }
    }
    yield problems;
    yield directoryRows(devices);
  },
};

function directoryRows(devices: ReadonlyMap<string, readonly LdifEntry[]>): ImportedRow[] {
  const isOf = (entry: LdifEntry, name: string) =>
    entry.all('objectclass').some((value) => value.toLowerCase() === name);
  const read = [...devices].map(([name, entries]) => {
    const own = entries.find((entry) => isOf(entry, 'dicomdevice'));
    const ends = entries.filter((entry) => isOf(entry, 'dicomnetworkconnection'));
    const titles = entries
      .filter((entry) => isOf(entry, 'dicomnetworkae'))
      .flatMap((entry) => entry.all('dicomaetitle'));
    const hosts = ends.flatMap((entry) => entry.all('dicomhostname'));
    const one = (attribute: string) => own?.all(attribute)[0];
    const device: KnownDevice = {
      name,
      titles,
      hosts,
      vendor: one('dicommanufacturer'),
      model: one('dicommanufacturermodelname'),
      serial: one('dicomdeviceserialnumber'),
      software: own?.all('dicomsoftwareversion') ?? [],
    };
    return {
      row: entries[0]?.row ?? 1,
      device,
      end: dicomEnd(ends),
      isArchive: entries.some((entry) => isOf(entry, 'dcmarchivedevice')),
    };
  });
  return read.map(({ row, device, isArchive }): ImportedRow => {
    const say = deviceSayings(device);
    if (!isArchive) return { row, statements: say.list };
    for (const other of read) {
      if (other.isArchive) continue;
      for (const title of other.device.titles) say.peer(title, other.end.host, other.end.port);
    }
    return { row, statements: say.list };
  });
}

/** Where a device takes associations: a device may listen for HL7 and HTTP too, and for DICOM in clear and encrypted. */
function dicomEnd(connections: readonly LdifEntry[]): { host: string | null; port: number | null } {
  const one = (entry: LdifEntry, attribute: string) => entry.all(attribute)[0] ?? '';
  const ends = connections.filter(
    (entry) => /^(?:DICOM)?$/i.test(one(entry, 'dcmprotocol')) && one(entry, 'dicomport'),
  );
  const end = ends.find((entry) => one(entry, 'dicomtlsciphersuite') === '') ?? ends[0];
  const host = end ? one(end, 'dicomhostname') : '';
  return {
    host: host === '' || /^(?:localhost|127\..*|::1)$/i.test(host) ? null : host,
    port: end ? Number(one(end, 'dicomport')) : null,
  };
}
