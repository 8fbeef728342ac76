// What a person is told when the server goes away while it works for them.
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { processOutput } from './output.ts';
import { runInServer } from './remote.ts';

test.each<[how: string, go: (socket: net.Socket) => void]>([
  ['ends', (socket) => socket.end()],
  ['ends amid a line', (socket) => socket.end('{"say":"half')],
  ['is killed before it read what came', (socket) => setImmediate(() => socket.destroy())],
])('a server that %s is told as one that stopped', async (_how, go) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-remote-'));
  const server = net.createServer({ pauseOnConnect: true }, go);
  try {
    const socket = path.join(folder, 'command.sock');
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    const terminal = {
      output: processOutput(true),
      signal: new AbortController().signal,
      cwd: folder,
      json: true,
      ask: async () => '',
      input: () => process.stdin,
    };
    await expect(runInServer(socket, ['tenant', 'list'], terminal)).rejects.toThrow(/server stopped in the middle/);
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
