// What a collector found on a machine: `dosimeter.collector/1` (docs/documents.md), one JSON object that a read-only script wrote there and a
// person carried here. Without the maker's consent in it nothing is taken. Each item stands for itself; one that is broken costs itself.
import { z } from 'zod';
import { isHardeningTopic, NOT_KNOWN, portText } from '#contracts/index.ts';
import type { AttributeName } from '#evidence/model.ts';
import { Invalid, inertText, lookup } from '#kit/index.ts';
import type { ImportedRow, Importer, Statement, statement } from '../importer.ts';
import { AssetSayings } from '../scanners/asset-sayings.ts';
import { hardeningStatement } from './hardening-statement.ts';

/** The kind in commands and documents. */
const KIND = 'hardening-collector';
/** What a collector writes has some kilobytes. */
const MOST_BYTES = 1 << 20;
const MOST_ITEMS = 500;
const CONFIDENCE = 0.95;

const words = z.string().max(300).nullable().default(null);
const list = z.array(z.string().max(100)).max(100).default([]);

const file = z.object({
  schema: z.literal('dosimeter.collector/1'),
  collector: z.object({ name: z.string().max(60), version: z.string().max(20) }),
  collectedAt: z.string().max(40),
  consent: z.object({ maker: z.string().max(20) }),
  machine: z.object({
    hostName: words,
    /** As the label of the device says, typed by a person. */
    serial: words,
    addresses: list,
    macs: list,
    /** The computer inside; its serial number is not the device's. */
    computer: z
      .object({ vendor: words, model: words, serial: words })
      .default({ vendor: null, model: null, serial: null }),
  }),
  os: z.object({ name: words, version: words, build: words }).default({ name: null, version: null, build: null }),
  items: z.array(z.unknown()).max(MOST_ITEMS),
});
type CollectorFile = z.infer<typeof file>;

const item = z.strictObject({
  item: z.string().max(60),
  value: z.union([z.string().max(60), z.number(), z.array(z.string().max(20)).max(2000)]),
  /** What was read. */
  read: z.string().max(300).default(''),
  /** Why nothing could be said. */
  why: z.string().max(300).optional(),
});

/** The file of a collector. */
export const hardeningCollector: Importer = {
  kind: KIND,
  label: 'Settings of a machine (collector)',
  verified: true,
  recognizes: (head) => /^\s*\{/.test(head) && /"schema"\s*:\s*"dosimeter\.collector\/\d+"/.test(head),
  async *read(source) {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of source) {
      length += part.length;
      if (length > MOST_BYTES) throw new Invalid('This file is larger than anything that a collector writes.');
      parts.push(part.slice());
    }
    yield rowsOf(parse(Buffer.concat(parts).toString('utf8')));
  },
};

function parse(text: string): CollectorFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Invalid('The file of this collector is cut or broken. Run the collector again.', undefined, cause);
  }
  const version: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, 'schema') : undefined;
  if (version !== 'dosimeter.collector/1') {
    throw new Invalid('This file is of a newer collector than is known here. Bring this program up to date.');
  }
  const found = file.safeParse(value);
  if (!found.success) {
    const where = found.error.issues[0]?.path.join('.') ?? '';
    throw new Invalid(`The file of this collector is incomplete: '${inertText(where, 60)}' is missing or wrong.`);
  }
  if (found.data.consent.maker.trim().toLowerCase() !== 'yes') {
    throw new Invalid(
      "This file does not say that the maker consented, so nothing of it is taken. Ask the maker, then run the collector again and type 'yes'.",
    );
  }
  return found.data;
}

const NO_MACHINE =
  'The file of this collector does not say which machine it is about. Add its host name, serial number, hardware address or network address.';

