// Devices as another program hands them over: `dosimeter.devices/1`, or a CSV list whose columns are found by their names. Each device is
// read by itself, so that a broken one does not lose the others.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { documents } from '#contracts/index.ts';
import { type DeviceSnapshot, NO_HARDENING } from '#inventory/model.ts';
import { Invalid, inertText } from '#kit/index.ts';

/** The devices of a file, and what could not be read of it, as sentences. */
export interface ReadDevices {
  readonly devices: readonly DeviceSnapshot[];
  readonly problems: readonly string[];
}

const MOST_DEVICES = 200_000;
const MOST_SOFTWARE = 2_000;
const text = z.string().trim().min(1).max(4_096);
const optional = text.nullish().transform((value) => (value == null ? null : inertText(value, 500)));
const shape = z.object({
  id: optional,
  name: optional,
  kind: optional,
  modality: optional,
  vendor: optional,
  model: optional,
  serial: optional,
  os: z.object({ name: text, version: optional, build: optional }).nullish(),
  software: z
    .array(z.object({ name: text, version: optional, cpe: optional, purl: optional }))
    .max(MOST_SOFTWARE)
    .default([]),
  addresses: z.array(text).max(1_000).default([]),
  zone: optional,
  criticality: documents.criticality.nullish(),
});
type Device = z.infer<typeof shape>;

/** What is stated in a list that is handed over counts as much as a list that is imported. */
const STATED = 0.9;

