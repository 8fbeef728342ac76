// The messages of one side (PS3.7 6.3): each command is read, of a data set only its length and, while somebody wants them, its
// first bytes. Nothing of a data set is kept here.
import { Malformed } from '#kit/index.ts';
import { type Command, decodeCommand } from '#wire/dicom/index.ts';
import { Gathered } from '#wire/gather/index.ts';
import type { PduReceiver } from './pdu-walker.ts';

/** Takes what messages say. */
export interface MessageReceiver {
  pdu(type: number, bytes: Uint8Array, whole: boolean): void;
  command(contextId: number, command: Command): void;
  /** A data set begins; answers whether its bytes are wanted. */
  dataSetStart(contextId: number): boolean;
  /** Bytes of a wanted data set; answers whether more are wanted. */
  dataSetBytes(bytes: Uint8Array, start: number, end: number): boolean;
  dataSetEnd(contextId: number, length: number): void;
  /** Something was not captured. */
  hole(): void;
}

const MAX_COMMAND = 16_384;

/** Reads the messages of one side. */
export class MessageReader implements PduReceiver {
  readonly #to: MessageReceiver;
  readonly #command = new Gathered();
  #isCommand = false;
  #isLast = false;
  #contextId = 0;
  #commandBroken = false;
  #inDataSet = false;
  #wanted = false;
  #dataSetLength = 0;

  constructor(to: MessageReceiver) {
    this.#to = to;
  }

  /** Bytes of a command that is not whole yet. */
  get held(): number {
    return this.#command.held;
  }

  pdu(type: number, bytes: Uint8Array, whole: boolean): void {
    this.#to.pdu(type, bytes, whole);
  }

  pdvStart(contextId: number, command: boolean, last: boolean, length: number): void {
    this.#contextId = contextId;
    this.#isCommand = command;
    this.#isLast = last;
    if (command) {
      if (length > MAX_COMMAND - this.#command.length) this.#commandBroken = true;
      return;
    }
    if (!this.#inDataSet) {
      this.#inDataSet = true;
      this.#dataSetLength = 0;
      this.#wanted = this.#to.dataSetStart(contextId);
    }
    this.#dataSetLength += length;
  }

  pdvData(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#isCommand) {
      if (this.#wanted) this.#wanted = this.#to.dataSetBytes(bytes, start, end);
      return;
    }
    if (this.#commandBroken) return;
    this.#command.add(bytes, start, end);
  }

  pdvGap(_length: number): void {
    this.#to.hole();
    this.#wanted = false;
    if (this.#isCommand) this.#commandBroken = true;
  }

  pdvEnd(): void {
    if (!this.#isLast) return;
    if (!this.#isCommand) {
      this.#inDataSet = false;
      this.#wanted = false;
      this.#to.dataSetEnd(this.#contextId, this.#dataSetLength);
      return;
    }
    const command = this.#command.take();
    const broken = this.#commandBroken;
    this.#commandBroken = false;
    this.#inDataSet = false;
    if (broken) return;
    try {
      this.#to.command(this.#contextId, decodeCommand(command));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#to.hole();
    }
  }

  lost(): void {
    this.#command.clear();
    this.#commandBroken = false;
    this.#inDataSet = false;
    this.#wanted = false;
    this.#to.hole();
  }
}
