// The first step of a command line: to the server that has the data when the words tell it, else to the commands, loaded only then.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Invalid } from '#kit/index.ts';
import { failed, isClosedPipe } from './failed.ts';
import { processOutput } from './output.ts';
import type { CliAround } from './program.ts';
import { listens, runInServer } from './remote.ts';
import { socketOfWords } from './served.ts';

const SAME_SIGNAL_MS = 300;

/** Runs a command line and gives the exit status; never throws. `around` is asked for when it is run here. */
export async function runCli(argv: readonly string[], around: () => Promise<CliAround>): Promise<number> {
  const json = argv.includes('--json');
  const stop = new AbortController();
  let stoppedAt = 0;
  const onSignal = () => {
    // A terminal signals us and whoever started us, who passes it on: what comes at once is one. The second time the person is
    // in a hurry.
    if (stop.signal.aborted && performance.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(130);
    if (!stop.signal.aborted) stoppedAt = performance.now();
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const terminal = {
    output: processOutput(json),
    signal: stop.signal,
    cwd: process.cwd(),
    json,
    ask: askHere,
    input: () => process.stdin,
  };
  try {
    const socket = socketOfWords(argv, process.env['DOSIMETER_DATA']);
    if (socket !== null && (await listens(socket))) return await runInServer(socket, argv, terminal);
    const { runProgram } = await import('./program.ts');
    return await runProgram(argv, await around(), terminal);
  } catch (error) {
    return isClosedPipe(error) ? 0 : failed(error, terminal.output);
  }
}

/** The first line from the terminal or the pipe. */
async function askHere(prompt: string): Promise<string> {
  const typed = process.stdin.isTTY;
  if (typed) process.stderr.write(prompt);
  // What is typed here is a password: readline edits it, nothing shows it.
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, ...(typed ? { output: unseen, terminal: true } : {}) });
  try {
    for await (const line of lines) return line;
    throw new Invalid('No password came in. Type it, or pipe it in as the first line.');
  } finally {
    lines.close();
    if (typed) process.stderr.write('\n');
  }
}
