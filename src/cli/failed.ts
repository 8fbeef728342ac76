// How a command line that failed ends: its words and its exit status.
import { CommanderError } from 'commander';
import { Fault } from '#kit/index.ts';
import type { Output } from './output.ts';

/** Whoever read our output wants no more of it: an ordinary end, as before `head`. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** Says why it failed, and gives the exit status. */
export function failed(error: unknown, output: Output): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Fault) {
    output.say(error.message);
    return error.status === 400 ? 2 : 1;
  }
  const words = error instanceof Error ? error.message : String(error);
  output.say(`Something unexpected went wrong: ${words.split('\n')[0]}. Set DOSIMETER_DEBUG=1 for details.`);
  if (process.env['DOSIMETER_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return 1;
}
