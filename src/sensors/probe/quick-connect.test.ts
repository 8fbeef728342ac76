// Both ways to connect do the same.
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Connect, type ConnectOutcome, plainConnect, quickConnect } from './quick-connect.ts';

const servers: net.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function listen(address: string, serve: (socket: net.Socket) => void): Promise<number> {
  const server = net.createServer(serve);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  return bound !== null && typeof bound === 'object' ? bound.port : 0;
}

const outcomeOf = (connect: Connect, address: string, port: number) =>
  new Promise<ConnectOutcome>((resolve) => void connect(address, port, resolve));

describe.each([
  ['quick', quickConnect],
  ['plain', plainConnect],
])('the %s way', (_, connect) => {
  it('gives a socket that speaks both ways and tells of the end', async () => {
    const port = await listen('127.0.0.1', (socket) =>
      socket.once('data', (bytes: Buffer) => socket.end(`echo ${bytes.toString()}`)),
    );
    const socket = await outcomeOf(connect, '127.0.0.1', port);
    if (typeof socket === 'string') throw new Error(socket);
    socket.setNoDelay(true);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.write('hello');
    let heard = '';
    for await (const chunk of socket) heard += String(chunk);
    expect(heard).toBe('echo hello');
  });

  it('says why there is none', async () => {
    const port = await listen('127.0.0.1', () => {});
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    expect(await outcomeOf(connect, '127.0.0.1', port)).toBe('ECONNREFUSED');
  });

  it('says why when the system itself refuses', async () => {
    // Nobody may connect to a multicast address (RFC 9293 3.9.2.3).
    expect(await outcomeOf(connect, '224.0.0.1', 9)).toMatch(/^E(NETUNREACH|INVAL|ADDRNOTAVAIL)$/);
  });

  it('says nothing when it was called off', async () => {
    const port = await listen('127.0.0.1', (socket) => socket.destroy());
    const outcomes: ConnectOutcome[] = [];
    connect('127.0.0.1', port, (outcome) => outcomes.push(outcome))();
    connect('127.0.0.1', 1, (outcome) => outcomes.push(outcome))();
    await outcomeOf(connect, '127.0.0.1', 1);
    await outcomeOf(connect, '127.0.0.1', port).then((socket) => typeof socket === 'string' || socket.destroy());
    expect(outcomes).toEqual([]);
  });

  it('survives a peer that breaks off at once', async () => {
    const port = await listen('127.0.0.1', (socket) => socket.resetAndDestroy());
    const outcome = await outcomeOf(connect, '127.0.0.1', port);
    // Either the reset came first, or the socket hears of it.
    if (typeof outcome === 'string') expect(outcome).toBe('ECONNRESET');
    else await new Promise((resolve) => outcome.resume().once('close', resolve));
  });
});
