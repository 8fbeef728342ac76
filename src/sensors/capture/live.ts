// Packets of a network interface, through the capture program that the machine has: it holds the right to listen, we do not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Invalid, inertText } from '#kit/index.ts';

/** Programs that write a capture to their standard output, with how they are called. */
const PROGRAMS: readonly (readonly [string, (name: string) => readonly string[]])[] = [
  ['dumpcap', (name) => ['-q', '-P', '-i', name, '-w', '-']],
  ['tcpdump', (name) => ['-n', '-U', '-s', '0', '-i', name, '-w', '-']],
];

/** The packets of an interface until the signal. Throws Invalid when no program may listen there. */
export async function* livePackets(name: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (!/^[A-Za-z0-9_.:@-]{1,64}$/.test(name)) {
    throw new Invalid(`'${inertText(name, 40)}' is no name of an interface, as in eth0.`);
  }
  let said = '';
  for (const [program, words] of PROGRAMS) {
    const child = spawn(program, words(name), { stdio: ['ignore', 'pipe', 'pipe'] });
    const missing = once(child, 'error').then(([error]: unknown[]) => String(error));
    const started = await Promise.race([once(child, 'spawn').then(() => null), missing]);
    if (started !== null) continue;
    child.stderr.on('data', (part: Buffer) => {
      said = `${said}${part.toString()}`.slice(-500);
    });
    const stop = () => child.kill('SIGINT');
    signal.addEventListener('abort', stop, { once: true });
    let bytes = 0;
    try {
      for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        yield chunk;
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
    if (bytes > 0 || signal.aborted) return;
  }
  const because =
    said === '' ? 'dumpcap or tcpdump must be installed' : inertText(said.trim().split('\n').at(-1) ?? '', 200);
  throw new Invalid(`Nothing could be captured on ${name}: ${because}.`);
}
