// DIMSE command sets (PS3.7 6.3, annex E): group 0000, always implicit VR little endian.
import { ByteReader, ByteWriter, Malformed } from '#kit/index.ts';
import { trimPadding } from './items.ts';

/** Command fields of requests (PS3.7 table E.1-1); a response has bit 15 set. */
export const COMMAND = {
  cStore: 0x0001,
  cGet: 0x0010,
  cFind: 0x0020,
  cMove: 0x0021,
  cEcho: 0x0030,
  nEventReport: 0x0100,
  nGet: 0x0110,
  nSet: 0x0120,
  nAction: 0x0130,
  nCreate: 0x0140,
  nDelete: 0x0150,
  cCancel: 0x0fff,
} as const;

/** Command Data Set Type that says 'no data set follows' (PS3.7 E.2). */
export const NO_DATA_SET = 0x0101;

/** A command set with the elements that DIMSE services use; absent elements are undefined. */
export interface Command {
  readonly commandField: number;
  readonly hasDataSet: boolean;
  readonly messageId?: number;
  readonly respondedMessageId?: number;
  readonly affectedSopClassUid?: string;
  readonly requestedSopClassUid?: string;
  readonly affectedSopInstanceUid?: string;
  readonly requestedSopInstanceUid?: string;
  readonly priority?: number;
  readonly status?: number;
  readonly moveDestination?: string;
  readonly moveOriginatorTitle?: string;
  readonly moveOriginatorMessageId?: number;
  readonly errorComment?: string;
  readonly errorId?: number;
  readonly remaining?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly warning?: number;
  readonly eventTypeId?: number;
  readonly actionTypeId?: number;
}

type Name = Exclude<keyof Command, 'commandField' | 'hasDataSet'>;

interface Element {
  readonly element: number;
  readonly name: Name;
  readonly vr: 'US' | 'UI' | 'AE' | 'LO';
}

// PS3.7 annex E, in ascending order of tag, as a command set must be written.
const ELEMENTS: readonly Element[] = [
  { element: 0x0002, name: 'affectedSopClassUid', vr: 'UI' },
  { element: 0x0003, name: 'requestedSopClassUid', vr: 'UI' },
  { element: 0x0110, name: 'messageId', vr: 'US' },
  { element: 0x0120, name: 'respondedMessageId', vr: 'US' },
  { element: 0x0600, name: 'moveDestination', vr: 'AE' },
  { element: 0x0700, name: 'priority', vr: 'US' },
  { element: 0x0900, name: 'status', vr: 'US' },
  { element: 0x0902, name: 'errorComment', vr: 'LO' },
  { element: 0x0903, name: 'errorId', vr: 'US' },
  { element: 0x1000, name: 'affectedSopInstanceUid', vr: 'UI' },
  { element: 0x1001, name: 'requestedSopInstanceUid', vr: 'UI' },
  { element: 0x1002, name: 'eventTypeId', vr: 'US' },
  { element: 0x1008, name: 'actionTypeId', vr: 'US' },
  { element: 0x1020, name: 'remaining', vr: 'US' },
  { element: 0x1021, name: 'completed', vr: 'US' },
  { element: 0x1022, name: 'failed', vr: 'US' },
  { element: 0x1023, name: 'warning', vr: 'US' },
  { element: 0x1030, name: 'moveOriginatorTitle', vr: 'AE' },
  { element: 0x1031, name: 'moveOriginatorMessageId', vr: 'US' },
];
const BY_ELEMENT = new Map(ELEMENTS.map((entry) => [entry.element, entry]));

/** The bytes of a command set, group length included. */
export function encodeCommand(command: Command): Uint8Array {
  const writer = new ByteWriter(128);
  writer.u16(0, true).u16(0, true).u32(4, true).u32(0, true);
  const values = new Map<number, number | string>([
    [0x0100, command.commandField],
    [0x0800, command.hasDataSet ? 0 : NO_DATA_SET],
  ]);
  for (const { element, name } of ELEMENTS) {
    const value = command[name];
    if (value !== undefined) values.set(element, value);
  }
  for (const [element, value] of [...values].sort(([a], [b]) => a - b)) {
    writer.u16(0, true).u16(element, true);
    if (typeof value === 'number') {
      writer.u32(2, true).u16(value, true);
    } else {
      const even = value.length + (value.length % 2);
      writer.u32(even, true).latin1(value, even, BY_ELEMENT.get(element)?.vr === 'UI' ? 0 : 0x20);
    }
  }
  writer.setU32(8, writer.length - 12, true);
  return writer.finish();
}

/** Decodes a command set; elements that are not listed here are skipped. Throws Malformed. */
export function decodeCommand(bytes: Uint8Array): Command {
  const reader = new ByteReader(bytes);
  const found: Partial<Record<Name, number | string>> = {};
  let commandField: number | undefined;
  let dataSetType: number | undefined;
  while (reader.remaining > 0) {
    const at = reader.offset;
    const group = reader.u16('command group', true);
    if (group !== 0) throw new Malformed('command group', at, `0x${group.toString(16)} is not 0000`);
    const element = reader.u16('command element', true);
    const name = `command element 0000,${element.toString(16).padStart(4, '0')}`;
    const body = reader.sub(reader.u32(`${name} length`, true), name);
    const entry = BY_ELEMENT.get(element);
    if (element === 0x0100) commandField = body.u16(name, true);
    else if (element === 0x0800) dataSetType = body.u16(name, true);
    else if (entry) {
      found[entry.name] =
        entry.vr === 'US'
          ? body.u16(name, true)
          : trimPadding(body.latin1(body.remaining, name).split('\0', 1)[0] ?? '');
    }
  }
  if (commandField === undefined) throw new Malformed('command field', bytes.length, 'is missing');
  // `found` was filled by the table above, which pairs each name with its type.
  return { ...(found as Partial<Command>), commandField, hasDataSet: (dataSetType ?? NO_DATA_SET) !== NO_DATA_SET };
}
