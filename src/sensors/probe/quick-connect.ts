// Connects to a port at the least cost. A sweep meets closed ports almost only, and a stream object for each costs three
// times what the connect itself does (measured: 27,000 against 75,000 ports a second). So the connect is made with Node's
// own TCP handle, and a stream is put around it when a port is open. Where that inner part of Node is not to be had
// (DEP0111 may end it), the ordinary way is taken: slower, the same otherwise.
import net from 'node:net';
import { getSystemErrorName } from 'node:util';

/** A connected socket, or the code of the error, as ECONNREFUSED. */
export type ConnectOutcome = net.Socket | string;

/** Starts to connect; calls `done` once, unless the returned function calls it off before. */
export type Connect = (address: string, port: number, done: (outcome: ConnectOutcome) => void) => () => void;

interface TcpHandle {
  connect(request: ConnectRequest, address: string, port: number): number;
  connect6(request: ConnectRequest, address: string, port: number): number;
  close(): void;
}

interface ConnectRequest {
  oncomplete?: (status: number, handle: TcpHandle) => void;
}

interface TcpBinding {
  readonly TCP: new (kind: number) => TcpHandle;
  readonly TCPConnectWrap: new () => ConnectRequest;
  readonly constants: { readonly SOCKET: number };
}

/** The ordinary way. */
export const plainConnect: Connect = (address, port, done) => {
  const socket = new net.Socket();
  let over = false;
  const settle = (outcome: ConnectOutcome) => {
    if (over) return;
    over = true;
    done(outcome);
  };
  socket.once('connect', () => settle(socket));
  // Stays after the connect: whoever takes the socket listens for himself, until then an error is no reason to fall over.
  socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? 'unknown'));
  socket.connect({ host: address, port, autoSelectFamily: false });
  return () => {
    over = true;
    socket.destroy();
  };
};

/** The way without a stream. */
function handleConnect({ TCP, TCPConnectWrap, constants }: TcpBinding): Connect {
  return (address, port, done) => {
    const handle = new TCP(constants.SOCKET);
    const request = new TCPConnectWrap();
    let over = false;
    const settle = (status: number) => {
      if (over) return;
      over = true;
      if (status === 0) {
        done(streamAround(handle));
      } else {
        handle.close();
        done(nameOf(status));
      }
    };
    request.oncomplete = settle;
    const status = address.includes(':')
      ? handle.connect6(request, address, port)
      : handle.connect(request, address, port);
    // Refused by the system before anything was sent.
    if (status !== 0) setImmediate(settle, status);
    return () => {
      if (over) return;
      over = true;
      handle.close();
    };
  };
}

/** A stream as a server makes one around a connection that it took. */
function streamAround(handle: TcpHandle): net.Socket {
  // The types know of no such handle; Node's own server passes one.
  const socket: unknown = Reflect.construct(net.Socket, [{ handle, readable: true, writable: true }]);
  if (!(socket instanceof net.Socket)) throw new TypeError('net.Socket made something else');
  socket.on('error', () => {});
  return socket;
}

const NAMES = new Map<number, string>();

function nameOf(status: number): string {
  let name = NAMES.get(status);
  if (name === undefined) {
    name = getSystemErrorName(status);
    NAMES.set(status, name);
  }
  return name;
}

function tcpBinding(): TcpBinding | undefined {
  if (!('binding' in process) || typeof process.binding !== 'function') return undefined;
  try {
    const binding: unknown = process.binding('tcp_wrap');
    if (binding === null || typeof binding !== 'object') return undefined;
    if (!('TCP' in binding && 'TCPConnectWrap' in binding && 'constants' in binding)) return undefined;
    // Its three members were just seen; their shapes are Node's own since version 8.
    return binding as TcpBinding;
  } catch {
    return undefined;
  }
}

const binding = tcpBinding();

/** The quickest way that there is. */
export const quickConnect: Connect = binding ? handleConnect(binding) : plainConnect;
