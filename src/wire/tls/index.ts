// The door of wire/tls: handshakes as they stand on the wire.
export type { ClientHello, ServerHello } from './hello.ts';
export { certificates, clientHello, NULL_SUITES, serverHello } from './hello.ts';
export type { RecordReceiver } from './record-stream.ts';
export { RecordStream } from './record-stream.ts';