/** Reads either form. Throws Invalid when the file is neither. */
export function readDevices(content: string): ReadDevices {
  const plain = content.replace(/^\uFEFF/, '');
  const rows = /^\s*[{[]/.test(plain) ? rowsOfJson(plain) : rowsOfCsv(plain);
  if (rows.length > MOST_DEVICES)
    throw new Invalid(`This file has more than ${MOST_DEVICES} devices. Hand them over in parts.`);
  const devices: DeviceSnapshot[] = [];
  const problems: string[] = [];
  const ids = new Set<string>();
  for (const { row, place } of rows) {
    const read = shape.safeParse(row);
    if (!read.success) {
      const [issue] = read.error.issues;
      const where = issue?.path.join('.') ?? '';
      problems.push(
        `${place} cannot be read: ${where === '' ? '' : `${inertText(where, 60)}: `}${inertText(issue?.message ?? '', 200)}.`,
      );
      continue;
    }
    const id = read.data.id ?? place.toLowerCase().replace(' ', '-');
    if (ids.has(id)) {
      problems.push(`${place} has the id '${id}' of another device.`);
      continue;
    }
    ids.add(id);
    devices.push(snapshotOf(read.data, id));
  }
  return { devices, problems };
}

interface Row {
  readonly row: unknown;
  readonly place: string;
}

function rowsOfJson(content: string): Row[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    throw new Invalid('This file is no whole JSON document. It may be cut short.');
  }
  const found = z.object({ schema: z.literal('dosimeter.devices/1'), devices: z.array(z.unknown()) }).safeParse(value);
  if (!found.success)
    throw new Invalid('This file is no document dosimeter.devices/1. See docs/documents.md for its fields.');
  return found.data.devices.map((row, index) => ({ row, place: `Device ${index + 1}` }));
}

/** Columns by the names that people give them. */
const COLUMNS: Readonly<Record<string, RegExp>> = {
  id: /^(?:id|asset ?(?:id|tag))$/,
  name: /^(?:name|device|device ?name|host ?name)$/,
  kind: /^(?:kind|type|device ?type)$/,
  modality: /^modality$/,
  vendor: /^(?:vendor|manufacturer|maker)$/,
  model: /^(?:model|product|model ?name)$/,
  version: /^(?:version|(?:software|sw) ?version|firmware(?: ?version)?)$/,
  serial: /^(?:serial|serial ?(?:number|no\.?))$/,
  os: /^(?:os|operating ?system)$/,
  osVersion: /^(?:os|operating ?system) ?version$/,
  osBuild: /^(?:(?:os|operating ?system) ?)?build$/,
  software: /^(?:software|programs|applications)$/,
  cpe: /^cpe(?: ?name)?s?$/,
  purl: /^(?:purl|package ?url)s?$/,
  addresses: /^(?:address|addresses|ip|ip ?address(?:es)?)$/,
};
/** A list must have one of these, or there is nothing to judge. */
const TELLING = ['model', 'software', 'cpe', 'purl', 'os'];

function rowsOfCsv(content: string): Row[] {
  let lines: string[][];
  try {
    lines = parse(content, {
      delimiter: delimiterOf(content),
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch {
    throw new Invalid('This file is neither a document dosimeter.devices/1 nor a CSV list. Check that it is whole.');
  }
  const [heading = [], ...rest] = lines;
  const columns = heading.map(columnOf);
  if (!columns.some((column) => column !== null && TELLING.includes(column)))
    throw new Invalid(
      "A list of devices needs a first line that names its columns, one of them 'model', 'software', 'cpe', 'purl' or 'os'.",
    );
  return rest.map((cells, index) => {
    const cell = (column: string) => {
      const at = columns.indexOf(column);
      const value = at < 0 ? '' : (cells[at] ?? '');
      return value === '' ? null : value;
    };
    return { row: deviceOf(cell), place: `Row ${index + 2}` };
  });
}

function delimiterOf(content: string): string {
  const [first = ''] = content.split('\n', 1);
  return [',', ';', '\t'].toSorted((a, b) => first.split(b).length - first.split(a).length)[0] ?? ',';
}

function columnOf(heading: string): string | null {
  const plain = heading.toLowerCase().replace(/[_-]+/g, ' ').trim();
  return Object.entries(COLUMNS).find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

/** "DCMTK 3.6.6; Orthanc 1.5.7": names with their versions; CPE names and package URLs are programs, too. */
function deviceOf(cell: (column: string) => string | null): unknown {
  const list = (column: string) => (cell(column) ?? '').split(/;\s*|\s*\n\s*/).filter((each) => each !== '');
  const os = cell('os');
  const model = cell('model');
  const cpes = (cell('cpe') ?? '').split(/[;\s]+/).filter((each) => each !== '');
  const version = cell('version');
  // One CPE name beside a model is the name of the device.
  const isOwn = model !== null && cpes.length === 1;
  const own =
    model !== null && (version !== null || isOwn) ? [{ name: model, version, cpe: isOwn ? cpes[0] : null }] : [];
  return {
    id: cell('id'),
    name: cell('name'),
    kind: cell('kind'),
    modality: cell('modality'),
    vendor: cell('vendor'),
    model,
    serial: cell('serial'),
    os: os === null ? null : { name: os, version: cell('osVersion'), build: cell('osBuild') },
    software: [
      ...own,
      ...list('software').map((name) => ({ name })),
      ...(isOwn ? [] : cpes).map((cpe) => ({ name: nameIn(cpe), cpe })),
      ...list('purl').map((purl) => ({
        name:
          purl
            .replace(/^pkg:/, '')
            .replace(/[?#].*$/, '')
            .split('@')[0] ?? purl,
        purl,
      })),
    ],
    addresses: (cell('addresses') ?? '').split(/[;,\s]+/).filter((each) => each !== ''),
  };
}

function nameIn(cpe: string): string {
  const fields = cpe.split(':');
  return (cpe.toLowerCase().startsWith('cpe:2.3:') ? fields[4] : fields[3]) || cpe;
}

function snapshotOf(device: Device, id: string): DeviceSnapshot {
  const { os, software, addresses } = device;
  return {
    id,
    name: device.name ?? device.model ?? id,
    kind: device.kind,
    modality: device.modality,
    vendor: device.vendor,
    model: device.model,
    serial: device.serial,
    os: os ? { ...os, name: inertText(os.name, 200), confidence: STATED, basis: 'attested', facts: [] } : null,
    software: software.map((entry) => ({ ...entry, name: inertText(entry.name, 300), confidence: STATED, facts: [] })),
    identityFacts: [],
    location: null,
    owner: null,
    addresses: addresses.map((address) => inertText(address, 100)),
    aeTitles: [],
    zone: device.zone,
    criticality: device.criticality ?? null,
    services: [],
    onWire: [],
    remoteServices: [],
    internet: [],
    hardening: NO_HARDENING,
    mds2: null,
    lastSeenAt: null,
    retired: false,
  };
}
