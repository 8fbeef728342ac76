// DIMSE messages over P-DATA (PS3.7 6.3, PS3.8 annex E): a command, then maybe a data set, each in fragments of one context.
import { concat } from '#kit/index.ts';
import { type Command, decodeCommand, encodeCommand } from './command.ts';
import type { PData, Pdv } from './pdu.ts';

export interface DimseMessage {
  readonly contextId: number;
  readonly command: Command;
  /** The whole data set, null when none follows or when it was dropped. */
  readonly dataSet: Uint8Array | null;
  /** Bytes of the data set as sent. */
  readonly dataSetLength: number;
  /** The data set went over the bound and was dropped. */
  readonly truncated: boolean;
}

interface Open {
  command: Command | undefined;
  parts: Uint8Array[];
  length: number;
  truncated: boolean;
}

const MAX_COMMAND = 65536;

/** Puts fragments together to messages, with a bound on what is kept of data sets. Throws Malformed for a broken command. */
export class DimseAssembler {
  readonly #maxDataSet: number;
  readonly #open = new Map<number, Open>();

  /** `maxDataSet`: most bytes of a data set to keep; 0 keeps none, so that nothing of it can leak. */
  constructor(maxDataSet = 1 << 20) {
    this.#maxDataSet = maxDataSet;
  }

  push(pdv: Pdv): DimseMessage | undefined {
    const open = this.#open.get(pdv.contextId) ?? { command: undefined, parts: [], length: 0, truncated: false };
    this.#open.set(pdv.contextId, open);
    if (pdv.command === (open.command !== undefined)) {
      // A new command before the data set ended, or a data set without command: the old one is lost.
      open.command = undefined;
      open.parts = [];
      open.length = 0;
      open.truncated = false;
      if (!pdv.command) return undefined;
    }
    const bound = pdv.command ? MAX_COMMAND : this.#maxDataSet;
    open.length += pdv.data.length;
    if (open.length > bound) {
      open.truncated = true;
      open.parts = [];
    } else if (!open.truncated) open.parts.push(pdv.data);
    return pdv.last ? this.#ended(pdv, open) : undefined;
  }

  #ended(pdv: Pdv, open: Open): DimseMessage | undefined {
    const bytes = concat(open.parts);
    const { length, truncated } = open;
    open.parts = [];
    open.length = 0;
    open.truncated = false;
    if (pdv.command) {
      const command = decodeCommand(bytes);
      if (command.hasDataSet) {
        open.command = command;
        return undefined;
      }
      this.#open.delete(pdv.contextId);
      return { contextId: pdv.contextId, command, dataSet: null, dataSetLength: 0, truncated: false };
    }
    const command = open.command;
    this.#open.delete(pdv.contextId);
    if (!command) return undefined;
    return { contextId: pdv.contextId, command, dataSet: truncated ? null : bytes, dataSetLength: length, truncated };
  }
}

export interface OutgoingMessage {
  readonly contextId: number;
  readonly command: Command;
  readonly dataSet: Uint8Array | null;
}

/** The P-DATA PDUs of a message; none is longer than the peer's maximum (0 or null: no limit, 16 KiB pieces). */
export function messageToPdus(message: OutgoingMessage, peerMaxPduLength: number | null): PData[] {
  const room = Math.max(1, (peerMaxPduLength || 16384) - 6);
  const pdus: PData[] = [];
  const send = (bytes: Uint8Array, command: boolean) => {
    let at = 0;
    do {
      const data = bytes.subarray(at, at + room);
      at += data.length;
      pdus.push({ kind: 'p-data', pdvs: [{ contextId: message.contextId, command, last: at >= bytes.length, data }] });
    } while (at < bytes.length);
  };
  send(encodeCommand(message.command), true);
  if (message.dataSet) send(message.dataSet, false);
  return pdus;
}