function rowsOf({ collectedAt, machine, os, items }: CollectorFile): ImportedRow[] {
  const atMs = timeOf(collectedAt);
  if (atMs === null) {
    throw new Invalid('The file of this collector does not say when it was written. Run the collector again.');
  }
  const key = [machine.serial, machine.macs[0], machine.hostName, machine.addresses[0]].find(
    (each) => (each ?? '').trim() !== '',
  );
  if (!key) {
    throw new Invalid(NO_MACHINE);
  }
  const known = { basis: 'observed', confidence: CONFIDENCE, atMs } as const;
  const say = new AssetSayings(`collector/${key.trim().toLowerCase()}`, known);
  say.hostName(machine.hostName);
  say.text('device.serial', machine.serial, 90);
  for (const address of machine.addresses) say.address(address);
  for (const mac of machine.macs) say.mac(mac);
  if (say.list.length === 0) throw new Invalid(NO_MACHINE);
  // Who built the computer says nothing of who made the scanner: a sign, not the maker, and never the number on the label.
  const { vendor, model, serial } = machine.computer;
  say.hint('Computer inside', [vendor, model, serial].filter((each) => each !== null && each.trim() !== '').join(' '));
  say.text('os.name', os.name);
  say.text('os.version', os.version, 90);
  say.text('os.build', os.build, 60);
  const rows: ImportedRow[] = items.map((each, index) => itemRow(each, index + 1, say));
  return [{ row: 0, rows: 0, statements: say.list }, ...rows];

  function itemRow(value: unknown, row: number, { subject }: AssetSayings): ImportedRow {
    const read = item.safeParse(value);
    if (!read.success)
      return { row, problem: 'The item has not the shape of an item: name, value, and what was read.' };
    const { item: name, value: said } = read.data;
    const stated = stateItem(name, said);
    if (typeof stated === 'string') return { row, problem: stated };
    return { row, statements: stated.map((make) => make(subject, known)) };
  }
}

type Make = (subject: Statement['subject'], known: Parameters<typeof statement>[3]) => Statement;

/** What an item states, or why it cannot be taken. */
function stateItem(name: string, value: z.infer<typeof item>['value']): Make[] | string {
  const shown = inertText(name, 60);
  if (value === NOT_KNOWN)
    return name in FIGURES || isHardeningTopic(name) ? [] : `'${shown}' is no item that is known.`;
  if (isHardeningTopic(name)) {
    const make = typeof value === 'string' ? hardeningStatement(name, value, 'observed') : null;
    return make ? [make] : `'${inertText(String(value), 40)}' is no answer for '${shown}' that a program can give.`;
  }
  const figure = FIGURES[name];
  if (!figure) return `'${shown}' is no item that is known.`;
  const parsed = figure.schema.safeParse(value);
  if (!parsed.success) return `The value of '${shown}' is not as it should be: ${figure.should}.`;
  return [(subject, known) => ({ subject, attribute: figure.attribute, value: parsed.data, ...known }) as Statement]; // checked by the schema beside
}

interface Figure {
  readonly attribute: AttributeName;
  readonly schema: z.ZodType;
  readonly should: string;
}

const FIGURES: Readonly<Record<string, Figure | undefined>> = lookup({
  lastUpdate: { attribute: 'hardening.lastUpdate', schema: z.iso.date(), should: 'a day as 2026-03-31' },
  localAccounts: {
    attribute: 'hardening.localAccounts',
    schema: z.number().int().min(0).max(10_000),
    should: 'a number of accounts',
  },
  openPorts: {
    attribute: 'hardening.openPorts',
    schema: z.array(portText).max(500),
    should: 'a list of at most 500 ports as tcp/104',
  },
});

/** ISO 8601, or CIM_DATETIME as WMI writes it: `20261123093000.123000+060`, minutes from UTC last (DMTF DSP0004 5.2.4). */
function timeOf(text: string): number | null {
  const cim = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{0,6})?([+-]\d{3})$/.exec(text.trim());
  if (cim) {
    const [year, month, day, hour, minute, second, offset] = cim.slice(1).map(Number);
    const local = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
    return local - (offset ?? 0) * 60_000;
  }
  const iso = z.iso.datetime({ offset: true }).safeParse(text.trim());
  return iso.success ? Date.parse(iso.data) : null;
}
