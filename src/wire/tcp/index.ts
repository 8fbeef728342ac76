// The door of wire/tcp: segments back in order.
export type { TcpReceiver } from './tcp-side.ts';
export { TcpSide } from './tcp-side.ts';
