// A thread in which one site is laid out, for questions about what would be: each of them is answered in a second or two, beside the server.
import type { Worker } from 'node:worker_threads';
import type { RiskSettingsInput } from '#contracts/index.ts';
import { Invalid, Unavailable } from '#kit/index.ts';
import { faultOf, openRiskThread, type Question, type RiskSaid } from './risk-in-thread.ts';

/** Nobody asked for so long: the memory is given back. */
const IDLE_MS = 300_000;

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

export class WhatIfThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ended: () => void;
  #turn = 0;
  #idle: NodeJS.Timeout | undefined;

  /** `text`: inputs as they are kept; `ended` is called once when the thread is gone. */
  constructor(text: string, ended: () => void) {
    this.#ended = ended;
    this.#worker = openRiskThread({ kind: 'what if', text });
    this.#worker.on('message', (said: RiskSaid) => this.#heard(said));
    this.#worker.once('error', (error) => this.#fail(faultOf(error)));
    this.#worker.once('exit', () => this.#fail(new Unavailable('The work on what would be ended early. Ask again.')));
    this.#rest();
  }

  /** Gives the answer as canonical JSON. Throws Invalid for what cannot be asked. */
  ask(actions: readonly string[], settings: RiskSettingsInput | undefined): Promise<string> {
    clearTimeout(this.#idle);
    this.#worker.ref();
    const turn = this.#turn++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(turn, { resolve, reject });
      const question: Question = { kind: 'question', turn, actions, settings };
      this.#worker.postMessage(question);
    });
  }

  /** Ends the thread; who still waits is told. */
  async end(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker.terminate();
  }

  #heard(said: RiskSaid): void {
    if (said.kind === 'progress' || said.turn === undefined) return;
    const waiting = this.#waiting.get(said.turn);
    this.#waiting.delete(said.turn);
    if (this.#waiting.size === 0) this.#rest();
    if (said.kind === 'done') waiting?.resolve(said.text);
    else waiting?.reject(said.isInvalid ? new Invalid(said.message) : new Unavailable(said.message));
  }

  /** It does not keep the process alive while nobody asks. */
  #rest(): void {
    this.#worker.unref();
    this.#idle = setTimeout(() => void this.end(), IDLE_MS);
    this.#idle.unref();
  }

  #fail(error: Error): void {
    clearTimeout(this.#idle);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
    this.#ended();
  }
}
