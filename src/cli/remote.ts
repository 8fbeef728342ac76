// A command that runs inside the server that has the data: what is typed goes over a Unix socket in the data folder
// (mode 0600, so that its holder is who runs the installation), what is said comes back. One JSON message a line.
import net from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { Unavailable } from '#kit/index.ts';
import { type Output, resultText } from './output.ts';

/** Name of the socket in the data folder. */
export const COMMAND_SOCKET = 'command.sock';

const request = z.union([
  z.strictObject({ run: z.strictObject({ argv: z.array(z.string()), cwd: z.string(), json: z.boolean() }) }),
  z.strictObject({ stop: z.literal(true) }),
  z.strictObject({ input: z.string() }),
  z.strictObject({ chunk: z.base64().nullable() }),
]);
type Request = z.infer<typeof request>;
const reply = z.union([
  z.strictObject({ say: z.string() }),
  z.strictObject({ progress: z.tuple([z.number(), z.string()]) }),
  z.strictObject({ out: z.base64() }),
  z.strictObject({ ask: z.string() }),
  z.strictObject({ pull: z.literal(true) }),
  z.strictObject({ status: z.int() }),
]);
type Reply = z.infer<typeof reply>;

/** What a command has to do with whoever typed it. */
export interface Terminal {
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Folder that relative file names start from. */
  readonly cwd: string;
  /** The first line of what is typed or piped in, after a prompt on a terminal. */
  ask(prompt: string): Promise<string>;
  /** What is piped in, as it comes. */
  input(): AsyncIterable<Uint8Array>;
}

/** Runs a command line in the server behind the socket; gives its exit status. */
export async function runInServer(
  file: string,
  argv: readonly string[],
  here: Terminal & { json: boolean },
): Promise<number> {
  const socket = net.connect(file);
  let lost: Error | undefined;
  socket.once('error', (error) => {
    lost = error;
  });
  const send = (message: Request) => socket.write(`${JSON.stringify(message)}\n`);
  const stop = () => send({ stop: true });
  here.signal.addEventListener('abort', stop, { once: true });
  let piped: AsyncIterator<Uint8Array> | undefined;
  const pass = async () => {
    piped ??= here.input()[Symbol.asyncIterator]();
    const next = await piped.next();
    send({ chunk: next.done ? null : Buffer.from(next.value).toString('base64') });
  };
  try {
    send({ run: { argv: [...argv], cwd: here.cwd, json: here.json } });
    for await (const line of createInterface({ input: socket })) {
      const message = reply.safeParse(parsed(line)).data;
      if (!message) throw serverStopped();
      if ('status' in message) return message.status;
      if ('say' in message) here.output.say(message.say);
      else if ('progress' in message) here.output.progress(...message.progress);
      else if ('out' in message) await here.output.bytes(Buffer.from(message.out, 'base64'));
      else if ('pull' in message) void pass().catch(() => send({ chunk: null }));
      else send({ input: await here.ask(message.ask) });
    }
  } catch (error) {
    throw lost ? serverStopped(lost) : error;
  } finally {
    here.signal.removeEventListener('abort', stop);
    socket.destroy();
  }
  throw serverStopped();
}

/** The server went away while a command waited for it. */
export function serverStopped(cause?: unknown): Unavailable {
  return new Unavailable('The server stopped in the middle of this. Start it, and try again.', {}, cause);
}

/** Whether a server listens there; the socket of a killed one refuses. */
export async function listens(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(file, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** A server that runs command lines with `run`, each with a terminal at the other end of its connection. */
export function commandServer(
  run: (argv: readonly string[], terminal: Terminal & { json: boolean }) => Promise<number>,
): net.Server {
  return net.createServer((socket) => {
    const gone = new AbortController();
    const answers: ((line: string) => void)[] = [];
    const chunks: ((chunk: Uint8Array | null) => void)[] = [];
    const send = (message: Reply) => {
      if (!socket.destroyed) socket.write(`${JSON.stringify(message)}\n`);
    };
    socket.on('error', () => gone.abort());
    socket.on('close', () => gone.abort());
    createInterface({ input: socket }).on('line', (line) => {
      const message = request.safeParse(parsed(line)).data;
      if (!message) socket.destroy();
      else if ('stop' in message) gone.abort();
      else if ('input' in message) answers.shift()?.(message.input);
      else if ('chunk' in message)
        chunks.shift()?.(message.chunk === null ? null : Buffer.from(message.chunk, 'base64'));
      else {
        const { argv, cwd, json } = message.run;
        const output = outputTo(send, json);
        const ask = (prompt: string) => {
          send({ ask: prompt });
          return new Promise<string>((resolve) => answers.push(resolve));
        };
        async function* input() {
          for (;;) {
            const next = new Promise<Uint8Array | null>((resolve) => {
              chunks.push(resolve);
              gone.signal.addEventListener('abort', () => resolve(null), { once: true });
            });
            send({ pull: true });
            const chunk = await next;
            if (chunk === null) return;
            yield chunk;
          }
        }
        void run(argv, { output, signal: gone.signal, cwd, json, ask, input }).then((status) => {
          send({ status });
          socket.end();
        });
      }
    });
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function outputTo(send: (message: Reply) => void, json: boolean): Output {
  const bytes = async (body: Uint8Array | string) => send({ out: Buffer.from(body).toString('base64') });
  return {
    bytes,
    result: (document, words) => bytes(resultText(document, words, json)),
    say: (line) => send({ say: line }),
    progress: (fraction, message) => send({ progress: [fraction, message] }),
  };
}
