// Listening in the demo: loopback only, few connections, none for long; ends with the demo.
import net from 'node:net';
import tls from 'node:tls';

export interface Listener {
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly address: string;
  readonly port: number;
  readonly tls?: tls.TlsOptions | undefined;
}

const MOST_CONNECTIONS = 32;
const IDLE_MS = 30_000;

/** Listens and hands each connection to `talk`. Refuses anything but 127.0.0.0/8. */
export async function listen(options: ListenOptions, talk: (socket: net.Socket) => void): Promise<Listener> {
  if (!/^127\.\d+\.\d+\.\d+$/.test(options.address)) throw new RangeError(`${options.address} is not loopback`);
  const sockets = new Set<net.Socket>();
  const accept = (socket: net.Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    if (sockets.size > MOST_CONNECTIONS) socket.destroy();
    else talk(socket);
  };
  const server = options.tls ? tls.createServer(options.tls, accept) : net.createServer(accept);
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.address, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
